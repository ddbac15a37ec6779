import { z } from "zod";
import { label, metadataField, note, projectField } from "@/lib/query/fields";
import { single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";

/** The sections of a prompt in the order in which they stand in it. */
export const sections = [
  "system_role",
  "context",
  "knowledge",
  "examples",
  "negative_examples",
  "constraints",
  "previous_errors",
  "output_schema",
  "chain_of_thought",
] as const;
export type Section = (typeof sections)[number];

export const strategyName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "must be of lower-case letters, digits and hyphens, at most 100");

const budget = z
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(200_000, "must be at most 200,000");
const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max.toLocaleString("en-US")}`;
  return z.int(message).min(min, message).max(max, message);
};
const between = (min: number, max: number) => {
  const message = `must be from ${min} to ${max}`;
  return z.number(message).min(min, message).max(max, message);
};
const text = (max: number) => z.string().max(max, `has at most ${max.toLocaleString("en-US")} characters`);

const sectionSettings = z.strictObject({
  is_enabled: z.boolean(),
  budget_tokens: budget.meta({ description: "Tokens that the section may take at most." }),
});

export const modelProviders = ["openai-compatible", "gemini"] as const;

/** How a prompt is put together, and how the model is asked. */
export const strategyBody = z
  .strictObject({
    system_role: text(50_000),
    /** Tokens of the whole prompt; the user's own prompt is always in it, whole. */
    budget_tokens: budget,
    sections: z.strictObject(
      Object.fromEntries(sections.map((name) => [name, sectionSettings])) as Record<
        Section,
        typeof sectionSettings
      >,
    ),
    examples: z.strictObject({
      curated: whole(0, 100).meta({ description: "Examples of the knowledge base at most, in its order." }),
      retrieved: whole(0, 50).meta({ description: "Similar successful executions at most." }),
      diversity: between(0, 1),
      min_similarity: between(0, 1),
    }),
    negative_examples: z
      .array(
        z.strictObject({
          prompt: text(20_000).min(1, "must not be empty"),
          wrong: metadataField,
          right: metadataField,
          reason: text(2_000),
        }),
      )
      .max(100),
    constraints: z.array(text(2_000).min(1, "must not be empty")).max(100),
    chain_of_thought: text(20_000),
    output_schema: metadataField
      .nullable()
      .meta({ description: "JSON Schema 2020-12 of the plan; null = the action-plan schema." }),
    progressive: z.boolean().meta({
      description:
        "First ask with the role, the context and the output schema alone; the whole prompt when that fails.",
    }),
    model: z.strictObject({
      provider: z.enum(modelProviders, `must be one of ${modelProviders.join(", ")}`).nullable(),
      name: label("name").nullable().meta({ description: "null = the installation's model." }),
      temperature: between(0, 2).nullable(),
      top_p: between(0, 1).nullable(),
      top_k: whole(1, 1000).nullable(),
      max_output_tokens: whole(1, 1_000_000).nullable(),
      timeout_seconds: whole(1, 600),
      max_retries: whole(0, 10).meta({ description: "How often an invalid plan is asked for again." }),
    }),
  })
  .meta({ id: "StrategyBody" });
export type StrategyBody = z.infer<typeof strategyBody>;

/** One version of a strategy. The built-in one has version 0 and no author. */
export const strategy = z
  .object({
    project: z.string(),
    name: z.string(),
    version: z.int(),
    body: strategyBody,
    note: z.string().nullable(),
    is_default: z.boolean(),
    is_latest: z.boolean(),
    created_by_label: z.string().nullable(),
    created_at: timestamp.nullable(),
  })
  .meta({ id: "Strategy" });
export type Strategy = z.infer<typeof strategy>;

/** GET /v1/strategies: the newest version of each, or with `name` every version of one, newest first. */
export const strategyListQuery = z.strictObject({
  project: single(label("project"), "Project; left out: the caller's only one, else default.").optional(),
  name: single(strategyName, "All versions of this strategy.").optional(),
});
export type StrategyListQuery = z.output<typeof strategyListQuery>;

/** POST /v1/strategies: saves a new version. */
export const strategyInput = z
  .strictObject({
    project: projectField,
    name: strategyName,
    body: strategyBody,
    note: note(20_000).nullish(),
    make_default: z.boolean().default(false),
    expected_version: z
      .int()
      .nullish()
      .meta({ description: "The newest version you read; 409 when someone has saved another since." }),
  })
  .meta({ id: "StrategyInput" });
export type StrategyInput = z.infer<typeof strategyInput>;

/** PUT /v1/strategies/default: what a project composes with when no strategy is named. A null name = the built-in one. */
export const defaultStrategyInput = z
  .strictObject({
    project: projectField,
    name: strategyName.nullable(),
    strategy_version: z.int().min(1).nullish().meta({ description: "Left out: the newest." }),
    expected_version: z.int().min(0).nullish().meta({ description: "default_version as you read it." }),
  })
  .meta({ id: "DefaultStrategyInput" });
export type DefaultStrategyInput = z.infer<typeof defaultStrategyInput>;
export const defaultStrategy = z
  .object({
    project: z.string(),
    name: z.string().nullable(),
    strategy_version: z.int().nullable(),
    version: z.int(),
    updated_at: timestamp.nullable(),
  })
  .meta({ id: "DefaultStrategy" });
export type DefaultStrategy = z.infer<typeof defaultStrategy>;

export const strategyList = z.object({
  data: z.array(strategy),
  default: defaultStrategy,
  default_version: z
    .int()
    .meta({ description: "Rises when the default changes; 0 = nobody has chosen: the built-in one." }),
});
export type StrategyList = z.infer<typeof strategyList>;
