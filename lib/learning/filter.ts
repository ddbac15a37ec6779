import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { anyOf, anyOfLiteral, flag } from "@/lib/query/parameters";
import {
  checkWholeDays,
  type Range,
  type RangeInput,
  rangeParameters,
  resolveRange,
} from "@/lib/query/range";

// The filter grammar of executions and their figures.

/** Stands for executions without a model, a strategy, a version or an error class in filters and URLs. */
export const NONE = "(none)";

export const errorClasses = ["validation", "execution", "logic"] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** What every figure can be narrowed by: the dimensions of the daily rollup. */
export const outcomeParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  model: anyOf(`Model; ${NONE} = executions without one.`).optional(),
  strategy: anyOf(`Strategy; ${NONE} = executions without one.`).optional(),
  version: anyOf(
    `Version label: the prompt version, else strategy@version; ${NONE} = executions without one.`,
  ).optional(),
};

/** A resolved filter over the daily rollup. Null in a list = executions without it. */
export type OutcomeFilter = Range & {
  project?: string[];
  model?: (string | null)[];
  strategy?: (string | null)[];
  version?: (string | null)[];
};

type OutcomeInput = RangeInput & {
  project?: string[];
  model?: string[];
  strategy?: string[];
  version?: string[];
};

const orNull = (values: string[]) => values.map((value) => (value === NONE ? null : value));

/** The filter that checked parameters name. Without a range: the last `defaultDays` days, or all time when that is null. */
export function resolveOutcomeFilter(input: OutcomeInput, defaultDays: number | null): OutcomeFilter {
  const { project, model, strategy, version } = input;
  return {
    ...resolveRange(input, defaultDays),
    ...(project ? { project } : {}),
    ...(model ? { model: orNull(model) } : {}),
    ...(strategy ? { strategy: orNull(strategy) } : {}),
    ...(version ? { version: orNull(version) } : {}),
  };
}

/** The filters of the list of executions. */
export const executionParameters = {
  ...outcomeParameters,
  success: flag("Only successful executions (true), or failed ones.").optional(),
  error_class: anyOf(`Error class; ${NONE} = failures without one.`)
    .pipe(z.array(z.enum([...errorClasses, NONE], `must be one of ${errorClasses.join(", ")} or ${NONE}`)))
    .optional(),
  failure_pattern_id: anyOf("Failure pattern.").pipe(z.array(rowId)).optional(),
  example_id: anyOf("Only executions whose prompt held this example.").pipe(z.array(rowId)).optional(),
  experiment_id: anyOf("Experiment.").pipe(z.array(rowId)).optional(),
  variant: anyOf("Variant of an experiment.").optional(),
  user_id: anyOfLiteral("End user.").optional(),
  is_corrected: flag("Only executions that the user corrected (true), or the others.").optional(),
  is_retried: flag("Only executions with at least one retry (true), or the others.").optional(),
  q: anyOfLiteral("Full-text search in the prompt: words, “phrases”, -not.").optional(),
  id: anyOf("Only these executions.").pipe(z.array(rowId)).optional(),
};

/** A resolved filter of the list. */
export type ExecutionFilter = OutcomeFilter & {
  success?: boolean;
  error_class?: (string | null)[];
  failure_pattern_id?: string[];
  example_id?: string[];
  experiment_id?: string[];
  variant?: string[];
  user_id?: string[];
  is_corrected?: boolean;
  is_retried?: boolean;
  q?: string[];
  ids?: string[];
};

type ExecutionInput = OutcomeInput &
  Omit<ExecutionFilter, keyof OutcomeFilter | "error_class" | "ids"> & {
    error_class?: string[];
    id?: string[];
  };

/** The filter that checked parameters of the list name. */
export function resolveExecutionFilter(input: ExecutionInput, defaultDays: number | null): ExecutionFilter {
  const plain = [
    "success",
    "failure_pattern_id",
    "example_id",
    "experiment_id",
    "variant",
    "user_id",
    "is_corrected",
    "is_retried",
    "q",
  ] as const;
  return {
    ...resolveOutcomeFilter(input, defaultDays),
    ...Object.fromEntries(plain.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]))),
    ...(input.error_class ? { error_class: orNull(input.error_class) } : {}),
    ...(input.id ? { ids: input.id } : {}),
  };
}

/** A query of whole UTC days over the rollup; without a range the last 30 days. */
export const outcomeQuery = z
  .strictObject(outcomeParameters)
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveOutcomeFilter(value, 30) }));
