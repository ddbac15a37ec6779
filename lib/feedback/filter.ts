import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, groupsOf, integer, single } from "@/lib/query/parameters";
import {
  checkTimes,
  checkWholeDays,
  granularities,
  type Range,
  type RangeInput,
  rangeParameters,
  resolveRange,
} from "@/lib/query/range";

// The one filter grammar of lists, analytics and exports, and the queries that are made of it.

/** Stands for votes without an intent in filters and URLs. */
export const NO_INTENT = "(none)";

const filterParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  model: anyOf("Model.").optional(),
  intent: anyOf(`Intent; ${NO_INTENT} = votes without one.`).optional(),
  rating: single(
    z.enum(["1", "-1"], "must be 1 or -1").transform(Number),
    "1 = thumbs up, -1 = thumbs down.",
  ).optional(),
  user_id: anyOfLiteral("End user.").optional(),
  session_id: anyOfLiteral("Session.").optional(),
  q: anyOfLiteral("Full-text search in query, response and comment: words, “phrases”, -not.").optional(),
  has_note: flag("Only votes with (true) or without (false) a comment or corrected response.").optional(),
  experiment: anyOf("Experiment: what the vote’s metadata names, an id or a name.").optional(),
  variant: anyOf("Variant of an experiment: what the vote’s metadata names.").optional(),
};

/** A resolved filter: what lists, analytics and exports have in common. Intents are null for votes without one. */
export type FeedbackFilter = Range & {
  project?: string[];
  model?: string[];
  intent?: (string | null)[];
  rating?: number;
  user_id?: string[];
  session_id?: string[];
  q?: string[];
  has_note?: boolean;
  experiment?: string[];
  variant?: string[];
  ids?: string[];
};

type FilterInput = RangeInput & {
  project?: string[];
  model?: string[];
  intent?: string[];
  rating?: number;
  user_id?: string[];
  session_id?: string[];
  q?: string[];
  has_note?: boolean;
  experiment?: string[];
  variant?: string[];
};

/** The filter that checked parameters name. Without a range: the last `defaultDays` days, or all time when that is null. */
export function resolveFilter(input: FilterInput, defaultDays: number | null): FeedbackFilter {
  const {
    project,
    model,
    intent,
    rating: wanted,
    user_id,
    session_id,
    q,
    has_note,
    experiment,
    variant,
  } = input;
  return {
    ...resolveRange(input, defaultDays),
    ...(project ? { project } : {}),
    ...(model ? { model } : {}),
    ...(intent ? { intent: intent.map((value) => (value === NO_INTENT ? null : value)) } : {}),
    ...(wanted !== undefined ? { rating: wanted } : {}),
    ...(user_id ? { user_id } : {}),
    ...(session_id ? { session_id } : {}),
    ...(q ? { q } : {}),
    ...(has_note !== undefined ? { has_note } : {}),
    ...(experiment ? { experiment } : {}),
    ...(variant ? { variant } : {}),
  };
}

/** The filter inside a JSON body. */
export const feedbackFilterObject = filterObject(
  z.strictObject(filterParameters).superRefine(checkTimes),
  "The filter grammar of GET /v1/feedback as an object.",
);

// ---- Queries ---------------------------------------------------------------------------------------------------

/** GET /v1/feedback. Without a range: all time. */
export const listQuery = z
  .strictObject({
    ...filterParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["created_at", "-created_at"], "must be created_at or -created_at"),
      "Oldest or newest (-) first.",
    ).default("-created_at"),
  })
  .superRefine(checkTimes)
  .transform((value) => ({
    filter: resolveFilter(value, null),
    limit: value.limit,
    cursor: value.cursor ?? null,
    sort: value.sort,
  }));
export type ListQuery = z.output<typeof listQuery>;

/** GET /v1/feedback/count. The filters of the list. */
export const countQuery = z
  .strictObject(filterParameters)
  .superRefine(checkTimes)
  .transform((value) => ({ filter: resolveFilter(value, null) }));

export const dimensions = ["model", "intent", "project", "day"] as const;

/** GET /v1/feedback/accuracy. Without a range: all time. */
export const accuracyQuery = z
  .strictObject({
    ...filterParameters,
    group_by: groupsOf(dimensions).default(["model", "intent", "project"]),
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveFilter(value, null), groupBy: value.group_by }));
export type AccuracyQuery = z.output<typeof accuracyQuery>;

/** GET /v1/feedback/stats. Without a range: the last 7 days. */
export const statsQuery = z
  .strictObject(filterParameters)
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveFilter(value, 7) }));
export type StatsQuery = z.output<typeof statsQuery>;

/** GET /v1/feedback/timeseries. Without a range: the last 7 days. */
export const timeseriesQuery = z
  .strictObject({
    ...filterParameters,
    granularity: single(
      z.enum(granularities, `must be one of ${granularities.join(", ")}`),
      "Bucket size; chosen by the range when left out. hour: up to 2 days.",
    ).optional(),
    group_by: single(
      z.enum(["model", "intent", "project"], "must be model, intent or project"),
      "One series each.",
    ).optional(),
  })
  .superRefine((value, context) => {
    checkWholeDays(value, context);
    if (value.granularity !== "hour") return;
    const { from, to } = resolveRange(value, 7);
    if (!from || !to || Date.parse(to) - Date.parse(from) > 2 * 86_400_000) {
      context.addIssue({ code: "custom", path: ["granularity"], message: "hour is for ranges up to 2 days" });
    }
  })
  .transform((value) => ({
    filter: resolveFilter(value, 7),
    granularity: value.granularity,
    groupBy: value.group_by,
  }));
export type TimeseriesQuery = z.output<typeof timeseriesQuery>;
