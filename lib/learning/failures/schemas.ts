import { z } from "zod";
import { rankCursor } from "@/lib/query/cursor";
import { label, note, pastTime, rowId } from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, integer, single } from "@/lib/query/parameters";
import { checkWholeDays } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { errorClasses, outcomeParameters, resolveOutcomeFilter } from "../filter";

export const patternStatuses = ["new", "known", "fixed", "regressed"] as const;
export type PatternStatus = (typeof patternStatuses)[number];

const position = rankCursor.refine(
  (value) => /^\d+\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  "is not a cursor of this list",
);

const patternParameters = {
  ...outcomeParameters,
  status: anyOf("Status.")
    .pipe(z.array(z.enum(patternStatuses, `must be one of ${patternStatuses.join(", ")}`)))
    .optional(),
  error_class: anyOf("Error class.")
    .pipe(z.array(z.enum(errorClasses, `must be one of ${errorClasses.join(", ")}`)))
    .optional(),
};
const patternFilters = z.strictObject(patternParameters);

/** The filter of a query, with its range in instants; without a range 30 days. */
function resolveFilter({ status, error_class, ...rest }: z.output<typeof patternFilters>) {
  return {
    ...resolveOutcomeFilter(rest, 30),
    ...(status ? { status } : {}),
    ...(error_class ? { error_class } : {}),
  };
}
export type PatternFilter = ReturnType<typeof resolveFilter> & { ids?: string[] };

/** GET /v1/executions/failure-patterns. Without a range: 30 days; only patterns with a failure in it. Most frequent first. */
export const patternListQuery = z
  .strictObject({
    ...patternParameters,
    limit: integer(1, 500, "Rows a page.").default(50),
    cursor: single(position, "next_cursor of the page before.").optional(),
  })
  .superRefine(checkWholeDays)
  .transform(({ limit, cursor, ...filter }) => ({
    filter: resolveFilter(filter),
    limit,
    cursor: cursor ?? null,
  }));
export type PatternListQuery = z.output<typeof patternListQuery>;

/** GET /v1/executions/failure-patterns/count. */
export const patternCountQuery = patternFilters
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveFilter(value) }));
export const patternCount = z.object({ total: z.int() });

export const failurePattern = z
  .object({
    id: rowId,
    project: z.string(),
    error_class: z.enum(errorClasses).nullable(),
    pattern: z.string().meta({ description: "The error without ids, numbers, quoted values and paths." }),
    count: z.coerce.number().meta({ description: "Failures in the range." }),
    first_seen_at: timestamp.nullable().meta({ description: "Of all time, as last_seen_at." }),
    last_seen_at: timestamp.nullable(),
    trend: z
      .object({
        current: z.coerce.number(),
        previous: z.coerce.number(),
        daily: z.array(z.object({ date: z.string(), count: z.coerce.number() })),
      })
      .meta({
        description:
          "Failures of the range's complete days, of as many days before it, and per day; days without one are absent.",
      }),
    versions: z
      .array(z.object({ version: z.string().nullable(), count: z.coerce.number() }))
      .meta({ description: "The ten versions with the most failures in the range." }),
    examples: z
      .array(
        z.object({
          execution_id: rowId,
          user_prompt: z.string(),
          error: z.string().nullable(),
          created_at: timestamp,
        }),
      )
      .meta({
        description: "The newest three; prompts end after 500 characters, errors after 1,000.",
      }),
    status: z.enum(patternStatuses),
    fixed_in_version: z.string().nullable(),
    fixed_at: timestamp.nullable(),
    regressed_at: timestamp.nullable(),
    regressed_in_version: z.string().nullable(),
    note: z.string().nullable(),
    version: z.int(),
    updated_at: timestamp,
  })
  .meta({ id: "FailurePattern" });
export type FailurePattern = z.infer<typeof failurePattern>;

