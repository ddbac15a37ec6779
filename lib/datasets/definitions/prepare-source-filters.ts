import { readChoices, writeChoices } from "@/lib/query/parameters";
import type { DatasetSource } from "../examples/schemas";
import { noteCategories } from "../examples/schemas";
import type { SourceFilters } from "./schemas";

// The filters of each source as the builder offers them: those of the source's own list, under the names of the API.

/** Stands for rows without a value. */
const NONE = "(none)";

type Choice = { value: string; label: string };
type Named = { name: string; label: string };

/** A filter and how it is chosen. */
export type FilterField =
  /** Any of several. Without `choices` those that occur are offered; the API takes them by comma. */
  | (Named & { kind: "choices"; choices?: readonly Choice[] })
  /** Yes, no or either, as one choice. */
  | (Named & { kind: "flag"; any: string; yes: string; no: string })
  /** One of a few. */
  | (Named & { kind: "one"; any: string; choices: readonly Choice[] })
  /** Full-text search. */
  | (Named & { kind: "search"; placeholder: string })
  /** What only links ask for: shown while it is there, to be taken away. `isLiteral`: a comma belongs to the value. */
  | (Named & { kind: "linked"; isLiteral: boolean });

const project: FilterField = { kind: "choices", name: "project", label: "Project" };
const model: FilterField = { kind: "choices", name: "model", label: "Model" };
const user: FilterField = { kind: "linked", name: "user_id", label: "User", isLiteral: true };
const rating: FilterField = {
  kind: "one",
  name: "rating",
  label: "Rating",
  any: "Any rating",
  choices: [
    { value: "1", label: "Thumbs up" },
    { value: "-1", label: "Thumbs down" },
  ],
};
const note: FilterField = {
  kind: "flag",
  name: "has_note",
  label: "Note",
  any: "Any note",
  yes: "With a note",
  no: "Without a note",
};
const linked = (name: string, label: string): FilterField => ({
  kind: "linked",
  name,
  label,
  isLiteral: false,
});

export const filterFields: Readonly<Record<DatasetSource, readonly FilterField[]>> = {
  feedback: [
    project,
    { kind: "search", name: "q", label: "Search votes", placeholder: "Search query, response, comment" },
    rating,
    model,
    { kind: "choices", name: "intent", label: "Intent" },
    note,
    user,
    { kind: "linked", name: "session_id", label: "Session", isLiteral: true },
  ],
  turns: [
    project,
    { kind: "search", name: "q", label: "Search turns", placeholder: "Search question, answer" },
    rating,
    { kind: "choices", name: "master_prompt_version", label: "Version" },
    { kind: "choices", name: "branch_name", label: "Branch" },
    {
      kind: "choices",
      name: "category",
      label: "Category",
      choices: noteCategories.map((value) => ({ value, label: value })),
    },
    {
      kind: "flag",
      name: "is_reviewed",
      label: "Review",
      any: "Reviewed or not",
      yes: "Reviewed",
      no: "Not reviewed",
    },
    {
      kind: "flag",
      name: "has_better_answer",
      label: "Better answer",
      any: "Any answer",
      yes: "With a better answer",
      no: "Without a better answer",
    },
    note,
    linked("model", "Model"),
    linked("intent", "Intent"),
    linked("session_id", "Session"),
  ],
  interactions: [
    project,
    { kind: "search", name: "q", label: "Search interactions", placeholder: "Search message, answer" },
    { kind: "choices", name: "agent_type", label: "Agent" },
    model,
    {
      kind: "choices",
      name: "user_satisfaction",
      label: "Rated",
      choices: [
        ...["5", "4", "3", "2", "1"].map((value) => ({ value, label: `${value} of 5` })),
        { value: NONE, label: "Not rated" },
      ],
    },
    { kind: "choices", name: "domain_classification", label: "Domain" },
    { kind: "choices", name: "channel_id", label: "Channel" },
    {
      kind: "flag",
      name: "escalation_suggested",
      label: "Escalation",
      any: "Any escalation",
      yes: "Escalation suggested",
      no: "No escalation",
    },
    {
      kind: "flag",
      name: "is_handoff",
      label: "Hand-off",
      any: "Any hand-off",
      yes: "After a hand-off",
      no: "No hand-off",
    },
    { kind: "flag", name: "is_unpriced", label: "Cost", any: "Any cost", yes: "Unpriced", no: "Priced" },
    user,
    linked("conversation_id", "Conversation"),
    linked("previous_agent_type", "After"),
    linked("previous_domain", "After the domain"),
    linked("response_time_above", "Slower than (ms)"),
    linked("context_tokens_from", "Context tokens from"),
    linked("context_tokens_below", "Context tokens below"),
  ],
  executions: [
    project,
    { kind: "search", name: "q", label: "Search executions", placeholder: "Search prompts" },
    { kind: "flag", name: "success", label: "Outcome", any: "Any outcome", yes: "Worked", no: "Failed" },
    {
      kind: "flag",
      name: "is_corrected",
      label: "Correction",
      any: "Any correction",
      yes: "Corrected",
      no: "Not corrected",
    },
    {
      kind: "flag",
      name: "is_retried",
      label: "Retries",
      any: "Any retries",
      yes: "Retried",
      no: "Not retried",
    },
    {
      kind: "choices",
      name: "error_class",
      label: "Error",
      choices: [
        ...["validation", "execution", "logic"].map((value) => ({ value, label: value })),
        { value: NONE, label: "Not classified" },
      ],
    },
    model,
    { kind: "choices", name: "strategy", label: "Strategy" },
    { kind: "choices", name: "version", label: "Version" },
    linked("id", "Execution"),
    linked("failure_pattern_id", "Failure pattern"),
    linked("example_id", "With the example"),
    linked("experiment_id", "Experiment"),
    linked("variant", "Variant"),
    user,
  ],
};

