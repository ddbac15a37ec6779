import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import {
  anyJson,
  jsonObject,
  label,
  metadataField,
  note,
  ownId,
  pageOf,
  pastTime,
  projectField,
  rowId,
} from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { groupsOf, integer, single } from "@/lib/query/parameters";
import { checkTimes, checkWholeDays, granularities } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import {
  type ExecutionFilter,
  errorClasses,
  executionParameters,
  outcomeParameters,
  resolveExecutionFilter,
  resolveOutcomeFilter,
} from "../filter";

export { errorClasses, NONE } from "../filter";

const tokens = z.int().min(0).max(1_000_000_000_000);
const errorClass = z.enum(errorClasses, `must be one of ${errorClasses.join(", ")}`);
const retries = z.int().min(0, "must not be negative").max(1000, "must be at most 1,000");

export const exampleStatuses = ["unreviewed", "approved", "retired"] as const;

/** What a program reports of one execution. Bounds repeat in the table's checks. */
export const executionInput = z
  .strictObject({
    id: ownId,
    user_prompt: z.string().min(1, "must not be empty").max(200_000),
    action_plan: metadataField.meta({
      description: "The plan as an object; {} when the model gave none (send what it said as response_text).",
    }),
    execution_result: anyJson.optional().meta({ description: "What carrying it out gave: any JSON." }),
    error: note(100_000).nullish(),
    success: z.boolean(),
    error_class: errorClass.nullish().meta({
      description:
        "validation = the plan is not one; execution = carrying it out failed; logic = it ran and did the wrong thing.",
    }),
    response_text: z.string().max(500_000).nullish(),
    project: projectField,
    user_id: label("user_id").nullish(),
    model: label("model").nullish(),
    provider: label("provider").nullish().meta({ description: "Helps to find the model's price." }),
    tokens_in: tokens.nullish(),
    tokens_out: tokens.nullish(),
    cost: z
      .number()
      .min(0)
      .max(1e9)
      .nullish()
      .meta({ description: "USD. Left out: worked out from the tokens." }),
    response_time_ms: z.int().min(0).max(2_000_000_000).nullish(),
    retries: retries.nullish(),
    user_correction: note(200_000).nullish(),
    strategy: label("strategy").nullish(),
    strategy_version: z.int().min(1).nullish(),
    prompt_version: label("prompt_version").nullish(),
    experiment: label("experiment")
      .nullish()
      .meta({ description: "Id or name of an experiment of the project." }),
    variant: label("variant").nullish(),
    subject: label("subject")
      .nullish()
      .meta({ description: "Who was assigned to the variant. Left out: user_id." }),
    available_columns: z.array(z.string().max(500)).max(1000).nullish(),
    example_ids: z
      .array(rowId)
      .max(200)
      .nullish()
      .meta({ description: "Examples that the prompt held: example_ids of the composed prompt's report." }),
    metadata: metadataField.nullish(),
    created_at: pastTime.nullish(),
  })
  .superRefine((value, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (value.success && value.error != null) issue("error", "does not belong to a successful execution");
    if (value.success && value.error_class != null)
      issue("error_class", "does not belong to a successful execution");
    if (value.experiment != null && value.variant == null) issue("variant", "is required with experiment");
    if (value.variant != null && value.experiment == null) issue("experiment", "is required with variant");
    if (value.experiment != null && value.subject == null && value.user_id == null)
      issue("subject", "is required with experiment (or user_id)");
    if (value.strategy_version != null && value.strategy == null)
      issue("strategy", "is required with strategy_version");
  })
  .meta({
    id: "ExecutionInput",
    example: {
      user_prompt: "remove duplicates and create dashboard",
      action_plan: {
        task: "clean",
        chart_type: "bar",
        operations: [
          {
            type: "remove_duplicates",
            execution_instructions: { method: "pandas.drop_duplicates", args: [], kwargs: {} },
          },
        ],
      },
      success: true,
      model: "gemini-2.5-flash",
      tokens_in: 1840,
      tokens_out: 96,
    },
  });
export type ExecutionInput = z.infer<typeof executionInput>;

export const executionBatchInput = z.strictObject({
  items: z.array(executionInput).min(1, "must have at least one item").max(1000, "has at most 1,000 items"),
});
export const executionBatchResult = z
  .object({ inserted: z.int(), ids: z.array(rowId) })
  .meta({ id: "ExecutionBatchResult" });

