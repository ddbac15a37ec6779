import { toJsonLine } from "@/lib/format/json-line";
import type { DatasetDefinition } from "../definitions/schemas";
import type { TrainingExample } from "../examples/schemas";
import type { Format } from "../formats/format";
import { formats } from "../formats/formats";
import { findError, isAlternating, isValidText } from "./check-example";
import { type Choice, type ChoiceRules, chooseAnswers } from "./choose-answers";
import { fingerprint } from "./fingerprint";
import { type Redact, redactExample } from "./redaction";
import { type ExportReport, type LintRule, lintRules, type WeightKind, type WrittenItem } from "./schemas";
import { Seen, type SeenItem } from "./seen";
import { type Account, Tally } from "./tally";
import { countCopies, findSplit, findWeight } from "./weigh";

/** A line with how often it stands in the file. */
type WeighedLine = { kind: WeightKind; weight: number; copies: number; text: string };

/**
 * Turns canonical examples into the lines of a file and keeps account of every row. One instance per file. The same examples
 * in the same order give the same bytes and the same report, in one run or continued from `saved` at any point.
 */
export class DatasetWriter {
  readonly #definition: DatasetDefinition;
  readonly #format: Format;
  readonly #rules: ChoiceRules;
  readonly #maxTokens: number | null;
  readonly #redact: Redact | undefined;
  readonly #tally: Tally;
  readonly #seen: Seen;