const rangeNames = ["days", "from", "to"] as const;
export type RangeFilters = { days: number | null; from: string | null; to: string | null };

/** The range among filters; all of them null = all time. */
export function rangeOf({ days, from, to }: SourceFilters): RangeFilters {
  const text = (value: SourceFilters[string] | undefined) => (value === undefined ? null : String(value));
  return { days: days === undefined ? null : Number(days), from: text(from), to: text(to) };
}

/** The filters with another range. */
export function withRange(filters: SourceFilters, range: RangeFilters): SourceFilters {
  const others = Object.entries(filters).filter(
    ([name]) => !(rangeNames as readonly string[]).includes(name),
  );
  const parts = Object.entries(range).filter(([, value]) => value !== null) as [string, string | number][];
  return Object.fromEntries([...parts, ...others]);
}

const isLiteral = (field: FilterField) =>
  field.kind === "search" || (field.kind === "linked" && field.isLiteral);

/** What is chosen of a filter, each value as it is. */
export function valuesOf(filters: SourceFilters, field: FilterField): string[] {
  const value = filters[field.name];
  if (value === undefined) return [];
  const texts = [value].flat().map(String);
  return isLiteral(field) ? texts : readChoices(texts);
}

/** The filters with these values of a field; none takes the filter away. */
export function withValues(
  filters: SourceFilters,
  field: FilterField,
  values: readonly string[],
): SourceFilters {
  const { [field.name]: _before, ...others } = filters;
  const [first] = values;
  if (first === undefined) return others;
  if (field.kind === "flag") return { ...others, [field.name]: first === "true" };
  const texts = isLiteral(field) ? [...values] : values.map((value) => writeChoices([value]));
  return { ...others, [field.name]: texts.length === 1 ? (texts[0] as string) : texts };
}

/** What another source can take over of filters: those that it knows too. */
export function toSource(filters: SourceFilters, source: DatasetSource): SourceFilters {
  const known = new Set<string>([...rangeNames, ...filterFields[source].map(({ name }) => name)]);
  return Object.fromEntries(Object.entries(filters).filter(([name]) => known.has(name)));
}

/** Names among filters that the source does not know: the API refuses them. */
export function listUnknown(filters: SourceFilters, source: DatasetSource): string[] {
  const known = toSource(filters, source);
  return Object.keys(filters).filter((name) => !Object.hasOwn(known, name));
}

/** The filters as parameters of an address, as the lists write them. */
export function toFilterSearch(
  filters: SourceFilters,
  source: DatasetSource,
): Record<string, string | string[]> {
  const fields = new Map(filterFields[source].map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(filters).map(([name, value]) => {
      const field = fields.get(name);
      if (!field || field.kind === "flag") return [name, Array.isArray(value) ? value : String(value)];
      const values = valuesOf(filters, field);
      return [name, isLiteral(field) ? values : writeChoices(values)];
    }),
  );
}

/** The filters in an address. Parameters that are no filter of the source are left out; `unknown` names them. */
export function readFilterSearch(
  search: Iterable<[string, string]>,
  source: DatasetSource,
): { filters: SourceFilters; unknown: string[] } {
  const fields = new Map(filterFields[source].map((field) => [field.name, field]));
  const given = new Map<string, string[]>();
  for (const [name, value] of search) {
    if (value !== "") given.set(name, [...(given.get(name) ?? []), value]);
  }
  let filters: SourceFilters = {};
  const unknown: string[] = [];
  for (const [name, values] of given) {
    const field = fields.get(name);
    const [first = ""] = values;
    if (name === "days" && /^\d{1,3}$/.test(first)) filters[name] = Number(first);
    else if (name === "from" || name === "to") filters[name] = first;
    else if (!field || (field.kind === "flag" && first !== "true" && first !== "false")) unknown.push(name);
    else filters = withValues(filters, field, isLiteral(field) ? values : readChoices(values));
  }
  return { filters, unknown };
}
