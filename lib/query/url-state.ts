import {
  createLoader,
  createMultiParser,
  createParser,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { readChoices, toSearch, writeChoices } from "./parameters";
import { checkRange, dateOrTime } from "./range";

// The filter grammar of the API as the state of every page: the URL holds it and nothing else does.

/** The range of a page whose URL names none. */
export const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

const days = createParser<number>({
  parse: (text) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 366 ? Number(text) : null),
  serialize: String,
});

const time = createParser<string>({
  parse: (text) => (dateOrTime.safeParse(text).success ? text : null),
  serialize: (value) => value,
});

const flag = createParser<boolean>({
  parse: (text) => (text === "true" ? true : text === "false" ? false : null),
  serialize: String,
});

const isSameList = (a: string[], b: string[]) =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** Any of several values, by comma or repetition; written by comma, with a backslash before a comma within a value. */
const anyOf = createMultiParser<string[]>({
  parse: (texts) => {
    const values = readChoices(texts).filter((value) => value !== "");
    return values.length > 0 ? values : null;
  },
  serialize: (values) => [writeChoices(values)],
  eq: isSameList,
});

/** Parsers of the shared filters for `useQueryStates`, on the server through `loadFilters`. */
export const filterParsers = {
  days,
  from: time,
  to: time,
  project: anyOf,
  model: anyOf,
  intent: anyOf,
  rating: parseAsStringLiteral(["1", "-1"]),
  user_id: parseAsNativeArrayOf(parseAsString),
  session_id: parseAsNativeArrayOf(parseAsString),
  q: parseAsString,
  has_note: flag,
};
export type Filters = inferParserType<typeof filterParsers>;

/** The filters in the search parameters of a page. What cannot be understood counts as not given. */
export const loadFilters = createLoader(filterParsers);

/** The filters without a range that ends before it begins: it counts as not given. */
export function withUsableRange(filters: Filters): Filters {
  return isOrdered(filters.from, filters.to) ? filters : { ...filters, from: null, to: null };
}

/** Whether every part of the range in a page's address is understood. A part that is absent or empty is. */
export function isRangeUnderstood(search: URLSearchParams): boolean {
  const isRead = (["days", "from", "to"] as const).every((name) => {
    const text = search.get(name);
    return !text || filterParsers[name].parse(text) !== null;
  });
  return isRead && isOrdered(search.get("from") || null, search.get("to") || null);
}

function isOrdered(from: string | null, to: string | null): boolean {
  let isFine = true;
  checkRange(
    { from: from ?? undefined, to: to ?? undefined },
    () => {
      isFine = false;
    },
    { wholeDays: false },
  );
  return isFine;
}

/** What reads a parameter of an address; null is what it does not take. nuqs makes these. */
export type Parser =
  | { type?: "single"; parse: (text: string) => unknown }
  | { type: "multi"; parse: (texts: readonly string[]) => unknown };

/**
 * The parameters of a page's address that are not understood, as `name=value`: values that their parser does not take, more
 * values than one, and names that the page does not know. A parameter without a value is as good as absent.
 */
export function listMisread(search: URLSearchParams, parsers: Readonly<Record<string, Parser>>): string[] {
  return [...new Set(search.keys())].flatMap((name) => {
    const texts = search.getAll(name).filter((text) => text !== "");
    const parser = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
    const isRead =
      texts.length === 0 ||
      (parser?.type === "multi"
        ? parser.parse(texts) !== null
        : parser !== undefined && texts.length === 1 && parser.parse(texts[0] as string) !== null);
    return isRead ? [] : texts.map((text) => `${name}=${text}`);
  });
}

/** Parameters in the grammar of the API. */
export type FilterParameters = Record<string, string | string[]>;

/** The filters as parameters of the API; without a range the last 30 days. from and to win over days, unless they are in the wrong order. */
export function toFilterParameters(filters: Filters): FilterParameters {
  const { from, to, project, model, intent, rating, user_id, session_id, q, has_note } =
    withUsableRange(filters);
  const isCustom = from !== null || to !== null;
  return {
    ...(isCustom ? {} : { days: String(filters.days ?? DEFAULT_DAYS) }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(project ? { project: writeChoices(project) } : {}),
    ...(model ? { model: writeChoices(model) } : {}),
    ...(intent ? { intent: writeChoices(intent) } : {}),
    ...(rating ? { rating } : {}),
    ...(user_id.length > 0 ? { user_id } : {}),
    ...(session_id.length > 0 ? { session_id } : {}),
    ...(q ? { q } : {}),
    ...(has_note === null ? {} : { has_note: String(has_note) }),
  };
}

/** As toFilterParameters, for analytics, which count whole UTC days: a part of a day becomes the whole day. */
export function toAnalyticsParameters(filters: Filters): FilterParameters {
  const isDate = (value: string) => value.length === 10;
  const toDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const { from, to } = withUsableRange(filters);
  return toFilterParameters({
    ...filters,
    from: from === null || isDate(from) ? from : toDay(Date.parse(from)),
    // An end that is a time is excluded: midnight belongs to the day before.
    to: to === null || isDate(to) ? to : toDay(Math.ceil(Date.parse(to) / DAY_MS) * DAY_MS - DAY_MS),
  });
}

type OwnValue = string[] | string | number | boolean | null;
/** Those that toFilterParameters() and toAnalyticsParameters() write for every page. */
const sharedNames = ["days", "from", "to", "project", "user_id", "q"];

/** Those of `filters` that `parsers` know, beside the shared ones, as the API writes them. */
export function toOwnParameters(parsers: object, filters: Record<string, OwnValue>): FilterParameters {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      sharedNames.includes(name) || !Object.hasOwn(parsers, name) || value === null
        ? []
        : [[name, Array.isArray(value) ? writeChoices(value) : String(value)]],
    ),
  );
}

/** The address of a page under these parameters, changed by `patch`: undefined takes one away, a range replaces the range. */
export function toHref(
  path: string,
  parameters: FilterParameters,
  patch: Record<string, string | string[] | undefined> = {},
): string {
  const kept =
    "from" in patch || "to" in patch || "days" in patch
      ? { ...parameters, days: undefined, from: undefined, to: undefined }
      : parameters;
  const search = toSearch({ ...kept, ...patch });
  return search ? `${path}?${search}` : path;
}
