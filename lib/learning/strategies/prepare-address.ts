import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { filterParsers } from "@/lib/query/url-state";

/** Parsers of the page of strategies: of which project, which one, which version, how it is shown and against which version. */
export const strategyParsers = {
  project: filterParsers.project,
  name: parseAsString,
  version: parseAsInteger,
  view: parseAsStringLiteral(["text", "changes"] as const),
  against: parseAsInteger,
};
export const loadStrategyAddress = createLoader(strategyParsers);

/**
 * The one project that a page of settings is about: the first that the address names, else the caller's own first, else
 * default, or the first there is when nobody uses that.
 */
export function chooseProject(
  asked: readonly string[] | null,
  projects: readonly string[],
  own: readonly string[] | null,
): string {
  const fallback = projects.includes("default") ? "default" : (projects[0] ?? "default");
  return asked?.[0] ?? own?.[0] ?? fallback;
}
