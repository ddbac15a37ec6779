import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import {
  type FilterParameters,
  filterParsers,
  toAnalyticsParameters,
  toFilterParameters,
  toOwnParameters,
} from "@/lib/query/url-state";
import { pivotDimensions } from "./prepare-pivot";

// The parameters of each page's address: its own ones are read with these, and what is not among them is not understood.

/** What links from an experiment ask for. */
const experimentParsers = { experiment: filterParsers.model, variant: filterParsers.model };

/** The filters of votes: those of every page and an experiment's. */
export const voteParsers = { ...filterParsers, ...experimentParsers };
export type VoteFilters = inferParserType<typeof voteParsers>;
export const loadVoteFilters = createLoader(voteParsers);

/** The filters as parameters of lists; without a range the last 30 days. */
export const toVoteParameters = (filters: VoteFilters): FilterParameters => ({
  ...toFilterParameters(filters),
  ...toOwnParameters(experimentParsers, filters),
});

/** The filters as parameters of analytics, which count whole UTC days. */
export const toVoteAnalyticsParameters = (filters: VoteFilters): FilterParameters => ({
  ...toAnalyticsParameters(filters),
  ...toOwnParameters(experimentParsers, filters),
});

/** The order of the list of votes. */
export const sortParser = parseAsStringLiteral(["created_at", "-created_at"]).withDefault("-created_at");

/** The columns of the table of votes, by their ids. */
export const columnsParser = parseAsArrayOf(parseAsString);

const optional = parseAsStringLiteral([...pivotDimensions, "none"]);

/** What makes the rows, their splits and the columns of the pivot. */
export const layoutParsers = {
  rows: parseAsStringLiteral(pivotDimensions).withDefault("model"),
  split: optional.withDefault("project"),
  columns: optional.withDefault("intent"),
};

export const overviewParsers = filterParsers;
export const listParsers = {
  ...voteParsers,
  sort: sortParser,
  columns: columnsParser,
  vote: parseAsString,
};
export const accuracyParsers = { ...voteParsers, ...layoutParsers, order: parseAsString };
