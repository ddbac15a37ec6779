import type { z } from "zod";
import type { Issue } from "@/lib/errors";
import { toIssues } from "@/lib/query/issues";
import {
  type Experiment,
  type ExperimentInput,
  type ExperimentUpdate,
  experimentInput,
  experimentUpdate,
  type guardrailMetrics,
} from "./schemas";

export type GuardrailMetric = (typeof guardrailMetrics)[number];

/** States, metrics and guardrails as people read them. */
export const statusNames = { draft: "Draft", running: "Running", stopped: "Stopped" } as const;
export const statusTones = { draft: "neutral", running: "accent", stopped: "neutral" } as const;
export const metricNames = { success: "Success rate", feedback: "Thumbs up" } as const;
export const guardrailNames: Record<GuardrailMetric, string> = {
  tokens: "Tokens per request",
  cost: "Cost per request",
  response_time: "Response time",
  failure_rate: "Failure rate",
  retry_rate: "Requests with a retry",
};
/** Guardrails that are differences of shares; the others are relative to the control. */
export const isShare = (metric: GuardrailMetric) => metric === "failure_rate" || metric === "retry_rate";

type Variant = Experiment["variants"][number];

/** What a variant does: "few-shot@2", "the project's default, prompt v3". */
export function describeVariant({ strategy, strategy_version, prompt_version }: Variant): string {
  const name = strategy === null ? "the project's default" : strategy;
  const versioned = strategy_version === null ? name : `${name}@${strategy_version}`;
  return prompt_version === null ? versioned : `${versioned}, prompt ${prompt_version}`;
}

/** The part of the subjects that a variant gets, 0 to 1. */
export function shareOf(variant: { weight: number }, variants: readonly { weight: number }[]): number {
  return variant.weight / variants.reduce((sum, { weight }) => sum + weight, 0);
}

export type VariantForm = {
  key: number;
  name: string;
  weight: string;
  /** Empty = the project's default. */
  strategy: string;
  strategy_version: string;
  prompt_version: string;
};
export type GuardrailForm = { key: number; metric: GuardrailMetric; max_increase: string };

/** An experiment as it is typed. Percentages are whole numbers of percent. */
export type ExperimentForm = {
  project: string;
  name: string;
  description: string;
  metric: Experiment["metric"];
  minimum_effect: string;
  variants: readonly VariantForm[];
  guardrails: readonly GuardrailForm[];
  stop_on_guardrail: boolean;
};

const emptyVariant = (key: number, name: string): VariantForm => ({
  key,
  name,
  weight: "1",
  strategy: "",
  strategy_version: "",
  prompt_version: "",
});

export const emptyExperimentForm = (project: string): ExperimentForm => ({
  project,
  name: "",
  description: "",
  metric: "success",
  minimum_effect: "",
  variants: [emptyVariant(0, "control"), emptyVariant(1, "new")],
  guardrails: [],
  stop_on_guardrail: false,
});

/** The form with one more variant. */
export function addVariant(form: ExperimentForm): ExperimentForm {
  const key = Math.max(...form.variants.map((variant) => variant.key)) + 1;
  return { ...form, variants: [...form.variants, emptyVariant(key, "")] };
}

/** The form with one more guardrail, of the first metric that has none. */
export function addGuardrail(form: ExperimentForm): ExperimentForm {
  const key = Math.max(-1, ...form.guardrails.map((guardrail) => guardrail.key)) + 1;
  const metrics = Object.keys(guardrailNames) as GuardrailMetric[];
  const free = metrics.find((metric) => !form.guardrails.some((each) => each.metric === metric)) ?? "cost";
  return { ...form, guardrails: [...form.guardrails, { key, metric: free, max_increase: "10" }] };
}

const percent = (fraction: number) => String(Number((fraction * 100).toFixed(6)));

/** What would be typed to make it; `name` is another one for a copy. */
export const toExperimentForm = (experiment: Experiment, name = experiment.name): ExperimentForm => ({
  project: experiment.project,
  name,
  description: experiment.description ?? "",
  metric: experiment.metric,
  minimum_effect: experiment.minimum_effect === null ? "" : percent(experiment.minimum_effect),
  variants: experiment.variants.map((variant, key) => ({
    key,
    name: variant.name,
    weight: String(variant.weight),
    strategy: variant.strategy ?? "",
    strategy_version: variant.strategy_version === null ? "" : String(variant.strategy_version),
    prompt_version: variant.prompt_version ?? "",
  })),
  guardrails: experiment.guardrails.map(({ metric, max_increase }, key) => ({
    key,
    metric,
    max_increase: percent(max_increase),
  })),
  stop_on_guardrail: experiment.stop_on_guardrail,
});

const wrong = Number.NaN;

/** A typed number; NaN, and an issue at `path`, for anything else. */
function readNumber(text: string, path: string, issues: Issue[], scale = 1): number {
  const trimmed = text.trim().replace(/\s*%$/, "");
  if (/^\d{1,6}([.,]\d{1,6})?$/.test(trimmed)) return Number(trimmed.replace(",", ".")) / scale;
  issues.push({ path, message: trimmed === "" ? "is required" : "must be a number" });
  return wrong;
}

function readShared(form: ExperimentForm, issues: Issue[]) {
  return {
    name: form.name.trim(),
    description: form.description.trim() === "" ? null : form.description,
    minimum_effect:
      form.minimum_effect.trim() === ""
        ? null
        : readNumber(form.minimum_effect, "minimum_effect", issues, 100),
    guardrails: form.guardrails.map(({ metric, max_increase }, index) => ({
      metric,
      max_increase: readNumber(max_increase, `guardrails.${index}.max_increase`, issues, 100),
    })),
    stop_on_guardrail: form.stop_on_guardrail && form.guardrails.length > 0,
  };
}

type Parsed<Value> = { success: true; data: Value } | { success: false; error: z.ZodError };

function finish<Value>(parsed: Parsed<Value>, issues: Issue[]): { value: Value } | { issues: Issue[] } {
  if (parsed.success) return issues.length > 0 ? { issues } : { value: parsed.data };
  const known = new Set(issues.map(({ path }) => path));
  const own = toIssues(parsed.error).filter(({ path }) => !known.has(path));
  return { issues: [...issues, ...own] };
}

const readVariants = (variants: readonly VariantForm[], issues: Issue[]) =>
  variants.map((variant, index) => {
    const strategy = variant.strategy === "" ? null : variant.strategy;
    const hasVersion = strategy !== null && variant.strategy_version.trim() !== "";
    return {
      name: variant.name.trim(),
      weight: readNumber(variant.weight, `variants.${index}.weight`, issues),
      strategy,
      strategy_version: hasVersion
        ? readNumber(variant.strategy_version, `variants.${index}.strategy_version`, issues)
        : null,
      prompt_version: variant.prompt_version.trim() === "" ? null : variant.prompt_version.trim(),
    };
  });

/** What is sent to plan an experiment, or what is wrong with it, by field. */
export function readExperimentForm(form: ExperimentForm): { value: ExperimentInput } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const input = {
    project: form.project,
    ...readShared(form, issues),
    metric: form.metric,
    variants: readVariants(form.variants, issues),
  };
  return finish(experimentInput.safeParse(input), issues);
}

/** What is sent to change a draft that was read at `version`, or what is wrong with it, by field. */
export function readExperimentUpdate(
  form: ExperimentForm,
  version: number,
): { value: ExperimentUpdate } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const update = {
    ...readShared(form, issues),
    variants: readVariants(form.variants, issues),
    expected_version: version,
  };
  return finish(experimentUpdate.safeParse(update), issues);
}
