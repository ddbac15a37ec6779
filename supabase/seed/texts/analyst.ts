// What people ask a data analyst's assistant, the plans that are right, and how carrying them out goes wrong.

type Json = { [key: string]: unknown };

/** A way to ask, and the plan that is right for these words. */
export interface AnalystRequest {
  prompt: string;
  plan(columns: AnalystColumns): Json;
}

export interface AnalystTopic {
  task: string;
  requests: readonly AnalystRequest[];
  /** A plan that passes for one and does the wrong thing. */
  wrong: Json;
  /** What people add when the plan did what they said and not quite what they had in mind. */
  corrections: readonly string[];
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

const dropDuplicates = operation("remove_duplicates", "drop_duplicates");

const aggregate = (name: string, { group, value }: AnalystColumns, ...then: Json[]) => ({
  task: "group_by",
  group_by_column: group,
  aggregate_function: name,
  aggregate_column: value,
  operations: [operation("group_by", "groupby", [group], { agg: { [value]: name } }), ...then],
});

const keepAbove = (limit: number, { value }: AnalystColumns) => ({
  task: "filter",
  operations: [operation("filter", "query", [`${value} > ${limit}`])],
});

const sum = ({ value }: AnalystColumns) => ({
  task: "formula",
  formula: { type: "sum", column: value },
  operations: [operation("sum", "sum", [value])],
});

const sortDown = (column: string) => ({
  task: "sort",
  operations: [operation("sort", "sort_values", [column], { ascending: false })],
});

export const analystTopics: readonly AnalystTopic[] = [
  {
    task: "clean",
    requests: [
      {
        prompt: "remove duplicates and show me a chart of [[value]]",
        plan: ({ value }) => ({
          task: "clean",
          chart_type: "bar",
          y_column: value,
          operations: [dropDuplicates],
        }),
      },
      {
        prompt: "drop rows that appear twice, then plot [[value]] per [[group]]",
        plan: ({ group, value }) => ({
          task: "clean",
          chart_type: "bar",
          x_column: group,
          y_column: value,
          operations: [dropDuplicates],
        }),
      },
      {
        prompt: "get rid of repeated lines in this export",
        plan: () => ({ task: "clean", operations: [dropDuplicates] }),
      },
      {
        prompt: "clean this up: duplicates and empty rows out",
        plan: () => ({
          task: "clean",
          operations: [dropDuplicates, operation("remove_empty_rows", "dropna", [], { how: "all" })],
        }),
      },
    ],
    wrong: { task: "summarize" },
    corrections: ["Keep the newest of each, not the first.", "And tell me how many went."],
  },
  {
    task: "group_by",
    requests: [
      {
        prompt: "what's the average [[value]] for each [[group]]",
        plan: (columns) => aggregate("mean", columns),
      },
      {
        prompt: "median [[value]] by [[group]], highest first",
        plan: (columns) =>
          aggregate(
            "median",
            columns,
            operation("sort", "sort_values", [columns.value], { ascending: false }),
          ),
      },
      {
        prompt: "compare the mean [[value]] across every [[group]]",
        plan: (columns) => ({ ...aggregate("mean", columns), chart_type: "bar" }),
      },
      { prompt: "total [[value]] per [[group]] please", plan: (columns) => aggregate("sum", columns) },
    ],
    wrong: { task: "formula", operations: [operation("mean", "mean", ["value"])] },
    corrections: ["Round the figures, please.", "Leave out the groups with few rows."],
  },
  {
    task: "filter",
    requests: [
      { prompt: "only rows where [[value]] is above 100", plan: (columns) => keepAbove(100, columns) },
      {
        prompt: "only rows that have a [[group]]",
        plan: ({ group }) => ({
          task: "filter",
          operations: [operation("filter", "notna", [], { column: group })],
        }),
      },
      {
        prompt: "keep everything with a [[value]] over 1,000 and drop the rest",
        plan: (columns) => keepAbove(1000, columns),
      },
    ],
    wrong: { task: "sort" },
    corrections: ["Newest first, please.", "And tell me how many are left."],
  },
  {
    task: "formula",
    requests: [
      { prompt: "what's the sum of all [[value]]", plan: sum },
      {
        prompt: "how many different values has [[other]]",
        plan: ({ other }) => ({
          task: "formula",
          formula: { type: "count_distinct", column: other },
          operations: [operation("count_distinct", "nunique", [other])],
        }),
      },
      { prompt: "add up [[value]] for the whole table", plan: sum },
    ],
    wrong: { task: "group_by" },
    corrections: ["Round it, please.", "Without the last day, which is not complete."],
  },
  {
    task: "sort",
    requests: [
      { prompt: "sort by [[date]], newest on top", plan: ({ date }) => sortDown(date) },
      { prompt: "order the table by [[value]] from large to small", plan: ({ value }) => sortDown(value) },
    ],
    wrong: { task: "filter" },
    corrections: ["Only the first page, please.", "Rows without a value come last."],
  },
  {
    task: "summarize",
    requests: [
      {
        prompt: "give me an overview of this table",
        plan: () => ({
          task: "summarize",
          operations: [operation("describe", "describe", [], { include: "all" })],
        }),
      },
      {
        prompt: "what stands out in [[value]]?",
        plan: ({ value }) => ({
          task: "summarize",
          operations: [operation("describe", "describe", [], { column: value })],
        }),
      },
    ],
    wrong: { task: "clean" },
    corrections: ["Shorter: the mean and the range will do.", "With a chart, please."],
  },
  {
    task: "transform",
    requests: [
      {
        prompt: "add a column with [[value]] as a share of its [[group]]",
        plan: ({ group, value }) => ({
          task: "transform",
          operations: [
            operation("share", "assign", [], { share: `${value} / ${value}.groupby(${group}).sum()` }),
          ],
        }),
      },
      {
        prompt: "split [[other]] into two columns",
        plan: ({ other }) => ({
          task: "transform",
          operations: [
            operation("split", "str.split", [], {
              column: other,
              n: 1,
              expand: true,
              output_columns: [`${other}_1`, `${other}_2`],
            }),
          ],
        }),
      },
    ],
    wrong: { task: "formula" },
    corrections: ["Keep the columns as they were, too.", "A shorter name for what is new, please."],
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