/** One execution as it is stored and shown. */
export const execution = z
  .object({
    id: rowId,
    user_prompt: z.string(),
    action_plan: jsonObject,
    execution_result: anyJson,
    error: z.string().nullable(),
    success: z.boolean(),
    error_class: errorClass.nullable(),
    failure_pattern_id: rowId.nullable(),
    response_text: z.string().nullable(),
    project: z.string(),
    user_id: z.string().nullable(),
    model: z.string().nullable(),
    tokens_in: z.coerce.number().nullable(),
    tokens_out: z.coerce.number().nullable(),
    cost_usd: z.coerce.number().nullable().meta({ description: "USD; null = unpriced." }),
    response_time_ms: z.int().nullable(),
    retries: z.int(),
    user_correction: z.string().nullable(),
    strategy: z.string().nullable(),
    strategy_version: z.int().nullable(),
    prompt_version: z.string().nullable(),
    version_label: z.string().nullable(),
    experiment_id: rowId.nullable(),
    variant: z.string().nullable(),
    subject: z.string().nullable(),
    available_columns: z.array(z.string()).nullable(),
    example_ids: z.array(rowId),
    instructions_complete: z.boolean().nullable(),
    metadata: jsonObject,
    interaction_id: rowId.nullable(),
    example_status: z.enum(exampleStatuses),
    is_pinned: z.boolean(),
    better_action_plan: jsonObject.nullable(),
    example_note: z.string().nullable(),
    reviewed_by_label: z.string().nullable(),
    reviewed_at: timestamp.nullable(),
    version: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Execution" });
export type Execution = z.infer<typeof execution>;

/** Column names in the order of the API and of CSV files. */
export const executionColumns = Object.keys(execution.shape) as (keyof Execution)[];

/** What PATCH may change of a recorded execution, when it is known later. null clears. */
export const executionUpdate = z
  .strictObject({
    success: z.boolean().optional(),
    error: note(100_000).nullable().optional(),
    error_class: errorClass.nullable().optional(),
    execution_result: anyJson.optional(),
    user_correction: note(200_000).nullable().optional(),
    retries: retries.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, "must change something")
  .meta({ id: "ExecutionUpdate", example: { user_correction: "I meant the average, not the sum." } });
export type ExecutionUpdate = z.infer<typeof executionUpdate>;

export const executionPage = pageOf(execution);
export type ExecutionPage = z.infer<typeof executionPage>;

/** GET /v1/executions. Without a range: all time. */
export const executionListQuery = z
  .strictObject({
    ...executionParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["created_at", "-created_at"], "must be created_at or -created_at"),
      "Oldest or newest (-) first.",
    ).default("-created_at"),
  })
  .superRefine(checkTimes)
  .transform((value) => ({
    filter: resolveExecutionFilter(value, null),
    limit: value.limit,
    cursor: value.cursor ?? null,
    sort: value.sort,
  }));
export type ExecutionListQuery = z.output<typeof executionListQuery>;

/** GET /v1/executions/count and /export.jsonl. Without a range: all time. */
export const executionFilterQuery = z
  .strictObject(executionParameters)
  .superRefine(checkTimes)
  .transform((value) => ({ filter: resolveExecutionFilter(value, null) }));
export const executionCount = z.object({ count: z.int() });

/** POST /v1/executions/export: the rows on screen as a file. */
export const executionExportInput = rowsExportBody({
  columns: executionColumns,
  filters: filterObject(
    z.strictObject(executionParameters).superRefine(checkTimes),
    "The filter grammar of GET /v1/executions as an object.",
  ),
  resolve: (filters): ExecutionFilter => resolveExecutionFilter(filters ?? {}, null),
  idsDescription: "Only these executions (“selected”).",
});

/** A line of GET /v1/executions/export.jsonl. */
export const promptResponse = z
  .object({ prompt: z.string(), response: jsonObject })
  .meta({ id: "PromptResponse" });

const count = z.coerce.number().meta({ override: { type: "integer" } });
const share = z.number().min(0).max(1).nullable();

/** Figures of executions: every share has its n, the success rate also its Wilson 95 % bounds. */
export const outcomeFigures = z.object({
  total: count,
  successful: count,
  success_rate: share,
  ci_low: share,
  ci_high: share,
  failed_validation: count,
  failed_execution: count,
  failed_logic: count,
  failed_unclassified: count,
  retries: count.meta({ description: "Sum of retries." }),
  retried: count.meta({ description: "Executions with at least one retry." }),
  corrected: count.meta({ description: "Executions that the user corrected." }),
  instructions_count: count.meta({ description: "Executions whose plan has operations." }),
  response_quality: share.meta({
    description: "Share of these whose every operation has complete execution_instructions.",
  }),
  tokens_count: count.meta({ description: "Executions that say both token counts." }),
  tokens_per_request: z.number().nullable(),
  tokens_in: count,
  tokens_out: count,
  cost_usd: z.coerce.number(),
  cost_count: count,
  cost_per_request: z.number().nullable().meta({ description: "USD per priced execution." }),
});
export type OutcomeFigures = z.infer<typeof outcomeFigures>;

/** GET /v1/executions/stats: the figures of a range; of its complete days, and of the same number of days before it. */
export const executionStats = outcomeFigures
  .extend({
    complete: outcomeFigures
      .nullable()
      .meta({ description: "The complete days of the range: compare these with previous." }),
    previous: outcomeFigures
      .nullable()
      .meta({ description: "As many days right before the range as complete has." }),
  })
  .meta({ id: "ExecutionStats" });
export type ExecutionStats = z.infer<typeof executionStats>;

export const outcomeGroups = ["model", "strategy", "version", "project"] as const;

/** GET /v1/executions/timeseries: the seed's dashboard query, by bucket and up to one group. Without a range: 30 days. */
export const outcomeSeriesQuery = z
  .strictObject({
    ...outcomeParameters,
    granularity: single(
      z.enum(
        granularities.filter((name) => name !== "hour"),
        "must be day, week or month",
      ),
      "Length of a bucket; left out: by the length of the range.",
    ).optional(),
    group_by: single(
      z.enum(outcomeGroups, `must be one of ${outcomeGroups.join(", ")}`),
      "One group.",
    ).optional(),
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({
    filter: resolveOutcomeFilter(value, 30),
    granularity: value.granularity ?? null,
    groupBy: value.group_by ?? null,
  }));
export type OutcomeSeriesQuery = z.output<typeof outcomeSeriesQuery>;
export const outcomeSeriesRow = outcomeFigures
  .extend({
    bucket: z.string().meta({ description: "First UTC day of the bucket." }),
    group: z.string().nullable(),
    partial: z.boolean().meta({ description: "Not over yet, or cut by the range." }),
  })
  .meta({ id: "OutcomeSeriesRow" });
export type OutcomeSeriesRow = z.infer<typeof outcomeSeriesRow>;
export const outcomeSeries = z.object({
  data: z.array(outcomeSeriesRow),
  granularity: z.enum(granularities),
});

/** GET /v1/executions/breakdown: the figures of each group of a range. */
export const outcomeBreakdownQuery = z
  .strictObject({ ...outcomeParameters, group_by: groupsOf(outcomeGroups).default(["model"]) })
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveOutcomeFilter(value, 30), groupBy: value.group_by }));
export type OutcomeBreakdownQuery = z.output<typeof outcomeBreakdownQuery>;
export const outcomeBreakdownRow = outcomeFigures
  .extend({
    model: z.string().nullable(),
    strategy: z.string().nullable(),
    version: z.string().nullable(),
    project: z.string().nullable(),
  })
  .meta({ id: "OutcomeBreakdownRow" });
export type OutcomeBreakdownRow = z.infer<typeof outcomeBreakdownRow>;
export const outcomeBreakdown = z.object({ data: z.array(outcomeBreakdownRow) });

/** GET /v1/executions/versions: when each version was first and last seen, for markers in charts; with the figures of its project in the 7 days before, and in the first 7 complete days from then on (null for a version of today). */
export const versionRow = z
  .object({
    version: z.string(),
    strategy: z.string().nullable(),
    project: z.string(),
    first_seen_on: z.string(),
    last_seen_on: z.string(),
    total: count,
    before: outcomeFigures.nullable(),
    after: outcomeFigures.nullable(),
  })
  .meta({ id: "VersionRow" });
export type VersionRow = z.infer<typeof versionRow>;
export const versionList = z.object({ data: z.array(versionRow) });
