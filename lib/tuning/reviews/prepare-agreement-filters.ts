import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { filterParsers } from "@/lib/query/url-state";
import { categories } from "../vocabulary";

/** Parsers of what the page of agreement is about: a queue, then a cell of a grid and what is decided. */
export const agreementParsers = {
  project: filterParsers.project,
  queue_id: parseAsString,
  category: parseAsStringLiteral(categories),
  side: parseAsStringLiteral(["first", "second"] as const),
  is_adjudicated: filterParsers.has_note,
};
export type AgreementFilters = inferParserType<typeof agreementParsers>;

/** The same in the search parameters of the page. */
export const loadAgreementFilters = createLoader(agreementParsers);

/** Turns of a page of the list. */
const PAGE_SIZE = 50;

/** The scope as parameters of GET /v1/tuning/agreement. It takes one project: several are every project. */
export function toAgreementParameters(filters: AgreementFilters): Record<string, string> {
  return {
    ...(filters.project?.length === 1 ? { project: filters.project[0] as string } : {}),
    ...(filters.queue_id ? { queue_id: filters.queue_id } : {}),
  };
}

/** The same as parameters of GET /v1/tuning/agreement/turns. */
export function toDisagreementParameters(filters: AgreementFilters): Record<string, string> {
  return {
    ...toAgreementParameters(filters),
    limit: String(PAGE_SIZE),
    ...(filters.category ? { category: filters.category } : {}),
    ...(filters.category && filters.side ? { side: filters.side } : {}),
    ...(filters.is_adjudicated === null ? {} : { is_adjudicated: String(filters.is_adjudicated) }),
  };
}
