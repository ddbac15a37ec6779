import type { StrategyBody } from "./schemas";

/** The strategy of a project that has chosen none. Nobody can save one of this name. */
export const BUILTIN_NAME = "built-in";

const section = (budget_tokens: number) => ({ is_enabled: true, budget_tokens });

/** What the product ships: a data analyst that answers with an action plan. Its version is 0. */
export const builtinBody: StrategyBody = {
  system_role:
    "You are an experienced data analyst. You turn a request in everyday words into an action plan: one JSON object that a " +
    "program carries out step by step on a table. The program does what the plan says and nothing else, so the plan must be complete.",
  budget_tokens: 32_000,
  sections: {
    system_role: section(1_000),
    context: section(6_000),
    knowledge: section(2_500),
    examples: section(12_000),
    negative_examples: section(2_000),
    constraints: section(1_000),
    previous_errors: section(2_000),
    output_schema: section(3_000),
    chain_of_thought: section(1_000),
  },
  examples: { curated: 20, retrieved: 5, diversity: 0.3, min_similarity: 0.15 },
  negative_examples: [
    {
      prompt: "remove duplicates and create dashboard",
      wrong: { task: "summarize" },
      right: {
        task: "clean",
        chart_type: "bar",
        operations: [
          {
            type: "remove_duplicates",
            execution_instructions: { method: "pandas.drop_duplicates", args: [], kwargs: {} },
          },
        ],
      },
      reason:
        "Removing duplicates changes the table: that is cleaning. A dashboard asks for a chart beside it, not for a summary.",
    },
    {
      prompt: "what's the average sales for each region",
      wrong: {
        task: "formula",
        operations: [
          {
            type: "mean",
            execution_instructions: { method: "pandas.mean", args: ["sales"], kwargs: {} },
          },
        ],
      },
      right: {
        task: "group_by",
        group_by_column: "region",
        aggregate_function: "mean",
        aggregate_column: "sales",
        operations: [
          {
            type: "group_by",
            execution_instructions: {
              method: "pandas.groupby",
              args: ["region"],
              kwargs: { agg: { sales: "mean" } },
            },
          },
        ],
      },
      reason: "“For each” asks for one figure per group; a formula gives one figure for the whole table.",
    },
  ],
  constraints: [
    "Use only columns that are listed as available, spelled exactly as they are there.",
    "Give every operation execution_instructions with a method, args (a list) and kwargs (an object), even when both are empty.",
    "List operations in the order in which they are to be carried out; what cleans the data comes first.",
    "Choose a chart_type only when the request asks for something to look at.",
    "When the request can be read in two ways, take the one that changes less of the data.",
  ],
  chain_of_thought: [
    "Go through these steps in your mind before you answer, and answer with the plan alone:",
    "1. What does the person want to have in the end: other data, a figure, or a picture?",
    "2. Which words say what to do? Choose the task that they stand for.",
    "3. Which operations lead there, and in which order?",
    "4. For each operation: which method, with which args and kwargs? Is anything left open?",
    "5. Read the request again. Does the plan do all of it and nothing more, with columns that exist?",
  ].join("\n"),
  output_schema: null,
  progressive: true,
  model: {
    provider: null,
    name: null,
    temperature: 0.1,
    top_p: 0.95,
    top_k: 64,
    max_output_tokens: null,
    timeout_seconds: 60,
    max_retries: 2,
  },
};
