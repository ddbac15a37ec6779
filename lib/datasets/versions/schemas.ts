import { z } from "zod";
import { cursor, cursorOf } from "@/lib/query/cursor";
import { label, note, pageOf, rowId } from "@/lib/query/fields";
import { integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { datasetDefinition, trainingFormats } from "../definitions/schemas";
import { datasetSources } from "../examples/schemas";
import { exportReport, lintRuleNames, splits, weightKinds } from "../writing/schemas";

/** How the file of a version is packed. */
export const fileContainers = ["jsonl", "csv", "jsonl.gz", "csv.gz"] as const;
export type FileContainer = (typeof fileContainers)[number];

export const versionStates = ["queued", "running", "ready", "failed", "canceled", "expired"] as const;
export type VersionState = (typeof versionStates)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of a version. The hash of a .gz is that of what is in it. */
export const versionFile = z.object({
  split: z.enum(["all", ...splits]),
  container: z.enum(["jsonl", "csv"]),
  examples: z.int(),
  lines: z.int().meta({ description: "Of a CSV: one per example, without the header." }),
  bytes: z.int(),
  sha256,
});
export type VersionFile = z.infer<typeof versionFile>;

export const datasetVersion = z
  .object({
    id: rowId,
    dataset_id: rowId,
    version: z.int(),
    state: z.enum(versionStates),
    trigger: z.enum(["member", "key", "schedule"]),
    scheduled_for: timestamp.nullable(),
    definition: datasetDefinition.meta({ description: "What was frozen; a relative range is resolved." }),
    cutoff: timestamp.meta({
      description: "End of what is read: rows that were recorded later are not in it.",
    }),
    progress: z.object({
      considered: z.int(),
      total: z.int().nullable().meta({ description: "Rows that match; null until they are counted." }),
      examples: z.int(),
      lines: z.int(),
    }),
    error: z.string().nullable(),
    files: z.array(versionFile).nullable().meta({ description: "Null until the version is ready." }),
    erased: z
      .object({ items: z.int(), at: timestamp })
      .nullable()
      .meta({ description: "Examples that were removed because a person was erased." }),
    created_by_label: z.string().nullable(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
  })
  .meta({ id: "DatasetVersion" });
export type DatasetVersion = z.infer<typeof datasetVersion>;

/** Something in a definition that cannot work, with what is missing. */
export const definitionProblem = z.object({ path: z.string(), message: z.string() });
export type DefinitionProblem = z.infer<typeof definitionProblem>;

export const scheduleInput = z
  .strictObject({
    weekday: z
      .int("must be a whole number from 1 to 7")
      .min(1, "must be from 1 (Monday) to 7 (Sunday)")
      .max(7, "must be from 1 (Monday) to 7 (Sunday)")
      .default(1),
    hour: z
      .int("must be a whole number from 0 to 23")
      .min(0, "must be from 0 to 23")
      .max(23, "must be from 0 to 23")
      .default(6),
    time_zone: z
      .string()
      .default("UTC")
      .refine(
        (zone) => zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone),
        "must be a time zone such as Europe/Berlin",
      ),
    keep_versions: z
      .int("must be a whole number from 1 to 1,000")
      .min(1, "must be from 1 to 1,000")
      .max(1000, "must be from 1 to 1,000")
      .default(8)
      .meta({
        description:
          "Frozen versions of the schedule that keep their lines; older ones keep report and manifest.",
      }),
    is_active: z.boolean().default(true),
  })
  .meta({ id: "DatasetScheduleInput" });
export type ScheduleInput = z.infer<typeof scheduleInput>;

export const schedule = z
  .object({
    weekday: z.int(),
    hour: z.int(),
    time_zone: z.string(),
    keep_versions: z.int(),
    is_active: z.boolean(),
    next_run_at: timestamp,
  })
  .meta({ id: "DatasetSchedule" });
export type Schedule = z.infer<typeof schedule>;

export const datasetInput = z
  .strictObject({
    name: label("name"),
    description: note(2000).nullish(),
    // The weekly dataset: what people voted on in the last seven days.
    definition: datasetDefinition.prefault({ filters: { days: 7 } }),
    schedule: scheduleInput.nullish(),
  })
  .meta({ id: "DatasetInput", example: { name: "Weekly votes", definition: { filters: { days: 7 } } } });
export type DatasetInput = z.infer<typeof datasetInput>;

export const datasetUpdate = z
  .strictObject({
    name: label("name").optional(),
    description: note(2000).nullable().optional(),
    definition: datasetDefinition.optional(),
    schedule: scheduleInput.nullable().optional().meta({ description: "null removes it." }),
    expected_version: z
      .int()
      .optional()
      .meta({ description: "The version you read; 409 when someone has changed the dataset since." }),
  })
  .meta({ id: "DatasetUpdate" });
export type DatasetUpdate = z.infer<typeof datasetUpdate>;

export const dataset = z
  .object({
    id: rowId,
    name: z.string(),
    description: z.string().nullable(),
    definition: datasetDefinition,
    projects: z
      .array(z.string())
      .nullable()
      .meta({ description: "Projects its rows may come from; null = all." }),
    version: z.int(),
    schedule: schedule.nullable(),
    latest_version: datasetVersion.nullable(),
    versions: z.int().meta({ description: "Versions so far, of any state." }),
    warnings: z
      .array(definitionProblem)
      .meta({ description: "What works, but is probably not meant, such as a schedule without a range." }),
    created_by_label: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Dataset" });
export type Dataset = z.infer<typeof dataset>;
export const datasetPage = pageOf(dataset);

const pageSize = integer(1, 200, "Rows of a page.").optional();
export const datasetListQuery = z
  .strictObject({
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    limit: pageSize,
    q: single(z.string().max(200), "Part of the name.").optional(),
  })
  .transform(({ cursor, limit = 50, q }) => ({ cursor, limit, q }));

/** A line as it will be, or is, in the file, with how it reads. */
export const writtenExample = z
  .object({
    position: z.int(),
    split: z.enum(splits),
    source: z.enum(datasetSources),
    source_id: rowId,
    other_id: rowId.nullable().meta({ description: "Row of the preferred answer, when it is another." }),
    kind: z.enum(weightKinds),
    weight: z.number(),
    lines: z.int().meta({ description: "Lines in the file, repeats included." }),
    body: z.string().meta({ description: "The text of its lines, once." }),
    readable: z
      .object({
        messages: z.array(z.object({ role: z.string(), content: z.string() })),
        answers: z.array(
          z.object({
            label: z.enum(["answer", "preferred", "rejected", "desirable", "undesirable"]),
            content: z.string(),
          }),
        ),
      })
      .meta({ description: "What the lines say, read back from them." }),
    lint: z.array(z.enum(lintRuleNames)),
    project: z.string(),
    model: z.string().nullable(),
    intent: z.string().nullable(),
    created_at: timestamp.meta({ description: "Of the source row." }),
  })
  .meta({ id: "WrittenExample" });
export type WrittenExample = z.infer<typeof writtenExample>;
export const writtenExamplePage = pageOf(writtenExample);

export const PREVIEW_ROWS = 5_000;
/** POST /v1/datasets/preview: what freezing would write; nothing is stored. */
export const previewInput = z
  .strictObject({
    definition: datasetDefinition,
    rows: z
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(PREVIEW_ROWS, `must be at most ${PREVIEW_ROWS.toLocaleString("en-US")}`)
      .nullable()
      .default(PREVIEW_ROWS)
      .meta({
        description: "Rows to write for it, oldest first; null = all, which takes as long as freezing.",
      }),
    sample: z
      .int("must be a whole number")
      .min(0, "must be at least 0")
      .max(100, "must be at most 100")
      .default(20),
  })
  .meta({ id: "DatasetPreviewInput" });
export type PreviewInput = z.infer<typeof previewInput>;

export const datasetPreview = z
  .object({
    total: z.int().meta({ description: "Rows that match." }),
    is_complete: z.boolean().meta({ description: "Whether the report is of all of them." }),
    report: exportReport,
    estimate: z
      .object({ lines: z.int(), bytes: z.int(), tokens: z.int() })
      .meta({ description: "Of the whole file: exact when complete (tokens always from the sample)." }),
    sample: z.array(writtenExample),
    problems: z
      .array(definitionProblem)
      .meta({ description: "Why freezing would be refused, such as a KTO file without bad answers." }),
  })
  .meta({ id: "DatasetPreview" });
export type DatasetPreview = z.infer<typeof datasetPreview>;

/** next_cursor of lists in which each row has a number. */
const numberCursor = cursorOf(/^\d{1,15}$/);
/** "<added>.<removed>.<changed>.<unchanged>|<source_id>" */
const diffCursor = cursorOf(/^(\d{1,15}\.){3}\d{1,15}\|[0-9a-f-]{36}$/);

export const versionListQuery = z
  .strictObject({
    cursor: single(numberCursor, "next_cursor of the page before.").optional(),
    limit: pageSize,
  })
  .transform(({ cursor, limit = 50 }) => ({ cursor, limit }));
export const versionPage = pageOf(datasetVersion);

export const downloadQuery = z
  .strictObject({
    format: single(
      z.enum(fileContainers, `must be one of ${fileContainers.join(", ")}`),
      "How the file is packed.",
    ).optional(),
    split: single(z.enum(["all", ...splits], "must be all, train or validation"), "Which part.").optional(),
  })
  .transform(({ format = "jsonl", split = "all" }) => ({ container: format as FileContainer, split }));

export const itemListQuery = z
  .strictObject({
    cursor: single(numberCursor, "next_cursor of the page before.").optional(),
    limit: pageSize,
    split: single(z.enum(splits, "must be train or validation"), "Only this split.").optional(),
    lint: single(
      z.enum(lintRuleNames, "must be a rule of lint"),
      "Only examples with this finding.",
    ).optional(),
  })
  .transform(({ cursor, limit = 50, ...rest }) => ({ cursor, limit, ...rest }));

export const manifest = z
  .object({
    dataset: z.object({ id: rowId, name: z.string() }),
    version: z.int(),
    definition: datasetDefinition,
    filters: z.record(z.string(), z.json()).meta({ description: "As they were resolved." }),
    projects: z.array(z.string()).nullable(),
    from: timestamp.nullable(),
    cutoff: timestamp,
    format: z.enum(trainingFormats),
    generator: z.object({ name: z.literal("retune"), version: z.string() }),
    counts: z.array(z.object({ split: z.enum(splits), examples: z.int(), lines: z.int() })),
    prompt_versions: exportReport.shape.prompt_versions,
    files: z.array(versionFile),
    suggestions: z
      .object({ desirable_weight: z.number(), undesirable_weight: z.number() })
      .nullable()
      .meta({ description: "trl-kto: weights with which (weight x count) lies between 1:1 and 4:3." }),
    erased: z
      .object({ items: z.int(), at: timestamp, original_files: z.array(versionFile) })
      .nullable()
      .meta({
        description: "People were erased from it: how many examples went, and the files as they were.",
      }),
    created_by: z.string().nullable(),
    created_at: timestamp,
    finished_at: timestamp,
  })
  .meta({ id: "DatasetManifest" });
export type DatasetManifest = z.infer<typeof manifest>;

export const diffQuery = z
  .strictObject({
    with: integer(1, 1_000_000, "The earlier or later version to compare with."),
    change: single(
      z.enum(["added", "removed", "changed"], "must be added, removed or changed"),
      "Only these.",
    ).optional(),
    cursor: single(diffCursor, "next_cursor of the page before.").optional(),
    limit: pageSize,
  })
  .transform(({ cursor, limit = 50, ...rest }) => ({ cursor, limit, ...rest }));

export const versionDiff = z
  .object({
    before: z.int(),
    after: z.int(),
    added: z.int(),
    removed: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    data: z.array(
      z.object({
        change: z.enum(["added", "removed", "changed"]),
        source_id: rowId,
        before: writtenExample.nullable(),
        after: writtenExample.nullable(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: "DatasetDiff" });
export type VersionDiff = z.infer<typeof versionDiff>;
