import { toJsonLine } from "@/lib/format/json-line";
import { formats, type WeightedExample } from "./formats";
import type { ExportFormat, ExportReport, NegativePolicy, TrainingExample, Weights } from "./schemas";

const MAX_SKIPPED_IDS = 1000;

export type ExportOptions = {
  format: ExportFormat;
  weights: Weights;
  negatives?: NegativePolicy | undefined;
};

/** Turns canonical examples into the lines of a file and keeps account of every row. One instance per file; memory does not grow with it. */
export class ExampleWriter {
  readonly #options: ExportOptions;
  readonly #skipped = new Map<string, { count: number; ids: string[] }>();
  readonly #counts = { considered: 0, written: 0, positive: 0, negative: 0, replaced: 0, repeated: 0 };

  constructor(options: ExportOptions) {
    this.#options = options;
  }

  /** The lines of one example, each ending in a newline; empty when it is skipped, and the report says why. */
  write(example: TrainingExample): string {
    this.#counts.considered += 1;
    const weighted = this.#weigh(example);
    if (typeof weighted === "string") {
      this.#skip(weighted, example.id);
      return "";
    }
    const lines = formats[this.#options.format].toLines(weighted);
    this.#counts.written += lines.length;
    this.#counts.repeated += Math.max(0, lines.length - 1);
    this.#counts[example.rating === 1 ? "positive" : "negative"] += lines.length;
    if (weighted.answer !== example.answer) this.#counts.replaced += lines.length;
    return lines.map(toJsonLine).join("");
  }

  /** The account so far. */
  report(): ExportReport {
    const warnings: string[] = [];
    if (this.#counts.considered === 0) warnings.push("No vote matches: the file is empty.");
    else if (this.#counts.written === 0) warnings.push("Every row was skipped: the file is empty.");
    return {
      ...this.#counts,
      skipped: [...this.#skipped].map(([reason, { count, ids }]) => ({ reason, count, ids })),
      warnings,
    };
  }

  #weigh(example: TrainingExample): WeightedExample | string {
    const { weights, format, negatives = formats[format].defaultNegatives } = this.#options;
    let answer = example.answer;
    let weight = example.rating === 1 ? weights.positive : weights.negative;
    if (example.rating === -1 && negatives !== "keep") {
      if (negatives === "drop") return "thumbs down (negatives: drop)";
      if (example.corrected_answer === null) return "thumbs down without a corrected response";
      answer = example.corrected_answer;
      weight = weights.positive;
    }
    if (weight === 0) return "weight 0";
    if (example.context.some((message) => message.role === "user" && message.content.trim() === ""))
      return "empty query";
    if (answer.trim() === "") return "empty response";
    return { example, answer, weight };
  }

  #skip(reason: string, id: string): void {
    const entry = this.#skipped.get(reason) ?? { count: 0, ids: [] };
    entry.count += 1;
    if (entry.ids.length < MAX_SKIPPED_IDS) entry.ids.push(id);
    this.#skipped.set(reason, entry);
  }
}
