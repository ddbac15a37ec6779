import type { FeedbackFilter } from "./filter";

/** The name of a training file: the base name the caller asked for, else the range. */
export function finetuningFileName(
  outputPath: string | undefined,
  filter: FeedbackFilter,
  extension: "jsonl" | "csv",
): string {
  const asked = outputPath?.split(/[\\/]/).pop();
  const day = (time: string | undefined, fallback: string) => time?.slice(0, 10) ?? fallback;
  return asked || `retune-finetuning-${day(filter.from, "start")}-to-${day(filter.to, "now")}.${extension}`;
}
