import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { jsonObject, metadataField, note, rowId } from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, fraction, integer, single } from "@/lib/query/parameters";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { exampleStatuses, execution } from "../executions/schemas";

export { exampleStatuses } from "../executions/schemas";

/** Why an execution may serve as an example: a reviewer gave a better plan, people approved it, or it succeeded. */
export const exampleSources = ["reviewer", "approved", "successful"] as const;

/** GET /v1/executions/similar. */
export const similarQuery = z.strictObject({
  prompt: single(z.string().min(1, "must not be empty").max(20_000), "The prompt to find examples for."),
  project: anyOf("Project.").optional(),
  limit: integer(1, 50, "Examples at most.").default(5),
  max_tokens: integer(1, 100_000, "Tokens that prompts and plans may have together.").optional(),
  diversity: fraction(
    "0 = most similar first; 1 = as different from each other as can be (MMR). 0.3 when left out.",
  ).optional(),
  min_similarity: fraction(
    "Leave out what is less similar. 0.3 and more share a good part of their words.",
  ).optional(),
});
export type SimilarQuery = z.output<typeof similarQuery>;

export const similarExample = z
  .object({
    id: rowId,
    prompt: z.string(),
    action_plan: jsonObject.meta({ description: "The reviewer's better plan where there is one." }),
    similarity: z
      .number()
      .min(0)
      .max(1)
      .meta({
        description:
          "How alike the prompts are: 1 = the same words (apart from stop words and endings), below 0.15 nothing is found. " +
          "One found for its plan has at least half the similarity of the prompt with such a plan. The order is that of the fused ranks, not of this.",
      }),
    source: z.enum(exampleSources),
    is_pinned: z.boolean(),
    tokens: z.int().meta({ description: "Tokens of prompt and plan together." }),
    created_at: timestamp,
  })
  .meta({ id: "SimilarExample" });
export type SimilarExample = z.infer<typeof similarExample>;
export const similarResult = z.object({ data: z.array(similarExample) });

const exampleParameters = {
  q: anyOfLiteral("Find like GET /v1/executions/similar does.").optional(),
  project: anyOf("Project.").optional(),
  status: anyOf("Status.")
    .pipe(z.array(z.enum(exampleStatuses, `must be one of ${exampleStatuses.join(", ")}`)))
    .optional(),
  is_pinned: flag("Only pinned ones (true), or the others.").optional(),
  has_better_plan: flag("Only those with a reviewer's better plan (true), or the others.").optional(),
};

/** GET /v1/examples: executions that serve or could serve as examples. With `q`: as similar finds them; else newest first. */
export const exampleListQuery = z.strictObject({
  ...exampleParameters,
  limit: integer(1, 1000, "Rows a page.").default(50),
  cursor: single(cursor, "next_cursor of the page before.").optional(),
});
export type ExampleListQuery = z.output<typeof exampleListQuery>;

/** GET /v1/examples/count. */
export const exampleCountQuery = z.strictObject(exampleParameters);
export type ExampleFilter = z.output<typeof exampleCountQuery> & { ids?: string[] };
export const exampleCount = z.object({ total: z.int() });

const rate = z.number().min(0).max(1).nullable();
/**
 * Success of the executions whose prompt held the example, and of those of the same project and days that held other
 * examples but not it: an observation, no proof that the example did it.
 */
const exampleEffect = z.object({
  with_n: z.int(),
  with_success_rate: rate,
  with_ci_low: rate,
  with_ci_high: rate,
  without_n: z.int(),
  without_success_rate: rate,
  without_ci_low: rate,
  without_ci_high: rate,
});
export const example = execution.extend({ effect: exampleEffect }).meta({ id: "Example" });
export type Example = z.infer<typeof example>;

/** Column names in the order of the API and of CSV files. */
export const exampleColumns = Object.keys(example.shape) as (keyof Example)[];

/** POST /v1/examples/export: the rows on screen as a file. */
export const exampleExportInput = rowsExportBody({
  columns: exampleColumns,
  filters: filterObject(
    exampleCountQuery,
    "The filter grammar of GET /v1/examples as an object; with `q` the best 50, as the list has them.",
  ),
  resolve: (filters): ExampleFilter => filters ?? {},
  idsDescription: "Only these examples (“selected”).",
});
/** The same as the database counts it. */
export const storedExample = execution.extend({
  effect: z.object({
    with_n: z.int(),
    with_successful: z.int(),
    without_n: z.int(),
    without_successful: z.int(),
  }),
});
export const examplePage = z.object({ data: z.array(example), next_cursor: z.string().nullable() });
export type ExamplePage = z.infer<typeof examplePage>;

/** PATCH /v1/examples/{execution_id}. */
export const exampleUpdate = z
  .strictObject({
    status: z.enum(exampleStatuses, `must be one of ${exampleStatuses.join(", ")}`).optional(),
    is_pinned: z.boolean().optional(),
    better_action_plan: metadataField
      .refine((plan) => Object.keys(plan).length > 0, "must not be empty")
      .nullable()
      .optional()
      .meta({ description: "What the plan should have been; null = the plan was right." }),
    example_note: note(20_000).nullable().optional(),
    expected_version: z
      .int()
      .optional()
      .meta({ description: "The version you read; 409 when someone has changed the example since." }),
  })
  .refine((value) => Object.keys(value).some((key) => key !== "expected_version"), "must change something")
  .meta({ id: "ExampleUpdate", example: { status: "approved" } });
export type ExampleUpdate = z.infer<typeof exampleUpdate>;
