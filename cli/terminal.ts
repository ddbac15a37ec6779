import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** Text styles; each gives the text back unchanged when colour is off. */
export type Styles = Record<"bold" | "dim" | "accent" | "positive" | "negative" | "warning", Style>;
type Style = (text: string) => string;

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  accent: [36, 39],
  positive: [32, 39],
  negative: [31, 39],
  warning: [33, 39],
} as const;

/** Styles with ANSI escapes, or without any. */
export function createStyles(isColored: boolean): Styles {
  const style = ([open, close]: readonly [number, number]): Style =>
    isColored ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  return {
    bold: style(codes.bold),
    dim: style(codes.dim),
    accent: style(codes.accent),
    positive: style(codes.positive),
    negative: style(codes.negative),
    warning: style(codes.warning),
  };
}

/** Whether to colour: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is a dumb one. */
export function wantsColor(
  stream: { isTTY?: boolean },
  environment: Record<string, string | undefined>,
): boolean {
  return Boolean(stream.isTTY) && !environment.NO_COLOR && environment.TERM !== "dumb";
}

/**
 * Text from other people made safe to print: escape sequences, control characters and bidirectional overrides are
 * taken out, so that a model's name can neither move the cursor nor reorder a line.
 */
export function toPrintable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\r]+/g, " ")
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}

/** The text in exactly `width` columns of a terminal: cut with an ellipsis, or filled up with spaces. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const cut = truncate(text, width);
  const gap = " ".repeat(Math.max(0, width - stringWidth(cut)));
  return align === "left" ? cut + gap : gap + cut;
}

/** An escape sequence of createStyles(). Built from a string: a control character has no place in a pattern. */
const styleSequence = RegExp(`(${"\u001b"}\\[\\d+m)`);

/** The text in at most `width` columns of a terminal, cut with an ellipsis. Styles of what is cut still end. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = "";
  let left = width;
  for (const [index, part] of text.split(styleSequence).entries()) {
    if (index % 2 === 1) kept += part;
    else if (left > 0) {
      const cut = stringWidth(part) < left ? part : cutPlain(part, left);
      kept += cut;
      left = cut.endsWith("…") ? 0 : left - stringWidth(cut);
    }
  }
  return kept;
}

function cutPlain(text: string, width: number): string {
  let kept = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of `width` columns, filled to a fraction 0–1 in steps of an eighth of a column. */
export function bar(fraction: number, width: number): { filled: string; rest: string } {
  const steps = Math.round(Math.min(1, Math.max(0, fraction)) * width * 8);
  const filled = "█".repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? "");
  return { filled, rest: "░".repeat(width - Math.ceil(steps / 8)) };
}

/** 1,234 */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** 81.2 % of a fraction 0–1. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** 1.4 MB: decimal units, as file managers and disks count. */
export function bytes(value: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return power === 0 ? `${count(value)} bytes` : `${(value / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** 0.8 s, 42 s, 3 min 10 s */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 10) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
