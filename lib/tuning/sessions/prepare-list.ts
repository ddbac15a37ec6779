import {
  createLoader,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import {
  type FilterParameters,
  type Filters,
  filterParsers,
  toFilterParameters,
} from "@/lib/query/url-state";

const { model: anyOf, has_note: flag } = filterParsers;

/** The filters of sessions beside those of every page, under the names of the API. */
export const sessionFilterParsers = {
  tester_email: parseAsNativeArrayOf(parseAsString),
  branch_name: anyOf,
  master_prompt_version: anyOf,
  is_active: flag,
};
export type SessionFilters = inferParserType<typeof sessionFilterParsers>;

export const sessionSortParser = parseAsStringLiteral(["session_start", "-session_start"]).withDefault(
  "-session_start",
);

/** Everything that the address of the page may hold: range and project, filters, order, the comparison that is open. */
export const sessionAddressParsers = {
  days: filterParsers.days,
  from: filterParsers.from,
  to: filterParsers.to,
  project: filterParsers.project,
  ...sessionFilterParsers,
  sort: sessionSortParser,
  compare: parseAsString,
};

/** The filters and the order in the search parameters of the page of sessions. */
export const loadSessionFilters = createLoader({ ...sessionFilterParsers, sort: sessionSortParser });

/** The filters as parameters of the API: range and project as on every page, and those of sessions. */
export function toSessionParameters(shared: Filters, filters: SessionFilters): FilterParameters {
  const { days, from, to, project } = toFilterParameters(shared);
  const { tester_email, branch_name, master_prompt_version, is_active } = filters;
  return {
    ...(days ? { days } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(project ? { project } : {}),
    ...(tester_email.length > 0 ? { tester_email } : {}),
    ...(branch_name?.length ? { branch_name: writeChoices(branch_name) } : {}),
    ...(master_prompt_version?.length ? { master_prompt_version: writeChoices(master_prompt_version) } : {}),
    ...(is_active === null ? {} : { is_active: String(is_active) }),
  };
}

/** Sessions one may select by hand: as many as a download takes by id. */
export const MAX_CHOSEN_SESSIONS = 100;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The two sessions that the address of a comparison names ("id,id"); null when it names anything else. */
export function parseComparison(text: string | null): readonly [string, string] | null {
  const [first = "", second = "", ...others] = text?.split(",") ?? [];
  return others.length === 0 && uuid.test(first) && uuid.test(second) ? [first, second] : null;
}