  /**
   * @param options.redact replaces personal data in a text by the settings of a project; without it texts stay
   * @param saved what account() gave and the items written so far, to continue after them. Of many, hand in none here and
   *   each to remember() as it is read, before the first write()
   */
  constructor(
    options: { definition: DatasetDefinition; redact?: Redact | undefined },
    saved?: { account: unknown; seen?: Iterable<SeenItem> | undefined },
  ) {
    const { definition, redact } = options;
    this.#definition = definition;
    this.#format = formats[definition.format];
    this.#rules = {
      negatives: definition.negatives ?? this.#format.defaultNegatives,
      pairs: definition.pairs,
    };
    this.#maxTokens = definition.max_tokens ?? this.#format.maxTokens;
    this.#redact = redact;
    this.#tally = new Tally(saved?.account);
    this.#seen = new Seen(definition.validation_share > 0, saved?.seen);
  }

  /** Takes an item of the run that this one continues for written, so that what repeats it is found. It is counted already. */
  remember(item: SeenItem): void {
    this.#seen.add(item);
  }

  /** What is written of one example; null when it is left out, and the report says why. */
  write(original: TrainingExample): WrittenItem | null {
    this.#tally.consider();
    const { id } = original;
    const example = this.#redact ? redactExample(original, this.#redact) : original;
    const choice = chooseAnswers(example, this.#format, this.#rules);
    if ("reason" in choice) return this.#skip(choice.reason, id);
    return this.#weigh(example, { ...choice, messages: this.#withSystemPrompt(choice.messages) });
  }

  /** What became of every row so far. */
  report(): ExportReport {
    return this.#tally.report(this.#definition, this.#format);
  }

  /** What another writer needs, with the items written so far, to continue. */
  account(): Account {
    return this.#tally.account();
  }

  #withSystemPrompt(messages: TrainingExample["context"]): TrainingExample["context"] {
    const { system_prompt } = this.#definition;
    if (system_prompt === null || system_prompt.trim() === "") return messages;
    return [{ role: "system", content: system_prompt }, ...messages];
  }

  #weigh(example: TrainingExample, choice: Choice): WrittenItem | null {
    const { weights } = this.#definition;
    const weighted = choice.parts.map((part) => ({
      ...part,
      weight: findWeight(weights, part.kind, example.categories),
    }));
    const parts = weighted.filter(({ weight }) => weight > 0);
    if (parts.length === 0) {
      for (const { kind } of weighted) this.#tally.weigh(kind, 0, 0);
      return this.#skip("weight 0", example.id);
    }
    const answers = parts.flatMap((part) => part.answers);
    const error =
      findError(choice.messages, answers, this.#format, this.#maxTokens) ?? findErrorBeside(example, choice);
    if (error) return this.#refuse(error, example.id);

    const lines: WeighedLine[] = [];
    for (const part of parts) {
      const line = this.#format.toLine({
        example,
        messages: choice.messages,
        answers: part.answers,
        weight: part.weight,
        better: choice.better,
      });
      if ("skip" in line) return this.#refuse(line.skip, example.id);
      const copies = this.#format.carriesWeight ? 1 : countCopies(part.weight, example.id);
      lines.push({ kind: part.kind, weight: part.weight, copies, text: toJsonLine(line) });
    }

    const split = findSplit(
      example.conversation,
      this.#definition.validation_share,
      this.#definition.split_seed,
    );
    const { prompt, content } = fingerprint(choice.messages, answers);
    const isDuplicate = this.#seen.hasContent(content);
    if (isDuplicate && this.#definition.deduplicate) return this.#refuse("duplicate", example.id);
    for (const { kind } of weighted.filter(({ weight }) => weight === 0)) this.#tally.weigh(kind, 0, 0);
    for (const { kind, weight, copies } of lines) this.#tally.weigh(kind, weight, copies);
    const written = lines.filter(({ copies }) => copies > 0);
    const [first] = written;
    if (!first) return this.#skip("left out by a weight below 1", example.id);

    const lint: LintRule[] = [];
    if (!isAlternating(choice.messages)) lint.push("roles_do_not_alternate");
    if (isDuplicate) lint.push("duplicate");
    if (this.#seen.hasPromptBeyond(prompt, split)) lint.push("prompt_in_both_splits");

    const { provenance } = example;
    // Lines that are repeated unequally often stand in the body more than once, and as seldom as possible.
    const times = written.reduce((shared, { copies }) => findCommonDivisor(shared, copies), 0);
    const total = written.reduce((sum, { copies }) => sum + copies, 0);
    const userIds = [provenance.user_id, choice.other?.user_id ?? null].filter((each) => each !== null);
    const item: WrittenItem = {
      split,
      source_id: example.id,
      other_id: choice.other?.id ?? null,
      kind: first.kind,
      weight: first.weight,
      body: written.map(({ text, copies }) => text.repeat(copies / times)).join(""),
      copies: times,
      lines: total,
      project: provenance.project,
      model: provenance.model,
      intent: provenance.intent,
      rating: example.rating,
      source_created_at: provenance.created_at,
      user_ids: [...new Set(userIds)],
      content_hash: content,
      prompt_hash: prompt,
      lint,
    };
    this.#seen.add(item);
    this.#tally.add(item, {
      repeated: total - written.length,
      isReplaced: choice.isReplaced,
      promptVersion: provenance.prompt_version,
    });
    return item;
  }

  #skip(reason: string, id: string): null {
    this.#tally.skip(reason, id);
    return null;
  }

  #refuse(rule: LintRule, id: string): null {
    const { label } = lintRules[rule];
    const max = this.#maxTokens?.toLocaleString("en-US");
    this.#tally.find(rule, id, rule === "too_long" ? `More than ${max} tokens` : label);
    return this.#skip(`${label[0]?.toLowerCase()}${label.slice(1)}`, id);
  }
}

/** What stands beside the conversation in a line, or beside the line: provenance, and the better answer that is not taught. */
function findErrorBeside({ provenance }: TrainingExample, { better }: Choice): LintRule | null {
  const { project, model, intent, prompt_version, user_id } = provenance;
  const texts = [project, model, intent, prompt_version, user_id, better];
  return texts.every((text) => text === null || isValidText(text)) ? null : "invalid_text";
}

/** The greatest common divisor; of 0 and a number the number. */
function findCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : findCommonDivisor(b, a % b);
}
