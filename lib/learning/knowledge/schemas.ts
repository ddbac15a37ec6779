import { z } from "zod";
import { label, metadataField, note, projectField } from "@/lib/query/fields";
import { integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";

const words = (max: number) => z.array(label("keyword")).max(max, `has at most ${max} entries`);
const text = (max: number) => z.string().max(max, `has at most ${max.toLocaleString("en-US")} characters`);
const uniqueNames = (items: readonly { name: string }[], context: z.RefinementCtx) => {
  const seen = new Set<string>();
  items.forEach(({ name }, index) => {
    if (seen.has(name)) context.addIssue({ code: "custom", path: [index, "name"], message: "is used twice" });
    seen.add(name);
  });
};

/** A curated example of a task: a prompt and the plan that is right for it. */
export const knowledgeExample = z.strictObject({
  prompt: text(20_000).min(1, "must not be empty"),
  action_plan: metadataField.nullish().meta({ description: "Left out: the prompt only names the task." }),
  explanation: text(2_000).nullish(),
  available_columns: z.array(text(500)).max(1000).nullish(),
});
export type KnowledgeExample = z.infer<typeof knowledgeExample>;

/** A task that plans may have. */
export const knowledgeTask = z.strictObject({
  name: label("name"),
  keywords: words(200).meta({ description: "A prompt with one of them may mean the task." }),
  description: text(5_000),
  output: text(5_000).meta({ description: "What the plan for it must hold." }),
  allowed_methods: words(500).meta({
    description: "execution_instructions.method of its operations; empty = any. Another method is an issue.",
  }),
  examples: z.array(knowledgeExample).max(200),
});
export type KnowledgeTask = z.infer<typeof knowledgeTask>;

/** A phrase that is easily misread, and the task it stands for. */
export const knowledgePattern = z.strictObject({
  name: label("name"),
  pattern: text(500)
    .min(1, "must not be empty")
    .meta({ description: "Words that the prompt contains, in any case." }),
  correct_task: label("correct_task"),
  reason: text(2_000),
});
export type KnowledgePattern = z.infer<typeof knowledgePattern>;

/** A formula and the words that mean it. */
export const knowledgeFormula = z.strictObject({
  category: label("category"),
  name: label("name"),
  keywords: words(200),
});
export type KnowledgeFormula = z.infer<typeof knowledgeFormula>;

/** The knowledge base of a project: what GET answers, PUT takes, and the JSON file holds. */
export const knowledgeDocument = z
  .strictObject({
    tasks: z.array(knowledgeTask).max(200).superRefine(uniqueNames),
    patterns: z.array(knowledgePattern).max(1000).superRefine(uniqueNames),
    formulas: z.array(knowledgeFormula).max(1000),
  })
  .superRefine((value, context) => {
    const tasks = new Set(value.tasks.map(({ name }) => name));
    value.patterns.forEach(({ correct_task }, index) => {
      if (!tasks.has(correct_task))
        context.addIssue({
          code: "custom",
          path: ["patterns", index, "correct_task"],
          message: "is not a task of the knowledge base",
        });
    });
  })
  .meta({ id: "KnowledgeDocument" });
export type KnowledgeDocument = z.infer<typeof knowledgeDocument>;

/** GET /v1/knowledge. */
export const knowledgeQuery = z.strictObject({
  project: single(label("project"), "Project; left out: the caller's only one, else default.").optional(),
  version: integer(0, 1_000_000, "A version; 0 = the starter. Left out: the newest.").optional(),
});
export type KnowledgeQuery = z.output<typeof knowledgeQuery>;
export const knowledgeBase = z
  .object({
    project: z.string(),
    version: z
      .int()
      .meta({ description: "0 = the starter that the product ships; nobody has saved another." }),
    document: knowledgeDocument,
    note: z.string().nullable(),
    created_by_label: z.string().nullable(),
    created_at: timestamp.nullable(),
    versions: z
      .array(
        z.object({
          version: z.int(),
          note: z.string().nullable(),
          created_by_label: z.string().nullable(),
          created_at: timestamp.nullable(),
        }),
      )
      .meta({ description: "Every version, newest first, at most 100." }),
  })
  .meta({ id: "KnowledgeBase" });
export type KnowledgeBase = z.infer<typeof knowledgeBase>;

/** PUT /v1/knowledge: saves a new version. */
export const knowledgeInput = z
  .strictObject({
    project: projectField,
    document: knowledgeDocument,
    note: note(20_000).nullish(),
    expected_version: z
      .int()
      .min(0)
      .nullish()
      .meta({ description: "The version you read; 409 when someone has saved another since." }),
  })
  .meta({ id: "KnowledgeInput" });
export type KnowledgeInput = z.infer<typeof knowledgeInput>;

/** GET /v1/knowledge/examples: the seed's get_execution_examples(task). */
export const knowledgeExamplesQuery = z.strictObject({
  task: single(label("task"), "Task of the knowledge base."),
  project: single(label("project"), "Project; left out: the caller's only one, else default.").optional(),
});
export const taskExample = z
  .object({
    prompt: z.string(),
    task: z.string(),
    execution_hint: z.string().meta({ description: "The description of the task." }),
    action_plan: z.record(z.string(), z.json()).nullable(),
  })
  .meta({ id: "TaskExample" });
export type TaskExample = z.infer<typeof taskExample>;
export const taskExamples = z.object({ data: z.array(taskExample) });