/** Column names in the order of the API and of CSV files. */
export const patternColumns = Object.keys(failurePattern.shape) as (keyof FailurePattern)[];

/** POST /v1/executions/failure-patterns/export: the rows on screen as a file. */
export const patternExportInput = rowsExportBody({
  columns: patternColumns,
  filters: filterObject(
    patternFilters.superRefine(checkWholeDays),
    "The filter grammar of GET /v1/executions/failure-patterns as an object.",
  ),
  resolve: (filters): PatternFilter => resolveFilter(filters ?? {}),
  idsDescription: "Only these patterns (“selected”), with the figures of the filters’ range.",
  isNarrowed: true,
});
export const patternPage = z.object({ data: z.array(failurePattern), next_cursor: z.string().nullable() });
export type PatternPage = z.infer<typeof patternPage>;

/** A pattern without the figures of a range: the answer of a change. */
export const patternState = failurePattern
  .omit({ count: true, trend: true, versions: true, examples: true })
  .meta({ id: "FailurePatternState" });
export type PatternState = z.infer<typeof patternState>;

/** PATCH /v1/executions/failure-patterns/{pattern_id}. */
export const patternUpdate = z
  .strictObject({
    status: z
      .enum(patternStatuses, `must be one of ${patternStatuses.join(", ")}`)
      .optional()
      .meta({
        description:
          "regressed is set by recording; a pattern that came back before can be put back to it (409 else).",
      }),
    fixed_in_version: label("fixed_in_version").nullable().optional(),
    fixed_at: pastTime.optional().meta({
      description:
        "To take a judgement back: the time the pattern had. Left out: now, when it becomes fixed.",
    }),
    note: note(20_000).nullable().optional(),
    expected_version: z
      .int()
      .optional()
      .meta({ description: "The version you read; 409 when someone has changed the pattern since." }),
  })
  .refine((value) => Object.keys(value).some((key) => key !== "expected_version"), "must change something")
  .refine(
    (value) => value.fixed_in_version == null || value.status === "fixed" || value.status === "regressed",
    { path: ["fixed_in_version"], error: "goes with status fixed" },
  )
  .refine(
    (value) => value.fixed_at === undefined || value.status === "fixed" || value.status === "regressed",
    { path: ["fixed_at"], error: "goes with status fixed or regressed" },
  )
  .meta({ id: "FailurePatternUpdate", example: { status: "fixed", fixed_in_version: "analyst@4" } });
export type PatternUpdate = z.infer<typeof patternUpdate>;

/** GET /v1/executions/failure-patterns/heatmap: failures of the most frequent patterns by version. */
export const heatmapQuery = z
  .strictObject({
    ...outcomeParameters,
    patterns: integer(1, 100, "Patterns at most.").default(20),
    versions: integer(1, 50, "Versions at most, the newest.").default(12),
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({
    filter: resolveOutcomeFilter(value, 30),
    patterns: value.patterns,
    versions: value.versions,
  }));
export type HeatmapQuery = z.output<typeof heatmapQuery>;
const mapped = failurePattern.pick({
  id: true,
  project: true,
  error_class: true,
  pattern: true,
  status: true,
  count: true,
});
export const heatmap = z
  .object({
    patterns: z.array(mapped),
    total_patterns: z.int(),
    versions: z
      .array(
        z.object({
          version: z.string().nullable(),
          first_seen_on: z.string(),
          total: z.coerce.number().meta({ description: "Executions of the version in the range." }),
          projects: z
            .array(z.object({ project: z.string(), total: z.coerce.number() }))
            .meta({ description: "The same per project: what failures of a pattern are a share of." }),
        }),
      )
      .meta({ description: "In the order in which they were first seen." }),
    total_versions: z.int(),
    cells: z.array(z.object({ pattern_id: rowId, version: z.string().nullable(), count: z.coerce.number() })),
  })
  .meta({ id: "FailureHeatmap" });
export type Heatmap = z.infer<typeof heatmap>;
