import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { filterParsers } from "@/lib/query/url-state";
import { pivotDimensions } from "./prepare-pivot";

// The parameters of each page's address: its own ones are read with these, and what is not among them is not understood.

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
  ...filterParsers,
  sort: sortParser,
  columns: columnsParser,
  vote: parseAsString,
};
export const accuracyParsers = { ...filterParsers, ...layoutParsers, order: parseAsString };
