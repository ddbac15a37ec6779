import type { KnowledgeExample, KnowledgeTask } from "./schemas";

// Written as data: what a data analyst's agent is to know before anyone has taught it anything. Methods are named as pandas names them.

type Json = KnowledgeExample["action_plan"];

/** One operation with everything that is needed to carry it out. */
const operation = (
  type: string,
  method: string,
  args: NonNullable<Json>[string][] = [],
  kwargs: NonNullable<Json> = {},
) => ({ type, execution_instructions: { method: `pandas.${method}`, args, kwargs } });

const example = (
  prompt: string,
  available_columns: string[],
  action_plan: NonNullable<Json>,
  explanation?: string,
): KnowledgeExample => ({ prompt, action_plan, available_columns, ...(explanation ? { explanation } : {}) });

const methods = (...names: string[]) => names.map((name) => `pandas.${name}`);

const orders = ["order_id", "customer", "region", "product", "amount", "order_date"];
const sales = ["region", "product", "sales", "cost", "month"];
const staff = ["name", "department", "salary", "age", "hired_on"];

const clean: KnowledgeTask = {
  name: "clean",
  keywords: [
    "clean",
    "duplicate",
    "duplicates",
    "dedupe",
    "empty rows",
    "blank",
    "missing",
    "null",
    "nan",
    "trim",
    "whitespace",
    "fix types",
    "typo",
    "standardize",
  ],
  description:
    "Make the data right without changing what it says: take out repeated or empty rows, fill or drop missing values, mend types, spelling and spaces.",
  output:
    "task “clean” and one operation per step, in the order in which they are carried out; a chart only where the user asks to see one.",
  allowed_methods: methods(
    "drop_duplicates",
    "dropna",
    "fillna",
    "ffill",
    "bfill",
    "interpolate",
    "drop",
    "rename",
    "replace",
    "astype",
    "to_datetime",
    "to_numeric",
    "clip",
    "round",
    "reset_index",
    "str.strip",
    "str.lower",
    "str.upper",
    "str.title",
    "str.replace",
  ),
  examples: [
    example(
      "remove duplicates and create dashboard",
      orders,
      { task: "clean", chart_type: "bar", operations: [operation("remove_duplicates", "drop_duplicates")] },
      "The dashboard is the chart; the work that is asked for is cleaning.",
    ),
    example("clean data, remove empty rows, and show me a chart", orders, {
      task: "clean",
      chart_type: "bar",
      operations: [
        operation("remove_empty_rows", "dropna", [], { how: "all" }),
        operation("remove_duplicates", "drop_duplicates"),
      ],
    }),
    example(
      "drop repeated orders, keep the latest of each order_id",
      orders,
      {
        task: "clean",
        chart_type: "none",
        operations: [
          operation("remove_duplicates", "drop_duplicates", [], { subset: ["order_id"], keep: "last" }),
        ],
      },
      "What makes two rows the same is the order's number, not the whole row.",
    ),
    example("fill missing amounts with zero and missing regions with unknown", orders, {
      task: "clean",
      chart_type: "none",
      operations: [operation("fill_missing", "fillna", [], { value: { amount: 0, region: "unknown" } })],
    }),
    example("trim spaces in customer names and turn order_date into real dates", orders, {
      task: "clean",
      chart_type: "none",
      operations: [
        operation("trim_text", "str.strip", [], { column: "customer" }),
        operation("convert_type", "to_datetime", [], { column: "order_date", errors: "coerce" }),
      ],
    }),
  ],
};

const summarize: KnowledgeTask = {
  name: "summarize",
  keywords: [
    "summarize",
    "summary",
    "overview",
    "describe",
    "statistics",
    "profile",
    "explore",
    "insights",
    "tell me about",
  ],
  description:
    "Say what the data is like as a whole: size, spread, typical and extreme values, missing ones. Nothing is changed.",
  output: "task “summarize” and the operations that compute the figures; no grouping column.",
  allowed_methods: methods(
    "describe",
    "info",
    "head",
    "tail",
    "sample",
    "agg",
    "value_counts",
    "nunique",
    "isna",
    "count",
    "sum",
    "mean",
    "median",
    "min",
    "max",
    "std",
    "quantile",
    "corr",
    "hist",
  ),
  examples: [
    example("give me an overview of this data", orders, {
      task: "summarize",
      chart_type: "none",
      operations: [operation("describe", "describe", [], { include: "all" })],
    }),
    example("summarize the salary column and show its distribution", staff, {
      task: "summarize",
      chart_type: "histogram",
      operations: [operation("describe", "describe", [], { column: "salary" })],
    }),
    example("what does the data look like and how much of it is missing", sales, {
      task: "summarize",
      chart_type: "none",
      operations: [
        operation("preview", "head", [5]),
        operation("count_missing", "isna", [], { aggregate: "sum" }),
      ],
    }),
    example("key statistics of sales and cost", sales, {
      task: "summarize",
      chart_type: "none",
      operations: [
        operation("statistics", "agg", [{ sales: ["min", "mean", "max"], cost: ["min", "mean", "max"] }]),
      ],
    }),
  ],
};

