import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { filterParsers } from "@/lib/query/url-state";
import { figures } from "../vocabulary";

/** Parsers of the versions that are compared, and of whose turns are shown: of A or B, with which figure or a note of which category. */
export const compareParsers = {
  project: filterParsers.project,
  a: parseAsString,
  b: parseAsString,
  show: parseAsStringLiteral(["a", "b"] as const),
  figure: parseAsStringLiteral(figures),
  category: parseAsString,
};
export type CompareAddress = inferParserType<typeof compareParsers>;

/** The same in the search parameters of the page. */
export const loadCompareAddress = createLoader(compareParsers);

/** The project as a parameter of the API. It takes one: several are every project. */
export function toVersionScope({ project }: Pick<CompareAddress, "project">): Record<string, string> {
  return project?.length === 1 ? { project: project[0] as string } : {};
}
