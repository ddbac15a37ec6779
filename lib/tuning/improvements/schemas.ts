import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { jsonObject, label, metadataField, note, ownId, pageOf, pastTime, rowId } from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, integer, single } from "@/lib/query/parameters";
import {
  checkTimes,
  type Range,
  type RangeInput,
  rangeParameters,
  reportTo,
  resolveRange,
} from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { categories, improvementStatuses, NO_CATEGORY, severities } from "../vocabulary";

const categoryField = z.enum(categories, `must be one of ${categories.join(", ")}`);
const severityField = z.enum(severities, `must be one of ${severities.join(", ")}`);

/** POST /v1/tuning/turns/{id}/improvements */
export const improvementInput = z
  .strictObject({
    id: ownId,
    improvement_note: note(20_000),
    category: categoryField.nullish(),
    severity: severityField.nullish(),
    timestamp: pastTime.nullish(),
    metadata: metadataField.nullish(),
  })
  .meta({
    id: "TuningImprovementInput",
    example: { improvement_note: "Should ask which shift first", category: "content" },
  });
export type ImprovementInput = z.infer<typeof improvementInput>;

/** What PATCH may change. */
export const improvementUpdate = z
  .strictObject({
    improvement_note: note(20_000).optional(),
    category: categoryField.nullable().optional(),
    severity: severityField.nullable().optional(),
    status: z.enum(improvementStatuses, `must be one of ${improvementStatuses.join(", ")}`).optional(),
    applied_in_version: label("applied_in_version").nullable().optional().meta({
      description: "The prompt version that follows the note; needed for the statuses applied and verified.",
    }),
    metadata: metadataField.optional(),
  })
  .meta({ id: "TuningImprovementUpdate", example: { status: "applied", applied_in_version: "ee59fe5" } });
export type ImprovementUpdate = z.infer<typeof improvementUpdate>;

/** A note as it is stored. */
export const improvement = z
  .object({
    id: rowId,
    turn_id: rowId,
    session_id: rowId,
    project: z.string(),
    improvement_note: z.string(),
    category: z.enum(categories).nullable(),
    severity: z.enum(severities).nullable(),
    status: z.enum(improvementStatuses),
    applied_in_version: z.string().nullable(),
    author_kind: z.enum(["member", "key", "system"]),
    author_id: rowId.nullable(),
    author_label: z.string().nullable(),
    timestamp,
    metadata: jsonObject,
    updated_at: timestamp,
  })
  .meta({ id: "TuningImprovement" });
export type Improvement = z.infer<typeof improvement>;

/** A note in a list: with the turn it is about. */
export const improvementRow = improvement
  .extend({
    turn_number: z.int(),
    user_message: z.string(),
    era_response: z.string(),
    better_response: z
      .string()
      .nullable()
      .meta({ description: "The author's better answer of the turn, if there is one." }),
    intent: z.string().nullable(),
    master_prompt_version: z.string().nullable(),
    branch_name: z.string().nullable(),
  })
  .meta({ id: "TuningImprovementRow" });
export type ImprovementRow = z.infer<typeof improvementRow>;

export const improvementFilterParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  session_id: anyOfLiteral("Session.").optional(),
  turn_id: anyOfLiteral("Turn.").optional(),
  category: anyOf(`Category; ${NO_CATEGORY} = notes without one.`).optional(),
  severity: anyOf("Severity: low, medium, high.").optional(),
  status: anyOf("Status: open, applied, verified, reopened.").optional(),
  author_id: anyOfLiteral("Author: a member or a key.").optional(),
  master_prompt_version: anyOf("Prompt version of the session.").optional(),
  branch_name: anyOf("Branch of the session.").optional(),
  applied_in_version: anyOf("Version in which the note was applied.").optional(),
  is_mine: flag("Only your own notes (true) or only those of others (false).").optional(),
  q: anyOfLiteral("Full-text search in the note: words, “phrases”, -not.").optional(),
};
export type ImprovementFilter = Range & {
  project?: string[];
  session_id?: string[];
  turn_id?: string[];
  category?: (string | null)[];
  severity?: string[];
  status?: string[];
  author_id?: string[];
  master_prompt_version?: string[];
  branch_name?: string[];
  applied_in_version?: string[];
  is_mine?: boolean;
  q?: string[];
  ids?: string[];
};
type FilterInput = RangeInput &
  Omit<ImprovementFilter, "category" | "ids"> & { category?: string[] | undefined };

/** The filter without absent keys, its range resolved. */
export function resolveImprovementFilter(input: FilterInput): ImprovementFilter {
  const { days, from, to, category, ...rest } = input;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...resolveRange({ days, from, to }, null),
    ...given,
    ...(category ? { category: category.map((value) => (value === NO_CATEGORY ? null : value)) } : {}),
  };
}

const allowedValues = {
  category: [...categories, NO_CATEGORY],
  severity: severities,
  status: improvementStatuses,
} as const;
const uuid = rowId;

/** Reports what is wrong with filters: a range in the wrong order, a value that no note can have. */
function checkFilter(value: FilterInput, context: z.RefinementCtx): void {
  checkTimes(value, context);
  for (const name of ["category", "severity", "status"] as const) {
    const allowed: readonly string[] = allowedValues[name];
    if (value[name]?.some((each) => !allowed.includes(each)))
      reportTo(context)(name, `must be one of ${allowed.join(", ")}`);
  }
  for (const name of ["session_id", "turn_id", "author_id"] as const) {
    if (value[name]?.some((each) => !uuid.safeParse(each).success)) reportTo(context)(name, "must be a UUID");
  }
}

