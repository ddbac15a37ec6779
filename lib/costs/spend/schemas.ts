import { z } from "zod";
import { rankCursor } from "@/lib/query/cursor";
import { filterObject } from "@/lib/query/filter-object";
import { anyOfLiteral, integer, single } from "@/lib/query/parameters";
import { checkWholeDays } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { costParameters, resolveCostFilter } from "../filter";

export { NO_MODEL } from "../filter";

const count = z.coerce.number().meta({ override: { type: "integer" } });
const money = z.coerce.number().meta({ description: "USD" });

export const costGroups = ["model", "agent_type", "project", "channel_id"] as const;
export type CostGroup = (typeof costGroups)[number];

/** GET /v1/costs/daily. Without a range: the last 7 days. */
export const costsDailyQuery = z
  .strictObject({
    ...costParameters,
    group_by: single(
      z.enum(costGroups, `must be one of ${costGroups.join(", ")}`),
      "One row per day and value.",
    ).optional(),
    granularity: single(
      z.enum(["day", "week", "month"], "must be day, week or month"),
      "Size of a bucket; a week begins on Monday.",
    ).default("day"),
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({
    filter: resolveCostFilter(value, 7),
    groupBy: value.group_by ?? null,
    granularity: value.granularity,
  }));
export type CostsDailyQuery = z.output<typeof costsDailyQuery>;

export const costsDailyRow = z
  .object({
    date: z
      .string()
      .meta({ description: "First UTC day of the bucket. Buckets without interactions are absent." }),
    model: z.string().nullable().optional(),
    agent_type: z.string().optional(),
    project: z.string().optional(),
    channel_id: z.string().optional(),
    total_interactions: count,
    total_tokens: count,
    input_tokens: count,
    output_tokens: count,
    cached_tokens: count,
    total_cost: money,
    unpriced: count.meta({ description: "Interactions without a cost; not in total_cost." }),
    satisfaction_count: count,
    satisfied: count,
    partial: z.boolean().meta({ description: "Not over yet, or cut by the range." }),
  })
  .meta({ id: "CostsDailyRow", description: "The group's column is present only with group_by." });
export type CostsDailyRow = z.infer<typeof costsDailyRow>;
export const costsDailyResult = z.object({ data: z.array(costsDailyRow) });

/** The totals of one range. */
export const costTotals = z.object({
  from: timestamp,
  to: timestamp,
  total_interactions: count,
  total_tokens: count,
  total_cost: money,
  unpriced: count,
  cost_per_interaction: money.nullable().meta({ description: "USD per priced interaction." }),
  cost_per_success: money.nullable().meta({
    description: "USD per interaction rated 4 or 5; its n is satisfied. All cost counts, rated or not.",
  }),
  satisfied: count,
  satisfaction_count: count,
  users: count,
  satisfied_users: count.meta({ description: "End users whose mean satisfaction is at least 4." }),
  cost_per_satisfied_user: money.nullable(),
});
/** GET /v1/costs/summary. */
export const costsSummary = costTotals
  .extend({
    complete: costTotals
      .nullable()
      .meta({ description: "The complete days of the range: compare these with previous." }),
    previous: costTotals
      .nullable()
      .meta({ description: "As many days right before the range as complete has." }),
  })
  .meta({ id: "CostsSummary" });
export type CostsSummary = z.infer<typeof costsSummary>;
export const costsSummaryQuery = z
  .strictObject(costParameters)
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveCostFilter(value, 7) }));
export type CostsSummaryQuery = z.output<typeof costsSummaryQuery>;

/** GET /v1/costs/by-user. */
export const costsByUserRow = z
  .object({
    user_id: z.string(),
    total_interactions: count,
    total_tokens: count,
    total_cost: money,
    unpriced: count,
    avg_satisfaction: z.coerce.number().nullable(),
    satisfaction_count: count,
    cost_efficiency: z.coerce.number().nullable().meta({
      description:
        "total_cost / avg_satisfaction (seed 003): the lower, the better. null without ratings, and when nothing of it has a price.",
    }),
  })
  .meta({ id: "CostsByUserRow" });
export type CostsByUserRow = z.infer<typeof costsByUserRow>;
export const costsByUserPage = z.object({
  data: z.array(costsByUserRow),
  next_cursor: z.string().nullable(),
  total: count,
});
export const userSorts = [
  "-total_cost",
  "cost_efficiency",
  "-cost_efficiency",
  "-total_interactions",
] as const;
const userParameters = {
  from: costParameters.from,
  to: costParameters.to,
  days: costParameters.days,
  project: costParameters.project,
  agent_type: costParameters.agent_type,
  model: costParameters.model,
  user_id: anyOfLiteral("End user.").optional(),
};
const userFilters = z.strictObject(userParameters);

/** The filter of a query, with its range in instants; without a range 7 days. */
const resolveUserFilter = ({ user_id, ...rest }: z.output<typeof userFilters>) => ({
  ...resolveCostFilter(rest, 7),
  ...(user_id ? { user_id } : {}),
});
export type UserFilter = ReturnType<typeof resolveUserFilter>;

export const costsByUserQuery = z
  .strictObject({
    ...userParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(rankCursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(userSorts, `must be one of ${userSorts.join(", ")}`),
      "Users without a cost efficiency come last.",
    ).default("-total_cost"),
  })
  .superRefine(checkWholeDays)
  .transform(({ limit, cursor, sort, ...filter }) => ({
    filter: resolveUserFilter(filter),
    limit,
    cursor: cursor ?? null,
    sort,
  }));
export type CostsByUserQuery = z.output<typeof costsByUserQuery>;

/** Column names in the order of the API and of CSV files. */
export const costsByUserColumns = Object.keys(costsByUserRow.shape) as (keyof CostsByUserRow)[];

/** POST /v1/costs/by-user/export: the rows on screen as a file. */
export const costsByUserExportInput = rowsExportBody({
  columns: costsByUserColumns,
  filters: filterObject(
    userFilters.superRefine(checkWholeDays),
    "The filter grammar of GET /v1/costs/by-user as an object.",
  ),
  resolve: (filters): UserFilter => resolveUserFilter(filters ?? {}),
  idsDescription: "Only these end users (“selected”), with the figures of the filters’ range.",
  id: z.string().min(1, "must not be empty").max(1000),
  isNarrowed: true,
});