const filter: KnowledgeTask = {
  name: "filter",
  keywords: [
    "filter",
    "only",
    "where",
    "exclude",
    "except",
    "greater than",
    "less than",
    "between",
    "contains",
    "equals",
    "keep rows",
  ],
  description:
    "Keep the rows that meet a condition and leave out the others. Columns and values stay as they are.",
  output: "task “filter” and one operation per condition, with the column, the comparison and the value.",
  allowed_methods: methods(
    "query",
    "loc",
    "filter",
    "isin",
    "between",
    "notna",
    "isna",
    "str.contains",
    "str.startswith",
    "str.endswith",
    "where",
    "drop",
    "dropna",
    "head",
    "to_datetime",
    "sort_values",
  ),
  examples: [
    example("show only orders above 500", orders, {
      task: "filter",
      chart_type: "none",
      operations: [
        {
          ...operation("filter_rows", "query", ["amount > 500"]),
          params: { column: "amount", operator: ">", value: 500 },
        },
      ],
    }),
    example("exclude the north and south regions", sales, {
      task: "filter",
      chart_type: "none",
      operations: [
        operation("filter_rows", "isin", [], { column: "region", values: ["north", "south"], negate: true }),
      ],
    }),
    example("employees in engineering who are between 30 and 40", staff, {
      task: "filter",
      chart_type: "none",
      operations: [
        operation("filter_rows", "query", ["department == 'engineering'"]),
        operation("filter_rows", "between", [], { column: "age", left: 30, right: 40 }),
      ],
    }),
    example("keep rows where the product name contains pro", orders, {
      task: "filter",
      chart_type: "none",
      operations: [
        operation("filter_rows", "str.contains", [], { column: "product", pat: "pro", case: false }),
      ],
    }),
  ],
};

const groupBy: KnowledgeTask = {
  name: "group_by",
  keywords: [
    "group",
    "group by",
    "per",
    "for each",
    "by region",
    "by month",
    "breakdown",
    "split by",
    "each category",
    "compare across",
  ],
  description: "One figure for each value of a column (or of several): totals, averages or counts per group.",
  output:
    "task “group_by” with group_by_column, aggregate_function and aggregate_column, and the grouping as an operation; what is to be compared is drawn as bars, what runs over time as a line.",
  allowed_methods: methods(
    "groupby",
    "agg",
    "pivot_table",
    "crosstab",
    "value_counts",
    "size",
    "count",
    "sum",
    "mean",
    "median",
    "min",
    "max",
    "nunique",
    "resample",
    "to_datetime",
    "sort_values",
    "nlargest",
    "head",
    "reset_index",
  ),
  examples: [
    example("what's the average sales for each region", sales, {
      task: "group_by",
      group_by_column: "region",
      aggregate_function: "mean",
      aggregate_column: "sales",
      chart_type: "bar",
      operations: [operation("group_by", "groupby", ["region"], { agg: { sales: "mean" } })],
    }),
    example("group by city and sum revenue", ["city", "revenue", "year"], {
      task: "group_by",
      group_by_column: "city",
      aggregate_function: "sum",
      aggregate_column: "revenue",
      chart_type: "bar",
      operations: [operation("group_by", "groupby", ["city"], { agg: { revenue: "sum" } })],
    }),
    example("how many employees does each department have", staff, {
      task: "group_by",
      group_by_column: "department",
      aggregate_function: "count",
      aggregate_column: "name",
      chart_type: "bar",
      operations: [operation("group_by", "groupby", ["department"], { agg: { name: "count" } })],
    }),
    example(
      "breakdown by region and product of total sales, biggest first",
      sales,
      {
        task: "group_by",
        group_by_column: "region",
        aggregate_function: "sum",
        aggregate_column: "sales",
        chart_type: "bar",
        operations: [
          operation("group_by", "groupby", [["region", "product"]], { agg: { sales: "sum" } }),
          operation("sort", "sort_values", [], { by: "sales", ascending: false }),
        ],
      },
      "Ordering the groups is a second operation of the same task.",
    ),
  ],
};

const formula: KnowledgeTask = {
  name: "formula",
  keywords: [
    "calculate",
    "compute",
    "sum",
    "total",
    "average",
    "mean",
    "median",
    "count",
    "how many",
    "how much",
    "maximum",
    "minimum",
    "percentage",
    "ratio",
    "correlation",
  ],
  description: "One figure out of whole columns: a sum, an average, a count, a share, a correlation.",
  output: "task “formula” with formula {type, column} and the operation that computes it.",
  allowed_methods: methods(
    "sum",
    "mean",
    "median",
    "mode",
    "min",
    "max",
    "count",
    "nunique",
    "std",
    "var",
    "quantile",
    "corr",
    "prod",
    "abs",
    "round",
    "agg",
    "eval",
    "query",
  ),
  examples: [
    example("what's the sum of all amounts", ["Amount", "Date"], {
      task: "formula",
      formula: { type: "sum", column: "Amount" },
      chart_type: "none",
      operations: [operation("sum", "sum", ["Amount"])],
    }),
    example("how many different customers are there", orders, {
      task: "formula",
      formula: { type: "count_distinct", column: "customer" },
      chart_type: "none",
      operations: [operation("count_distinct", "nunique", ["customer"])],
    }),
    example("what percentage of orders is above 1000", orders, {
      task: "formula",
      formula: { type: "percentage", column: "amount" },
      chart_type: "none",
      operations: [operation("percentage", "eval", ["(amount > 1000).mean() * 100"])],
    }),
    example("is salary related to age", staff, {
      task: "formula",
      formula: { type: "correlation", columns: ["salary", "age"] },
      chart_type: "scatter",
      operations: [operation("correlation", "corr", [], { columns: ["salary", "age"], method: "pearson" })],
    }),
  ],
};

