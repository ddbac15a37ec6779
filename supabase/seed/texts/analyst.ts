// What people ask a data analyst's assistant, the plans that are right, and how carrying them out goes wrong.

type Json = { [key: string]: unknown };

export interface AnalystTopic {
  task: string;
  prompts: readonly string[];
  /** The right plan for these columns. */
  plan(columns: AnalystColumns): Json;
  /** A plan that passes for one and does the wrong thing. */
  wrong: Json;
}

export interface AnalystColumns {
  group: string;
  value: string;
  date: string;
  other: string;
}

const operation = (type: string, method: string, args: unknown[] = [], kwargs: Json = {}) => ({
  type,
  execution_instructions: { method: `pandas.${method}`, args, kwargs },
});

/** Columns of the tables that each project works on. [[group]] and so on in a prompt stand for them. */
export const analystTables: Record<string, readonly AnalystColumns[]> = {
  "storefront-assistant": [
    { group: "region", value: "revenue", date: "order_date", other: "product" },
    { group: "category", value: "quantity", date: "shipped_on", other: "customer" },
    { group: "channel", value: "discount", date: "created_at", other: "region" },
  ],
  "developer-portal": [
    { group: "team", value: "deployments", date: "week", other: "service" },
    { group: "endpoint", value: "latency_ms", date: "day", other: "status" },
  ],
};

export const analystTopics: readonly AnalystTopic[] = [
  {
    task: "clean",
    prompts: [
      "remove duplicates and show me a chart of [[value]]",
      "drop rows that appear twice, then plot [[value]] per [[group]]",
      "get rid of repeated lines in this export",
      "clean this up: duplicates and empty rows out",
    ],
    plan: () => ({
      task: "clean",
      chart_type: "bar",
      operations: [
        operation("remove_duplicates", "drop_duplicates"),
        operation("remove_empty_rows", "dropna", [], { how: "all" }),
      ],
    }),
    wrong: { task: "summarize" },
  },
  {
    task: "group_by",
    prompts: [
      "what's the average [[value]] for each [[group]]",
      "[[value]] by [[group]], highest first",
      "compare the mean [[value]] across every [[group]]",
      "total [[value]] per [[group]] please",
    ],
    plan: ({ group, value }) => ({
      task: "group_by",
      group_by_column: group,
      aggregate_function: "mean",
      aggregate_column: value,
      operations: [operation("group_by", "groupby", [group], { agg: { [value]: "mean" } })],
    }),
    wrong: { task: "formula", operations: [operation("mean", "mean", ["value"])] },
  },
  {
    task: "filter",
    prompts: [
      "only rows where [[value]] is above 100",
      "show me last month's rows for one [[group]]",
      "keep everything with a [[value]] over 1,000 and drop the rest",
    ],
    plan: ({ value }) => ({
      task: "filter",
      operations: [operation("filter", "query", [`${value} > 100`])],
    }),
    wrong: { task: "sort" },
  },
  {
    task: "formula",
    prompts: [
      "what's the sum of all [[value]]",
      "how many rows have no [[other]]",
      "add up [[value]] for the whole table",
    ],
    plan: ({ value }) => ({
      task: "formula",
      formula: { type: "sum", column: value },
      operations: [operation("sum", "sum", [value])],
    }),
    wrong: { task: "group_by" },
  },
  {
    task: "sort",
    prompts: ["sort by [[date]], newest on top", "order the table by [[value]] from large to small"],
    plan: ({ date }) => ({
      task: "sort",
      operations: [operation("sort", "sort_values", [date], { ascending: false })],
    }),
    wrong: { task: "filter" },
  },
  {
    task: "summarize",
    prompts: ["give me an overview of this table", "what stands out in [[value]] this quarter?"],
    plan: ({ value }) => ({
      task: "summarize",
      operations: [operation("describe", "describe", [value])],
    }),
    wrong: { task: "clean" },
  },
  {
    task: "transform",
    prompts: ["add a column with [[value]] as a share of its [[group]]", "split [[other]] into two columns"],
    plan: ({ group, value }) => ({
      task: "transform",
      operations: [
        operation("share", "assign", [], { share: `${value} / ${value}.groupby(${group}).sum()` }),
      ],
    }),
    wrong: { task: "formula" },
  },
];

export type AnalystErrorClass = "validation" | "execution" | "logic";

/** Errors as programs write them, with the ids, numbers and paths that differ each time: {id}, {n}, {file}, {column}. */
export const analystErrors: Record<string, { error_class: AnalystErrorClass; text: string }> = {
  no_json: {
    error_class: "validation",
    text: "JSONDecodeError: Expecting property name enclosed in double quotes: line {n} column {n} (char {n}) in answer {id}",
  },
  incomplete: {
    error_class: "validation",
    text: "Action plan {id} is invalid: /operations/{n}/execution_instructions must have required property 'kwargs'",
  },
  unknown_column: { error_class: "execution", text: "KeyError: '{column}' (job {id})" },
  number_format: {
    error_class: "execution",
    text: "ValueError: could not convert string to float: '{n},{n}' in /data/uploads/{id}/{file}",
  },
  too_slow: { error_class: "execution", text: "TimeoutError: statement {id} was cancelled after {n} ms" },
  no_file: {
    error_class: "execution",
    text: "FileNotFoundError: [Errno 2] No such file or directory: '/data/uploads/{id}/{file}'",
  },
  empty_result: {
    error_class: "logic",
    text: "The result of report {n} is empty although its table has {n} rows",
  },
  wrong_column: {
    error_class: "logic",
    text: "Check failed for {id}: the figure was worked out from '{column}', which nobody asked about",
  },
};

export const analystCorrections = [
  "I meant the average, not the sum.",
  "That is the wrong column.",
  "Newest first, please.",
  "Do not drop the empty rows, only the duplicates.",
  "As a line chart, not bars.",
];