/** GET /v1/tuning/improvements. Without a range: all time. */
export const improvementListQuery = z
  .strictObject({
    ...improvementFilterParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["timestamp", "-timestamp"], "must be timestamp or -timestamp"),
      "Oldest or newest (-) first.",
    ).default("-timestamp"),
  })
  .superRefine(checkFilter)
  .transform(({ limit, cursor: position, sort, ...filter }) => ({
    filter: resolveImprovementFilter(filter),
    limit,
    cursor: position ?? null,
    sort,
  }));
export type ImprovementListQuery = z.output<typeof improvementListQuery>;
export const improvementPage = pageOf(improvementRow);
export type ImprovementPage = z.infer<typeof improvementPage>;

/** GET /v1/tuning/improvements/summary: notes per category and status under the filters of the list. */
export const improvementSummaryQuery = z
  .strictObject(improvementFilterParameters)
  .superRefine(checkFilter)
  .transform((value) => ({ filter: resolveImprovementFilter(value) }));
export type ImprovementSummaryQuery = z.output<typeof improvementSummaryQuery>;
export const improvementSummary = z
  .object({
    total: z.int(),
    data: z.array(
      z.object({
        category: z.enum(categories).nullable(),
        status: z.enum(improvementStatuses),
        total: z.int(),
      }),
    ),
  })
  .meta({ id: "TuningImprovementSummary" });
export type ImprovementSummary = z.infer<typeof improvementSummary>;

/** PATCH /v1/tuning/improvements: the same change for up to 1,000 notes, all or nothing. */
export const improvementBulkUpdate = z
  .strictObject({
    ids: z.array(rowId).min(1, "must have at least one id").max(1000, "has at most 1,000 ids"),
    category: categoryField.nullable().optional(),
    severity: severityField.nullable().optional(),
    status: z.enum(improvementStatuses, `must be one of ${improvementStatuses.join(", ")}`).optional(),
    applied_in_version: label("applied_in_version").nullable().optional(),
  })
  .refine((value) => Object.keys(value).length > 1, {
    path: [],
    error: "must change category, severity, status or applied_in_version",
  })
  .meta({ id: "TuningImprovementBulkUpdate" });
export type ImprovementBulkUpdate = z.infer<typeof improvementBulkUpdate>;
export const improvementBulkResult = z.object({
  updated: z.int(),
  before: z
    .array(
      z.object({
        id: rowId,
        category: z.enum(categories).nullable(),
        severity: z.enum(severities).nullable(),
        status: z.enum(improvementStatuses),
        applied_in_version: z.string().nullable(),
      }),
    )
    .meta({ description: "What the notes were: enough to undo." }),
});
export type ImprovementBulkResult = z.infer<typeof improvementBulkResult>;

/** The columns of a download, in the order of the API. */
export const improvementColumns = Object.keys(improvementRow.shape) as (keyof ImprovementRow)[];

/** POST /v1/tuning/improvements/export: the notes on screen as a file. */
export const improvementExportInput = rowsExportBody({
  columns: improvementColumns,
  filters: filterObject(
    z.strictObject(improvementFilterParameters).superRefine(checkFilter),
    "The filter grammar of GET /v1/tuning/improvements as an object.",
  ),
  resolve: (filters): ImprovementFilter => resolveImprovementFilter(filters ?? {}),
  idsDescription: "Only these notes (“selected”).",
}).meta({ id: "TuningImprovementExportInput" });

const rate = z.object({
  turns: z.int().meta({ description: "Reviewed turns with the same intent or a similar question." }),
  noted: z.int().meta({ description: "Of these, turns with a note of the same category." }),
  share: z.number().nullable(),
  ci_low: z.number().nullable(),
  ci_high: z.number().nullable(),
});

/** GET /v1/tuning/improvements/{id}/outcome: an observation, not a proof of cause. */
export const improvementOutcome = z
  .object({
    id: rowId,
    applied_in_version: z.string().nullable(),
    matched_by: z.enum(["intent", "question"]),
    before: rate.meta({ description: "Versions whose first turn came before the applied version's." }),
    after: rate.meta({ description: "The applied version and those whose first turn came later." }),
    is_limited: z.boolean().meta({
      description: "The project has more reviews; only the 5,000 that were finished last were looked at.",
    }),
    difference: z
      .number()
      .nullable()
      .meta({ description: "after - before, with its Newcombe 95% interval." }),
    ci_low: z.number().nullable(),
    ci_high: z.number().nullable(),
    later_turns: z
      .array(
        z.object({
          turn_id: rowId,
          session_id: rowId,
          turn_number: z.int(),
          user_message: z.string(),
          era_response: z.string(),
          master_prompt_version: z.string().nullable(),
          has_same_note: z.boolean(),
        }),
      )
      .meta({ description: "The newest 20 of the turns after." }),
  })
  .meta({ id: "TuningImprovementOutcome" });
export type ImprovementOutcome = z.infer<typeof improvementOutcome>;