const sort: KnowledgeTask = {
  name: "sort",
  keywords: [
    "sort",
    "order by",
    "rank",
    "top",
    "bottom",
    "highest",
    "lowest",
    "largest",
    "smallest",
    "ascending",
    "descending",
    "newest",
  ],
  description:
    "Put rows into an order, and keep the first of them where a number is asked for. No value changes.",
  output: "task “sort” with the columns to order by, the direction of each, and how many rows stay.",
  allowed_methods: methods(
    "sort_values",
    "sort_index",
    "nlargest",
    "nsmallest",
    "rank",
    "head",
    "tail",
    "reset_index",
    "to_datetime",
  ),
  examples: [
    example("sort by salary from highest to lowest", staff, {
      task: "sort",
      sort_column: "salary",
      ascending: false,
      chart_type: "none",
      operations: [operation("sort", "sort_values", ["salary"], { ascending: false })],
    }),
    example("top 10 orders by amount", orders, {
      task: "sort",
      sort_column: "amount",
      ascending: false,
      chart_type: "bar",
      operations: [operation("top_rows", "nlargest", [10, "amount"])],
    }),
    example("order the staff by department and then by name", staff, {
      task: "sort",
      chart_type: "none",
      operations: [operation("sort", "sort_values", [["department", "name"]], { ascending: [true, true] })],
    }),
    example("newest orders first, just the last five", orders, {
      task: "sort",
      sort_column: "order_date",
      ascending: false,
      chart_type: "none",
      operations: [
        operation("sort", "sort_values", ["order_date"], { ascending: false }),
        operation("limit", "head", [5]),
      ],
    }),
  ],
};

const transform: KnowledgeTask = {
  name: "transform",
  keywords: [
    "add a column",
    "new column",
    "create column",
    "derive",
    "convert",
    "pivot",
    "unpivot",
    "reshape",
    "merge",
    "split column",
    "bucket",
    "running total",
    "moving average",
    "normalize",
  ],
  description:
    "Make new columns out of others, or give the table another shape. Every row keeps a value of its own unless the shape changes.",
  output:
    "task “transform” and one operation per new column or change of shape, each with the names of what it makes.",
  allowed_methods: methods(
    "assign",
    "eval",
    "insert",
    "apply",
    "map",
    "rename",
    "astype",
    "to_datetime",
    "dt.year",
    "dt.month",
    "dt.strftime",
    "str.split",
    "str.cat",
    "str.replace",
    "cut",
    "qcut",
    "get_dummies",
    "pivot_table",
    "pivot",
    "melt",
    "transpose",
    "stack",
    "unstack",
    "explode",
    "merge",
    "join",
    "concat",
    "rolling",
    "shift",
    "diff",
    "cumsum",
    "pct_change",
    "rank",
    "round",
    "sort_values",
    "reset_index",
  ),
  examples: [
    example("add a column profit as sales minus cost", sales, {
      task: "transform",
      chart_type: "none",
      operations: [operation("add_column", "assign", [], { profit: "sales - cost" })],
    }),
    example("pivot so that each month is a column and regions are rows", sales, {
      task: "transform",
      chart_type: "none",
      operations: [
        operation("pivot", "pivot_table", [], {
          index: "region",
          columns: "month",
          values: "sales",
          aggfunc: "sum",
        }),
      ],
    }),
    example("show the running total of amount over time as a line", orders, {
      task: "transform",
      chart_type: "line",
      operations: [
        operation("sort", "sort_values", ["order_date"]),
        { ...operation("running_total", "cumsum", ["amount"]), params: { output_column: "running_amount" } },
      ],
    }),
    example("put ages into the groups under 30, 30 to 50 and over 50", staff, {
      task: "transform",
      chart_type: "none",
      operations: [
        operation("bucket", "cut", [], {
          column: "age",
          bins: [0, 30, 50, 150],
          labels: ["under 30", "30 to 50", "over 50"],
          output_column: "age_group",
        }),
      ],
    }),
  ],
};

/** The tasks of the starter, in the order in which a model is told of them. */
export const starterTasks: KnowledgeTask[] = [clean, summarize, filter, groupBy, formula, sort, transform];
