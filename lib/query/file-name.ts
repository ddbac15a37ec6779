import type { Range } from "./range";

/** The last day (UTC) of a range that ends before `to`. */
const lastDay = (to: string) => new Date(Date.parse(to) - 1).toISOString().slice(0, 10);

/**
 * The name of a file of rows, without its ending: what they are, and their days (UTC, the first and the last included). Rows
 * that were chosen by hand are named by the day of the download. A name says nothing of the rows' texts and people: names end
 * up in logs and histories.
 */
export function nameFile(noun: string, filter: Range & { ids?: readonly string[] }, now: Date): string {
  if (filter.ids) return `retune-${noun}-selected-${now.toISOString().slice(0, 10)}`;
  const to = lastDay(filter.to ?? now.toISOString());
  const from = filter.from?.slice(0, 10);
  if (from === undefined) return `retune-${noun}-until-${to}`;
  return from === to ? `retune-${noun}-${to}` : `retune-${noun}-${from}-to-${to}`;
}
