import type { AccuracyRow, FeedbackStats } from "../lib/feedback/schemas";
import { bar, count, duration, pad, percent, type Styles, toPrintable, truncate } from "./terminal";

/** What the dashboard shows: answers of the API, and when they came. */
export type Figures = {
  stats: FeedbackStats;
  models: AccuracyRow[];
  intents: AccuracyRow[];
  /** Time of the newest vote, ISO 8601; null without any. */
  newestVoteAt: string | null;
  /** How long the server took to say that it and its database are ready. */
  readyMs: number;
  at: Date;
};

export type DashboardOptions = {
  address: string;
  days: number;
  project: string[] | undefined;
  intervalSeconds: number;
  isOnce: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Lines of the terminal; absent: as many as there are. */
  height?: number | undefined;
  styles: Styles;
  /** Why the figures could not be renewed, and since when. */
  trouble?: { sentence: string; since: Date } | undefined;
};

/** Below this many votes a rate says little; it is dimmed. */
const FEW_VOTES = 30;
const NO_INTENT = "(none)";

/** The dashboard as lines that fit the terminal. `figures` is null until the first answer. */
export function renderDashboard(figures: Figures | null, options: DashboardOptions): string[] {
  return renderLines(figures, options).map((line) => truncate(line, options.width));
}

function renderLines(figures: Figures | null, options: DashboardOptions): string[] {
  const { styles, trouble } = options;
  const head = [...renderHead(figures, options), ""];
  const foot = trouble ? [styles.warning(`${trouble.sentence} (since ${clock(trouble.since)})`)] : [];
  if (!figures) return trouble ? [...head, ...foot] : [...head, "Asking the server…"];

  const totals = [...renderTotals(figures.stats, options), ""];
  const system = ["", ...renderSystem(figures, options)];
  // Two titles, a blank line between the tables, and in each of them perhaps a line "N of M".
  const room =
    (options.height ?? Number.POSITIVE_INFINITY) -
    head.length -
    totals.length -
    system.length -
    foot.length -
    5;
  const intentRoom = Math.min(figures.intents.length, Math.max(1, Math.floor(room / 2)));
  return [
    ...head,
    ...totals,
    ...renderTable("Accuracy by model", figures.models.map(named("model")), room - intentRoom, options),
    "",
    ...renderTable("Accuracy by intent", figures.intents.map(named("intent")), intentRoom, options),
    ...system,
    ...foot,
  ];
}

function renderHead(figures: Figures | null, options: DashboardOptions): string[] {
  const { styles, isOnce } = options;
  const scope = options.project ? ` · ${options.project.map(toPrintable).join(", ")}` : "";
  const range = `last ${options.days === 1 ? "day" : `${options.days} days`} (UTC)`;
  const renewal = isOnce ? "" : ` · every ${options.intervalSeconds} s · Ctrl-C ends`;
  return [
    styles.bold(`Retune · ${range}${scope}`),
    styles.dim(`${options.address}${figures ? ` · ${clock(figures.at)}` : ""}${renewal}`),
  ];
}

function renderTotals(stats: FeedbackStats, { styles, width }: DashboardOptions): string[] {
  const { total, positive, negative, ci_low, ci_high, complete, previous } = stats;
  if (total === 0 || ci_low === null || ci_high === null) return ["No votes in this range yet."];
  const rate = `Success rate  ${styles.bold(percent(positive / total))}`;
  const certainty = `95 % interval ${interval(ci_low, ci_high)}, n ${count(total)}`;
  const rateLine = width < 72 ? [rate, `              ${certainty}`] : [`${rate}  ${certainty}`];
  const change =
    complete && previous && complete.total > 0 && previous.total > 0
      ? [
          `Change        ${styleChange(complete.positive / complete.total - previous.positive / previous.total, styles)} against the ${daysOf(previous)} before, complete days only`,
        ]
      : [];
  const memory = stats.avg_memory_used === null ? "" : ` · memory ${stats.avg_memory_used.toFixed(1)} MB`;
  return [
    ...rateLine,
    ...change,
    `Votes         ${count(total)} · ${count(positive)} up · ${count(negative)} down`,
    `Seen          ${count(stats.unique_users)} users · ${count(stats.unique_sessions)} sessions · ${count(stats.unique_models)} models${memory}`,
  ];
}

function styleChange(points: number, styles: Styles): string {
  const text = `${points >= 0 ? "+" : "−"}${Math.abs(points * 100).toFixed(1)} points`;
  if (Math.abs(points) < 0.0005) return text;
  return points > 0 ? styles.positive(text) : styles.negative(text);
}

function daysOf(period: { from: string; to: string }): string {
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000);
  return days === 1 ? "day" : `${days} days`;
}

type NamedRow = AccuracyRow & { name: string };

const named =
  (dimension: "model" | "intent") =>
  (row: AccuracyRow): NamedRow => ({ ...row, name: toPrintable(row[dimension] ?? NO_INTENT) });

function renderTable(title: string, rows: NamedRow[], room: number, options: DashboardOptions): string[] {
  const { styles, width } = options;
  if (rows.length === 0) return [styles.bold(title), "no votes"];
  const shown = rows.slice(0, Math.max(1, rows.length > room ? room - 1 : room));
  const left = rows.length - shown.length;
  return [
    styles.bold(title),
    ...shown.map((row) => renderRow(row, width, styles)),
    ...(left > 0 ? [styles.dim(`the ${count(shown.length)} with most votes of ${count(rows.length)}`)] : []),
  ];
}

/** Name, bar, rate, interval, n; a narrow terminal goes without the interval, then without the bar. */
function renderRow(row: NamedRow, width: number, styles: Styles): string {
  const rate = pad(percent(row.accuracy), 8, "right");
  const votes = pad(`n ${count(row.total)}`, 11, "right");
  const hasInterval = width >= 64;
  const nameWidth = Math.max(8, Math.min(28, Math.floor(width * 0.3)));
  const fixed = nameWidth + rate.length + votes.length + (hasInterval ? 15 : 0) + 2;
  const barWidth = Math.min(40, width - fixed);
  const name = pad(row.name, nameWidth);
  const range = hasInterval ? pad(interval(row.ci_low, row.ci_high), 15, "right") : "";
  const { filled, rest } = bar(row.accuracy, Math.max(0, barWidth));
  const isFew = row.total < FEW_VOTES;
  if (isFew) return styles.dim(`${name} ${barWidth >= 4 ? filled + rest : ""}${rate}${range}${votes}`);
  const drawn = barWidth >= 4 ? `${styles.accent(filled)}${styles.dim(rest)}` : "";
  return `${name} ${drawn}${rate}${styles.dim(range)}${votes}`;
}

function renderSystem(figures: Figures, { styles }: DashboardOptions): string[] {
  const { newestVoteAt, readyMs, at } = figures;
  const age = newestVoteAt === null ? null : Math.max(0, at.getTime() - Date.parse(newestVoteAt)) / 1000;
  const newest =
    age === null ? "no votes yet" : `newest vote ${age < 1 ? "just now" : `${duration(age)} ago`}`;
  return [
    styles.bold("System"),
    `API and database ready in ${Math.max(1, Math.round(readyMs))} ms · ${newest}`,
  ];
}

/** 79.1–83.4 % */
function interval(low: number, high: number): string {
  return `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)} %`;
}

function clock(time: Date): string {
  return `${time.toISOString().slice(11, 19)} UTC`;
}
