import type { Range } from "./range";

/**
 * The filter with its end no later than `now`: rows that arrive while a file is written are for the next one. Rows that are
 * named by their ids stay as they are.
 */
export function withCutoff<Filter extends Range & { ids?: string[] }>(filter: Filter, now: Date): Filter {
  const cutoff = now.toISOString();
  const hasEnded = filter.to !== undefined && filter.to <= cutoff;
  return hasEnded || filter.ids ? filter : { ...filter, to: cutoff };
}
