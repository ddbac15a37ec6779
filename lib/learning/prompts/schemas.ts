import { z } from "zod";
import { jsonObject, label, metadataField, note, projectField, rowId } from "@/lib/query/fields";
import { single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { planIssue } from "../plans/schemas";
import { sections, strategyBody } from "../strategies/schemas";

const input = {
  user_prompt: z.string().min(1, "must not be empty").max(200_000),
  available_columns: z.array(z.string().max(500)).max(1000).nullish(),
  context: z
    .string()
    .max(200_000)
    .nullish()
    .meta({ description: "What else the model should know, such as the data's structure." }),
  previous_errors: z.array(note(20_000)).max(50).nullish(),
  project: projectField,
};

/** POST /v1/prompts/compose. */
export const composeInput = z
  .strictObject({
    ...input,
    strategy: label("strategy")
      .nullish()
      .meta({ description: "name or name@version; left out: the project's default." }),
    experiment: label("experiment")
      .nullish()
      .meta({ description: "Id or name of a running experiment: its variant decides the strategy." }),
    subject: label("subject")
      .nullish()
      .meta({ description: "Who is assigned to a variant, such as the end user's id." }),
    draft: strategyBody
      .nullish()
      .meta({ description: "Compose with this body instead of a stored strategy: for trying changes out." }),
  })
  .superRefine((value, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (value.experiment != null && value.subject == null) issue("subject", "is required with experiment");
    if (value.subject != null && value.experiment == null) issue("experiment", "is required with subject");
    if (value.experiment != null && value.strategy != null)
      issue("strategy", "cannot be combined with experiment");
    if (value.draft != null && (value.strategy != null || value.experiment != null))
      issue("draft", "cannot be combined with strategy or experiment");
  })
  .meta({
    id: "ComposeInput",
    example: {
      user_prompt: "remove duplicates and create dashboard",
      available_columns: ["region", "sales"],
    },
  });
export type ComposeInput = z.infer<typeof composeInput>;

export const message = z.object({ role: z.enum(["system", "user"]), content: z.string() });

/** What became of one section or of one part of it. */
export const tracePart = z.object({
  section: z.enum(sections),
  tokens: z.int(),
  budget_tokens: z.int(),
  is_cut: z.boolean().meta({ description: "Not everything fitted." }),
  parts: z.array(
    z.object({
      kind: z.string().meta({
        description:
          "strategy, prompt_version, knowledge_task, knowledge_pattern, knowledge_formula, curated_example, retrieved_example, previous_error, columns, context, schema.",
      }),
      id: z.string().nullable().meta({ description: "Of the execution, the task, the pattern …" }),
      label: z.string(),
      tokens: z.int(),
      is_included: z.boolean(),
      reason: z.string().nullable().meta({ description: "Why it was left out." }),
    }),
  ),
});
export type TracePart = z.infer<typeof tracePart>;

/** What to hand back with POST /v1/executions, so that the outcome is counted where it belongs. */
export const promptReport = z.object({
  project: z.string(),
  strategy: z.string().nullable().meta({ description: "null for a draft." }),
  strategy_version: z
    .int()
    .nullable()
    .meta({ description: "null for a draft and for the built-in strategy." }),
  prompt_version: z.string().nullable(),
  experiment: z.string().nullable().meta({ description: "Id of the experiment." }),
  variant: z.string().nullable(),
  subject: z.string().nullable(),
  example_ids: z.array(rowId),
  available_columns: z.array(z.string()).nullable(),
});

export const composedPrompt = z
  .object({
    messages: z.array(message),
    tokens: z.int().meta({ description: "Of all messages, by the o200k tokenizer." }),
    trace: z.array(tracePart),
    strategy: z.object({ name: z.string().nullable(), version: z.int().nullable() }),
    knowledge_version: z.int(),
    output_schema: jsonObject,
    report: promptReport,
  })
  .meta({ id: "ComposedPrompt" });
export type ComposedPrompt = z.infer<typeof composedPrompt>;

/** POST /v1/prompts/run: as compose, with who asked. */
export const runInput = composeInput
  .safeExtend({ user_id: label("user_id").nullish() })
  .meta({ id: "RunInput", example: { user_prompt: "average sales per region", user_id: "u-17" } });
export type RunInput = z.infer<typeof runInput>;

/** One attempt to get a valid plan. */
export const runAttempt = z.object({
  kind: z.enum(["simple", "full", "retry"]),
  tokens_in: z.int().nullable(),
  tokens_out: z.int().nullable(),
  response_time_ms: z.int(),
  response_text: z.string(),
  issues: z.array(planIssue).meta({ description: "Empty = the plan is valid." }),
});
export type RunAttempt = z.infer<typeof runAttempt>;
export const runResult = z
  .object({
    success: z.boolean(),
    action_plan: jsonObject.nullable(),
    issues: z.array(planIssue),
    attempts: z.array(runAttempt),
    model: z.string(),
    tokens_in: z.int().nullable().meta({ description: "Of all attempts; null when the model did not say." }),
    tokens_out: z.int().nullable(),
    cost_usd: z.coerce.number().nullable().meta({ description: "USD; null = unpriced." }),
    response_time_ms: z.int().meta({ description: "Of all attempts." }),
    execution_id: rowId,
    interaction_id: rowId,
    prompt: composedPrompt,
  })
  .meta({ id: "RunResult" });
export type RunResult = z.infer<typeof runResult>;

/** GET·POST /v1/test-cases; DELETE /v1/test-cases/{test_case_id}: prompts to try strategies on. */
export const testCaseInput = z
  .strictObject({
    id: rowId.optional().meta({ description: "The id of one that was deleted brings it back." }),
    project: projectField,
    name: label("name"),
    input: z.strictObject({
      user_prompt: input.user_prompt,
      available_columns: input.available_columns,
      context: input.context,
      previous_errors: input.previous_errors,
    }),
    expected_action_plan: metadataField.nullish(),
  })
  .meta({ id: "TestCaseInput" });
export type TestCaseInput = z.infer<typeof testCaseInput>;
export const testCase = z
  .object({
    id: rowId,
    project: z.string(),
    name: z.string(),
    input: testCaseInput.shape.input,
    expected_action_plan: jsonObject.nullable(),
    created_by_label: z.string().nullable(),
    created_at: timestamp,
  })
  .meta({ id: "TestCase" });
export type TestCase = z.infer<typeof testCase>;
export const testCaseQuery = z.strictObject({
  project: single(label("project"), "Project; left out: the caller's only one, else default.").optional(),
});
export const testCaseList = z.object({ data: z.array(testCase) });
