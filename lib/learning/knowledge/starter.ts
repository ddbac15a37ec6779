import type { KnowledgeDocument, KnowledgeFormula, KnowledgePattern } from "./schemas";
import { starterTasks } from "./starter-tasks";

const pattern = (name: string, phrase: string, correct_task: string, reason: string): KnowledgePattern => ({
  name,
  pattern: phrase,
  correct_task,
  reason,
});

/** Phrases that models take for another task than the one that is meant. */
const patterns: KnowledgePattern[] = [
  pattern(
    "remove_duplicates",
    "remove duplicates",
    "clean",
    "Repeated rows are a fault of the data. It stays cleaning when a dashboard or a summary is asked for with it: that is the chart.",
  ),
  pattern(
    "empty_rows",
    "empty rows",
    "clean",
    "Taking out rows without values mends the data; there is no condition on a value to filter by.",
  ),
  pattern(
    "fill_missing",
    "fill missing",
    "clean",
    "A value that was not there is put in; no new column is made.",
  ),
  pattern(
    "trim_spaces",
    "trim spaces",
    "clean",
    "Stray spaces are mended in place; the text keeps its meaning.",
  ),
  pattern(
    "for_each",
    "for each",
    "group_by",
    "One figure for every value of a column is grouping, even where the word summary is used.",
  ),
  pattern(
    "breakdown_by",
    "breakdown by",
    "group_by",
    "A breakdown is one figure per group, not a description of the whole.",
  ),
  pattern(
    "does_each_have",
    "does each",
    "group_by",
    "A count for every member of a column needs groups; a formula gives one figure alone.",
  ),
  pattern(
    "sum_of_all",
    "sum of all",
    "formula",
    "All of a column comes to one figure; without a grouping column there is nothing to group by.",
  ),
  pattern(
    "percentage_of",
    "percentage of",
    "formula",
    "A share of the whole is one figure that is worked out, not a list of rows.",
  ),
  pattern(
    "show_only",
    "show only",
    "filter",
    "Rows that meet a condition stay; the values in them are right as they are.",
  ),
  pattern(
    "exclude_values",
    "exclude",
    "filter",
    "Leaving out rows by their value is a condition. Cleaning takes out what is wrong, not what is unwanted.",
  ),
  pattern(
    "top_n",
    "top 10",
    "sort",
    "The first few of an order are asked for. A filter would need a value to compare with.",
  ),
  pattern("highest_to_lowest", "highest to lowest", "sort", "Only the order of the rows changes."),
  pattern(
    "add_column",
    "add a column",
    "transform",
    "Each row gets a value of its own; a formula gives one figure for all rows.",
  ),
  pattern(
    "running_total",
    "running total",
    "transform",
    "A running total has a value in every row; a total is one figure.",
  ),
  pattern(
    "overview_of",
    "overview of",
    "summarize",
    "The whole is to be described; nothing in it is to be changed or grouped.",
  ),
];

const formulas: Record<string, Record<string, string[]>> = {
  aggregation: {
    sum: ["sum", "total", "add up", "altogether", "in all"],
    average: ["average", "mean", "avg", "typical"],
    count: ["count", "how many", "number of", "quantity of"],
    count_distinct: ["distinct", "unique", "different"],
    minimum: ["minimum", "smallest", "lowest", "least", "cheapest"],
    maximum: ["maximum", "largest", "highest", "most", "peak"],
  },
  statistics: {
    median: ["median", "middle value", "50th percentile"],
    mode: ["mode", "most common", "most frequent"],
    standard_deviation: ["standard deviation", "std", "spread", "volatility"],
    variance: ["variance"],
    percentile: ["percentile", "quantile", "quartile"],
    correlation: ["correlation", "correlated", "related to", "relationship between"],
  },
  arithmetic: {
    difference: ["difference", "minus", "subtract", "gap between"],
    product: ["multiply", "times", "product of"],
    ratio: ["ratio", "divided by", "relative to"],
    percentage: ["percentage", "percent", "share of", "proportion"],
    round: ["round", "rounded", "decimals"],
  },
  time: {
    growth_rate: ["growth", "change over", "month over month", "year over year"],
    running_total: ["running total", "cumulative", "year to date"],
    moving_average: ["moving average", "rolling average", "smoothed"],
  },
  logic: {
    conditional_sum: ["sum if", "total where", "only add"],
    conditional_count: ["count if", "how many where"],
    if_else: ["if then", "otherwise", "depending on"],
  },
  text: {
    concatenate: ["concatenate", "combine text", "join names"],
    length: ["length of text", "number of characters"],
  },
};

const formulaList: KnowledgeFormula[] = Object.entries(formulas).flatMap(([category, named]) =>
  Object.entries(named).map(([name, keywords]) => ({ category, name, keywords })),
);

/** The knowledge base that a project has until it saves one of its own, as version 0. */
export const starterKnowledge: KnowledgeDocument = { tasks: starterTasks, patterns, formulas: formulaList };
