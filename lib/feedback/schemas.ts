import { z } from "zod";
import {
  datasetDefinition,
  negativePolicies,
  trainingFormats,
  weight,
} from "@/lib/datasets/definitions/schemas";
import { exportReport, splits } from "@/lib/datasets/writing/schemas";
import type { Issue } from "@/lib/errors";
import {
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
import { checkRange, dateOrTime, granularities, reportTo } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { type FeedbackFilter, feedbackFilterObject, resolveFilter } from "./filter";

export { NO_INTENT } from "./filter";

// ---- A vote ----------------------------------------------------------------------------------------------------

const rating = z
  .union([z.literal(1), z.literal(-1)], "must be 1 (thumbs up) or -1 (thumbs down)")
  .meta({ description: "1 = thumbs up, -1 = thumbs down." });
const comment = note(20_000);
const correctedResponse = note(500_000).meta({ description: "What the answer should have been." });

/** What a program sends for one vote. Bounds repeat in the table's checks. */
export const feedbackInput = z
  .strictObject({
    id: ownId,
    query: z.string().max(200_000).meta({ description: "What the user asked." }),
    response: z.string().max(500_000).meta({ description: "What the model answered." }),
    model: label("model"),
    rating,
    intent: label("intent").nullish(),
    project: projectField,
    user_id: label("user_id").nullish(),
    session_id: label("session_id").nullish(),
    response_id: label("response_id")
      .nullish()
      .meta({ description: "Your id of the answer: with user_id, a second vote replaces the first." }),
    memory_used: z
      .number()
      .min(0)
      .max(1e12)
      .nullish()
      .meta({ description: "Memory used for the answer, in MB." }),
    tools_called: z.array(z.string().max(200)).max(200).nullish(),
    metadata: metadataField.nullish(),
    comment: comment.nullish(),
    corrected_response: correctedResponse.nullish(),
    created_at: pastTime.nullish(),
  })
  .meta({
    id: "FeedbackInput",
    example: {
      query: "Write hello world",
      response: 'print("Hello, World!")',
      model: "qwen-2.5-coder-7b",
      rating: 1,
      intent: "code",
    },
  });
export type FeedbackInput = z.infer<typeof feedbackInput>;

export const feedbackBatchInput = z.strictObject({
  items: z.array(feedbackInput).min(1, "must have at least one item").max(1000, "has at most 1,000 items"),
});

/** One vote as it is stored and shown. */
export const feedback = z
  .object({
    id: rowId,
    query: z.string(),
    response: z.string(),
    model: z.string(),
    rating: z.union([z.literal(1), z.literal(-1)]),
    intent: z.string().nullable(),
    project: z.string(),
    user_id: z.string().nullable(),
    session_id: z.string().nullable(),
    response_id: z.string().nullable(),
    memory_used: z.number().nullable(),
    tools_called: z.array(z.string()),
    metadata: jsonObject,
    comment: z.string().nullable(),
    corrected_response: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Feedback" });
export type Feedback = z.infer<typeof feedback>;

/** Column names of a vote in the order of the API and of CSV files. */
export const feedbackColumns = Object.keys(feedback.shape) as (keyof Feedback)[];

/** What PUT may change. Fields left out stay as they are; null clears. */
export const feedbackUpdate = z
  .strictObject({
    rating: rating.optional(),
    metadata: metadataField.optional(),
    comment: comment.nullable().optional(),
    corrected_response: correctedResponse.nullable().optional(),
    intent: label("intent").nullable().optional(),
    project: label("project").optional(),
    expected_updated_at: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: "The updated_at you read; 409 when someone has changed the vote since." }),
  })
  .meta({ id: "FeedbackUpdate" });
export type FeedbackUpdate = z.infer<typeof feedbackUpdate>;

export const feedbackRevision = z
  .object({
    id: z.number(),
    editor_kind: z.enum(["member", "key", "system"]),
    editor_label: z.string().nullable(),
    old_values: jsonObject,
    created_at: timestamp,
  })
  .meta({ id: "FeedbackRevision" });
export type FeedbackRevision = z.infer<typeof feedbackRevision>;

export const batchResult = z
  .object({ inserted: z.int(), updated: z.int(), ids: z.array(rowId) })
  .meta({ id: "FeedbackBatchResult" });

export const feedbackPage = pageOf(feedback);
export type FeedbackPage = z.infer<typeof feedbackPage>;

const fraction = z.number().min(0).max(1);

export const accuracyRow = z
  .object({
    model: z.string().nullable(),
    intent: z.string().nullable(),
    project: z.string().nullable(),
    day: z.string().nullable(),
    total: z.int(),
    positive: z.int(),
    negative: z.int(),
    accuracy: fraction.meta({ description: "positive / total" }),
    ci_low: fraction.meta({ description: "Lower Wilson 95% bound" }),
    ci_high: fraction.meta({ description: "Upper Wilson 95% bound" }),
  })
  .meta({ id: "AccuracyRow" });
export type AccuracyRow = z.infer<typeof accuracyRow>;
export const accuracyResult = z.object({ data: z.array(accuracyRow) });

export const feedbackSummary = z.object({
  total: z.int(),
  positive: z.int(),
  negative: z.int(),
  positive_pct: z.number().nullable().meta({ description: "0-100; null without votes" }),
  negative_pct: z.number().nullable().meta({ description: "0-100; null without votes" }),
  ci_low: fraction.nullable(),
  ci_high: fraction.nullable(),
  unique_users: z.int(),
  unique_sessions: z.int(),
  unique_models: z.int(),
  avg_memory_used: z.number().nullable().meta({ description: "MB" }),
});
export type FeedbackSummary = z.infer<typeof feedbackSummary>;

const period = feedbackSummary.extend({ from: timestamp, to: timestamp });

export const feedbackStats = feedbackSummary
  .extend({
    from: timestamp.nullable(),
    to: timestamp.nullable(),
    complete: period.nullable().meta({
      description: "The complete days of the range (without the running one): compare these with previous.",
    }),
    previous: period.nullable().meta({ description: "As many days right before the range as complete has." }),
  })
  .meta({ id: "FeedbackStats" });
export type FeedbackStats = z.infer<typeof feedbackStats>;

export const timeseriesRow = z
  .object({
    bucket: timestamp.meta({ description: "Start of the bucket, UTC. Buckets without votes are absent." }),
    series: z
      .string()
      .nullable()
      .meta({ description: "The group's value; null without group_by, and for votes without an intent." }),
    total: z.int(),
    positive: z.int(),
    accuracy: fraction,
    ci_low: fraction,
    ci_high: fraction,
    partial: z.boolean().meta({ description: "Not over yet, or cut by the range." }),
  })
  .meta({ id: "TimeseriesRow" });
export type TimeseriesRow = z.infer<typeof timeseriesRow>;
export const timeseriesResult = z.object({
  granularity: z.enum(granularities),
  data: z.array(timeseriesRow),
});
export type TimeseriesResult = z.infer<typeof timeseriesResult>;

// ---- Exports ---------------------------------------------------------------------------------------------------

/** POST /v1/feedback/export: the rows on screen as a file. */
export const rowsExportInput = rowsExportBody({
  columns: feedbackColumns,
  filters: feedbackFilterObject,
  resolve: (filters): FeedbackFilter => resolveFilter(filters ?? {}, null),
  idsDescription: "Only these votes (“selected”).",
});

/** What POST /v1/feedback/export/finetuning writes: a training format, or CSV with one row per example. */
export const finetuningFormats = [...trainingFormats, "csv"] as const;

const definitionFields = datasetDefinition.shape;
const splitInput = z.strictObject({
  validation_share: definitionFields.validation_share,
  split: z
    .enum(["all", ...splits], "must be all, train or validation")
    .default("all")
    .meta({ description: "Which part the file holds." }),
});

/** POST /v1/feedback/export/finetuning. Without a range: the last 7 days. */
export const finetuningExportInput = z
  .strictObject({
    start_date: dateOrTime.optional().meta({ description: "Start, included: a date (UTC) or a time." }),
    end_date: dateOrTime.optional().meta({ description: "End, excluded; a date includes that day (UTC)." }),
    format: z
      .enum(finetuningFormats, `must be one of ${finetuningFormats.join(", ")}`)
      .default("retune")
      .meta({ description: "csv: one row per example, with its weight, for spreadsheets." }),
    positive_weight: weight
      .default(2)
      .meta({ description: "Of thumbs-up answers, and of corrections in place of the answer." }),
    negative_weight: weight
      .default(0.5)
      .meta({ description: "Of thumbs-down answers, where they are kept." }),
    negatives: z
      .enum(negativePolicies, `must be one of ${negativePolicies.join(", ")}`)
      .optional()
      .meta({
        description:
          "What becomes of thumbs-down answers; keep for the formats retune and csv, else replace.",
      }),
    system_prompt: definitionFields.system_prompt,
    split: splitInput.optional().meta({
      description: "Keeps a share of the sessions for validation, by hash: no session is in both parts.",
    }),
    bom: z.boolean().default(false).meta({ description: "Start a CSV with a byte order mark, for Excel." }),
    filters: feedbackFilterObject.optional(),
    dry_run: z.boolean().default(false).meta({ description: "Answer the report instead of the file." }),
    output_path: z
      .string()
      .max(1000)
      .optional()
      .meta({ description: "Only its base name is used, as the name of the download." }),
  })
  .superRefine((value, context) => {
    const issue = reportTo(context);
    if (value.format === "prompt-response")
      issue("format", "is made of executions, not of votes: GET /v1/executions/export.jsonl");
    if (value.format === "trl-kto") {
      for (const name of ["positive_weight", "negative_weight"] as const)
        if (value[name] === 0) issue(name, "must be more than 0: trl-kto needs good and bad answers");
    }
    const hasDates = value.start_date !== undefined || value.end_date !== undefined;
    const inner = value.filters;
    if (hasDates && inner && (inner.from ?? inner.to ?? inner.days) !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["filters"],
        message: "must not hold a range when start_date or end_date is given",
      });
    }
    if (hasDates) {
      const probe: Issue[] = [];
      const names: Record<string, string> = { from: "start_date", to: "end_date" };
      checkRange(
        { from: value.start_date, to: value.end_date },
        (path, message) => probe.push({ path: names[path] ?? path, message }),
        { wholeDays: false },
      );
      for (const issue of probe)
        context.addIssue({ code: "custom", path: [issue.path], message: issue.message });
    }
  })
  .transform((value) => {
    const range =
      value.start_date !== undefined || value.end_date !== undefined
        ? { from: value.start_date, to: value.end_date }
        : {};
    const isCsv = value.format === "csv";
    return {
      filter: resolveFilter({ ...value.filters, ...range }, 7),
      /** As it was asked for. */
      format: value.format,
      definition: datasetDefinition.parse({
        format: isCsv ? "retune" : value.format,
        weights: {
          positive: value.positive_weight,
          negative: value.negative_weight,
          better: value.positive_weight,
        },
        negatives: value.negatives,
        system_prompt: value.system_prompt,
        validation_share: value.split?.validation_share,
      }),
      container: isCsv ? ("csv" as const) : ("jsonl" as const),
      split: value.split?.split ?? ("all" as const),
      bom: value.bom,
      isDryRun: value.dry_run,
      outputPath: value.output_path,
    };
  });

/** What an export did with every vote of its range. */
export const finetuningReport = exportReport
  .extend({
    from: timestamp.nullable().meta({ description: "Start of what was read, included; null = unbounded." }),
    to: timestamp.meta({ description: "End of what was read, excluded; never later than the request." }),
  })
  .meta({ id: "FinetuningReport" });
export type FinetuningReport = z.infer<typeof finetuningReport>;
