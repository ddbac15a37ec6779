import { formatMilliseconds } from "@/lib/format/duration";
import { formatCount, formatPercent, NO_VALUE } from "@/lib/format/number";
import type { ChartTable, TableColumn, TableValue } from "@/lib/format/table";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { type ContextBin, type ContextResult, MIN_RATED } from "./schemas";

const FIRST_BIN = 256;

/** What is drawn over the size of the context. */
export const contextFigures = {
  satisfaction: {
    id: "context-satisfaction",
    title: "Satisfaction by context size",
    label: "Mean satisfaction",
    definition:
      "Mean rating from 1 to 5 of the rated interactions n with a context of this size, with the 95% interval of the mean (Student’s t).",
    mean: "avg_user_satisfaction",
    low: "satisfaction_ci_low",
    high: "satisfaction_ci_high",
    n: "satisfaction_count",
    domain: [1, 5],
    format: (value: number) => value.toFixed(2),
  },
  response_time: {
    id: "context-response-time",
    title: "Response time by context size",
    label: "Mean response time",
    definition:
      "Mean time until the answer was there, over the n interactions with a context of this size that sent it, with the 95% interval of the mean (Student’s t).",
    mean: "avg_response_time_ms",
    low: "response_time_ci_low",
    high: "response_time_ci_high",
    n: "response_time_count",
    domain: undefined,
    format: formatMilliseconds as (value: number) => string,
  },
} as const satisfies Record<
  string,
  {
    id: string;
    title: string;
    label: string;
    definition: string;
    mean: keyof ContextBin;
    low: keyof ContextBin;
    high: keyof ContextBin;
    n: keyof ContextBin;
    domain: readonly [number, number] | undefined;
    format: (value: number) => string;
  }
>;
export type ContextFigure = keyof typeof contextFigures;

/** One doubling of context sizes; without interactions mean and bounds are null, which is a gap and not a zero. */
export type ContextPoint = {
  /** The tokens it begins with, as text. */
  key: string;
  tick: string;
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  isSmall: boolean;
  bin: ContextBin | null;
  range: { from: number; below: number };
};

/** Every doubling from the smallest to the largest that has interactions. */
export function prepareContext(bins: readonly ContextBin[], name: ContextFigure): ContextPoint[] {
  const figure = contextFigures[name];
  const byStart = new Map(bins.map((bin) => [bin.from_tokens, bin]));
  const points: ContextPoint[] = [];
  const last = bins.at(-1)?.from_tokens ?? -1;
  for (let from = bins[0]?.from_tokens ?? 0; from <= last; from = nextStart(from)) {
    const bin = byStart.get(from) ?? null;
    const n = bin?.[figure.n] ?? 0;
    points.push({
      key: String(from),
      tick: formatTokens(from),
      mean: bin?.[figure.mean] ?? null,
      low: bin?.[figure.low] ?? null,
      high: bin?.[figure.high] ?? null,
      n,
      isSmall: n < SMALL_SAMPLE,
      bin,
      range: { from, below: nextStart(from) },
    });
  }
  return points;
}

const nextStart = (from: number) => (from === 0 ? FIRST_BIN : from * 2);

/** The place of a number of tokens among the points: whole numbers are the middles of the bins; null when it lies in none. */
export function placeOf(points: readonly ContextPoint[], tokens: number): number | null {
  const index = points.findIndex(({ range }) => tokens >= range.from && tokens < range.below);
  const range = points[index]?.range;
  if (!range) return null;
  const part = range.from === 0 ? tokens / range.below : Math.log2(tokens / range.from);
  return index - 0.5 + part;
}

/** Tokens on an axis: 256, 512, 1k (1,024), 2k; from a million 1M (1,048,576). */
export function formatTokens(tokens: number): string {
  if (tokens < 1024) return String(tokens);
  return tokens < 1_048_576 ? `${tokens / 1024}k` : `${tokens / 1_048_576}M`;
}

/** "1,024 to 2,047 tokens". */
export const nameBin = ({ from, below }: ContextPoint["range"]) =>
  `${formatCount(from)} to ${formatCount(below - 1)} tokens`;

/** The interactions of a bin, as parameters of the list. */
export const filterOfBin = ({ from, below }: ContextPoint["range"]) => ({
  context_tokens_from: String(from),
  context_tokens_below: String(below),
});

/** How many of the interactions have a context size; a share that is not all never reads as 100%, nor one of some as 0%. */
export function describeSized({ data, without_context: without }: ContextResult): string {
  const sized = data.reduce((sum, bin) => sum + bin.total_interactions, 0);
  const all = sized + without;
  const share = sized / all;
  const percent =
    share > 0.9995 && share < 1
      ? "over 99.9%"
      : share > 0 && share < 0.0005
        ? "under 0.1%"
        : formatPercent(share);
  const rest =
    without === 0
      ? "none is left out"
      : without === 1
        ? "the 1 without it is left out"
        : `the ${formatCount(without)} without it are left out`;
  return `${formatCount(sized)} of ${formatCount(all)} interactions sent their context size (${percent}); ${rest}.`;
}

const signed = (value: number) => signedText(Number(value.toFixed(2)));
const signedText = (value: number) =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;

/** What the knee says, in words with its numbers; without one, why: too few of them rated, or nothing found. */
export function describeKnee(knee: ContextResult["knee"], rated: number): string {
  if (knee === null)
    return rated < MIN_RATED
      ? `No turning point is looked for: ${formatCount(MIN_RATED)} rated interactions are needed, there ${rated === 1 ? "is" : "are"} ${formatCount(rated)}.`
      : `No turning point: ${formatCount(rated)} ratings show no size from which on satisfaction clearly falls.`;
  return `From about ${formatCount(knee.at_tokens)} tokens on satisfaction falls: ${signed(knee.slope_after)} points per doubling of the context, ${signed(knee.slope_before)} before it (p = ${knee.p_value.toFixed(4)}).`;
}

const written =
  (format: (value: number) => string) =>
  (value: TableValue): string =>
    value === null ? NO_VALUE : format(Number(value));

/** The rows of the API as a table: those columns that the figure rests on. */
export function tabulateContext(
  bins: readonly ContextBin[],
  name: ContextFigure,
  hrefOf: (patch: Record<string, string>) => string,
): ChartTable {
  const figure = contextFigures[name];
  const column = (of: keyof ContextBin, label: string, format = formatCount): TableColumn => ({
    name: of,
    label,
    isNumeric: true,
    format: written(format),
  });
  const columns = [
    column("from_tokens", "From tokens"),
    column("to_tokens", "Below"),
    column("total_interactions", "Interactions"),
    column(figure.mean, figure.label, figure.format),
    column(figure.low, "95% from", figure.format),
    column(figure.high, "to", figure.format),
    column(figure.n, "n"),
  ];
  return {
    columns,
    rows: bins.map((bin) => ({
      href: hrefOf(filterOfBin({ from: bin.from_tokens, below: bin.to_tokens })),
      values: columns.map((each) => bin[each.name as keyof ContextBin]),
    })),
  };
}
