import type { z } from "zod";
import type { DatasetDefinition } from "../definitions/schemas";
import type { Format } from "../formats/format";
import {
  type ExportReport,
  exportReport,
  type LintRule,
  lintRules,
  splits,
  type WeightKind,
  type WrittenItem,
  weightKinds,
} from "./schemas";

const MAX_IDS = 1000;
const MAX_PROMPT_VERSIONS = 100;

const accountSchema = exportReport.omit({ warnings: true });
/** What was counted so far: JSON with which another run continues exactly. */
export type Account = z.infer<typeof accountSchema>;

const nothing = (): Account => ({
  considered: 0,
  written: 0,
  examples: 0,
  positive: 0,
  negative: 0,
  replaced: 0,
  repeated: 0,
  weights: [],
  splits: splits.map((split) => ({ split, examples: 0, lines: 0, bytes: 0 })),
  skipped: [],
  lint: [],
  prompt_versions: [],
});

/** Keeps account of what became of every row. Its size does not grow with the file: of many ids the first 1,000 are kept. */
export class Tally {
  readonly #account: Account;

  /** @param saved what account() gave; nothing or {} = begin. @throws ZodError for anything else */
  constructor(saved?: unknown) {
    const isNew = !saved || Object.keys(saved).length === 0;
    this.#account = isNew ? nothing() : accountSchema.parse(saved);
  }

  consider(): void {
    this.#account.considered += 1;
  }

  skip(reason: string, id: string): void {
    const entry = this.#account.skipped.find((each) => each.reason === reason);
    if (entry) addTo(entry, id);
    else this.#account.skipped.push({ reason, count: 1, ids: [id] });
  }

  /** @param message what the report says, when there is more to say than the rule's name */
  find(rule: LintRule, id: string, message: string = lintRules[rule].label): void {
    const entry = this.#account.lint.find((each) => each.rule === rule);
    if (entry) addTo(entry, id);
    else this.#account.lint.push({ rule, severity: lintRules[rule].severity, message, count: 1, ids: [id] });
  }

  weigh(kind: WeightKind, weight: number, lines: number): void {
    const { weights } = this.#account;
    const entry = weights.find((each) => each.kind === kind && each.weight === weight);
    if (entry) {
      entry.examples += 1;
      entry.lines += lines;
    } else weights.push({ kind, weight, examples: 1, lines });
  }

  add(
    { split, lines, copies, body, rating, source_id, lint }: WrittenItem,
    more: { repeated: number; isReplaced: boolean; promptVersion: string | null },
  ): void {
    const account = this.#account;
    account.examples += 1;
    account.written += lines;
    account.repeated += more.repeated;
    if (rating === 1) account.positive += lines;
    if (rating === -1) account.negative += lines;
    if (more.isReplaced) account.replaced += lines;
    const part = account.splits.find((each) => each.split === split);
    if (part) {
      part.examples += 1;
      part.lines += lines;
      part.bytes += copies * Buffer.byteLength(body);
    }
    for (const rule of lint) this.find(rule, source_id);
    if (more.promptVersion !== null) this.#addPromptVersion(more.promptVersion);
  }

  account(): Account {
    return structuredClone(this.#account);
  }

  /** The account for people: in a fixed order, and with what they should know before they train with the file. */
  report(definition: DatasetDefinition, format: Format): ExportReport {
    const account = this.account();
    account.weights.sort(
      (a, b) => weightKinds.indexOf(a.kind) - weightKinds.indexOf(b.kind) || b.weight - a.weight,
    );
    return { ...account, warnings: listWarnings(account, definition, format) };
  }

  #addPromptVersion(promptVersion: string): void {
    const { prompt_versions } = this.#account;
    const entry = prompt_versions.find((each) => each.prompt_version === promptVersion);
    if (entry) entry.examples += 1;
    else if (prompt_versions.length < MAX_PROMPT_VERSIONS)
      prompt_versions.push({ prompt_version: promptVersion, examples: 1 });
  }
}

function addTo(entry: { count: number; ids: string[] }, id: string): void {
  entry.count += 1;
  if (entry.ids.length < MAX_IDS) entry.ids.push(id);
}

const rows = {
  feedback: "vote",
  turns: "turn",
  interactions: "interaction",
  executions: "execution",
} as const;

function listWarnings(account: Account, definition: DatasetDefinition, format: Format): string[] {
  if (account.considered === 0) return [`No ${rows[definition.source]} matches: the file is empty.`];
  if (account.written === 0) return ["Every row was skipped: the file is empty."];
  const warnings: string[] = [];
  const [train, validation] = splits.map((split) => account.splits.find((each) => each.split === split));
  const lines = train?.lines ?? 0;
  if (format.minLines !== null && lines < format.minLines)
    warnings.push(
      `${format.label} needs at least ${format.minLines} lines to train; there ${lines === 1 ? "is" : "are"} ${lines}.`,
    );
  if (format.needs === "bad answers") {
    const bad = account.weights.reduce((sum, { kind, lines }) => sum + (kind === "negative" ? lines : 0), 0);
    if (bad === 0) warnings.push("No bad answer is in the file: KTO needs good and bad ones.");
    if (bad === account.written) warnings.push("No good answer is in the file: KTO needs good and bad ones.");
  }
  if (definition.validation_share > 0 && validation?.lines === 0)
    warnings.push("No conversation fell into the validation file: there are too few of them.");
  return warnings;
}
