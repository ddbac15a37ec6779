import type { Issue } from "@/lib/errors";
import type { DatasetSource } from "../examples/schemas";
import { noteCategories } from "../examples/schemas";
import { type ScheduleForm, toScheduleForm } from "../versions/prepare-schedule";
import { type Dataset, type DatasetInput, datasetInput } from "../versions/schemas";
import type { WeightKind } from "../writing/schemas";
import { isPreferenceFormat } from "./prepare-definition";
import {
  type DatasetDefinition,
  datasetDefinition,
  type NegativePolicy,
  type PairSource,
  type SourceFilters,
  type TrainingFormat,
} from "./schemas";

export type Category = (typeof noteCategories)[number];

/** A schedule as it is typed, on or off. */
export type PlannedForm = ScheduleForm & { is_active: boolean };

/** A dataset as it is typed. Numbers are text until they are read; the share of the split is in percent. */
export type DatasetForm = {
  name: string;
  description: string;
  source: DatasetSource;
  filters: SourceFilters;
  format: TrainingFormat;
  weights: Record<WeightKind, string>;
  /** Only categories that have a weight of their own. */
  categories: Partial<Record<Category, string>>;
  /** null = the format's own way. */
  negatives: NegativePolicy | null;
  pairs: readonly PairSource[];
  validation_percent: string;
  split_seed: string;
  redaction: DatasetDefinition["redaction"];
  system_prompt: string;
  context_turns: string;
  /** Empty = the limit of the format's target. */
  max_tokens: string;
  deduplicate: boolean;
  schedule: PlannedForm | null;
};

/** What a new schedule begins as: Mondays at 06:00 in this zone, eight versions kept. */
export const newSchedule = (timeZone: string): PlannedForm => ({
  ...toScheduleForm(null, timeZone),
  is_active: true,
});

const percent = (fraction: number) => String(Number((fraction * 100).toFixed(6)));

type Part = Omit<DatasetForm, "name" | "description" | "schedule">;

/** What would be typed to make this definition. */
export const toDefinitionForm = (definition: DatasetDefinition): Part => {
  const { categories, ...weights } = definition.weights;
  return {
    source: definition.source,
    filters: definition.filters,
    format: definition.format,
    weights: {
      positive: String(weights.positive),
      negative: String(weights.negative),
      better: String(weights.better),
      unrated: String(weights.unrated),
    },
    categories: Object.fromEntries(
      Object.entries(categories).map(([category, weight]) => [category, String(weight)]),
    ),
    negatives: definition.negatives,
    pairs: definition.pairs,
    validation_percent: percent(definition.validation_share),
    split_seed: definition.split_seed,
    redaction: definition.redaction,
    system_prompt: definition.system_prompt ?? "",
    context_turns: String(definition.context_turns),
    max_tokens: definition.max_tokens === null ? "" : String(definition.max_tokens),
    deduplicate: definition.deduplicate,
  };
};

/** What would be typed to make this dataset. */
export const toDatasetForm = (dataset: Dataset): DatasetForm => ({
  name: dataset.name,
  description: dataset.description ?? "",
  ...toDefinitionForm(dataset.definition),
  schedule: dataset.schedule && {
    ...toScheduleForm(dataset.schedule, dataset.schedule.time_zone),
    is_active: dataset.schedule.is_active,
  },
});

/** A new dataset: the votes of the last seven days with the seed's weights. */
export const newDatasetForm = (): DatasetForm => ({
  name: "",
  description: "",
  ...toDefinitionForm(datasetDefinition.parse({ filters: { days: 7 } })),
  schedule: null,
});

/** The number that was typed; NaN, which every schema refuses, when it is none. */
const toNumber = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));

/** The definition as it was typed, before it is checked. Choices that the format has no use for go back to their defaults. */
function typedDefinition(form: DatasetForm) {
  const isPreference = isPreferenceFormat(form.format);
  return {
    source: form.source,
    filters: form.filters,
    format: form.format,
    weights: {
      positive: toNumber(form.weights.positive),
      negative: toNumber(form.weights.negative),
      better: toNumber(form.weights.better),
      unrated: toNumber(form.weights.unrated),
      categories: Object.fromEntries(
        Object.entries(form.categories).map(([category, text]) => [category, toNumber(text)]),
      ),
    },
    negatives: form.negatives,
    ...(isPreference ? { pairs: [...form.pairs] } : {}),
    validation_share: toNumber(form.validation_percent) / 100,
    split_seed: form.split_seed,
    redaction: form.redaction,
    system_prompt: form.system_prompt.trim() === "" ? null : form.system_prompt,
    context_turns: toNumber(form.context_turns),
    max_tokens: form.max_tokens.trim() === "" ? null : toNumber(form.max_tokens),
    deduplicate: form.deduplicate,
  };
}

// The form asks for a percentage and says so.
const inPercent = (issue: Issue): Issue =>
  issue.path.endsWith("validation_share") ? { ...issue, message: "must be from 0 to 50" } : issue;

type Faults = readonly { path: PropertyKey[]; message: string }[];
const toIssues = (faults: Faults, prefix = ""): Issue[] =>
  faults.map(({ path, message }) => inPercent({ path: `${prefix}${path.map(String).join(".")}`, message }));

/** The definition that the form holds, or what is wrong with its fields; paths begin with `definition.`. */
export function readDefinition(form: DatasetForm): { value: DatasetDefinition } | { issues: Issue[] } {
  const { data, error } = datasetDefinition.safeParse(typedDefinition(form));
  return data ? { value: data } : { issues: toIssues(error.issues, "definition.") };
}

/** The dataset that the form holds, or what is wrong with its fields, by the names of the API. */
export function readDatasetForm(form: DatasetForm): { value: DatasetInput } | { issues: Issue[] } {
  const { schedule } = form;
  const { data, error } = datasetInput.safeParse({
    name: form.name.trim(),
    description: form.description.trim() === "" ? null : form.description.trim(),
    definition: typedDefinition(form),
    schedule: schedule && {
      weekday: toNumber(schedule.weekday),
      hour: toNumber(schedule.hour),
      time_zone: schedule.time_zone.trim(),
      keep_versions: toNumber(schedule.keep_versions),
      is_active: schedule.is_active,
    },
  });
  return data ? { value: data } : { issues: toIssues(error.issues) };
}

/** Whether two forms say the same. */
export const isSameForm = (a: DatasetForm, b: DatasetForm): boolean =>
  JSON.stringify(readable(a)) === JSON.stringify(readable(b));

const readable = ({ filters, categories, pairs, ...rest }: DatasetForm) => ({
  ...rest,
  filters: Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)),
  categories: Object.entries(categories).sort(([a], [b]) => (a < b ? -1 : 1)),
  pairs: [...pairs].sort(),
});

/** Categories that have no weight of their own yet. */
export const freeCategories = ({ categories }: DatasetForm): Category[] =>
  noteCategories.filter((category) => categories[category] === undefined);

/** Whether a path is of what a person writes about the dataset rather than of what goes into it. */
export const isPathOfDraft = (path: string): boolean => path === "name" || path === "description";

/** What stands at a field: the first message of its path, or of a path below it. */
export function findIssue(issues: readonly Issue[], path: string): string | undefined {
  return issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message;
}
