import type { NegativePolicy, PairSource } from "../definitions/schemas";
import type { Message, TrainingExample } from "../examples/schemas";
import type { Answer, AnswerLabel } from "../formats/format";
import type { FormatFacts } from "../formats/vocabulary";
import type { WeightKind } from "./schemas";

/** Answers that stand in one line and share a weight. */
export type Part = { kind: WeightKind; answers: Answer[] };

/** What is taught of an example. */
export type Choice = {
  /** What stands before the answers. */
  messages: Message[];
  /** One, but for a format of single answers: the original and the better one are lines of their own there. */
  parts: Part[];
  /** Whether the better answer stands in place of the original. */
  isReplaced: boolean;
  /** The better answer where the original is taught. */
  better: string | null;
  /** The row of the preferred answer, when it is not this one. */
  other: { id: string; user_id: string | null } | null;
};

/** Why nothing is taught, in the words of the report. */
export type LeftOut = { reason: string };

/** How a definition treats answers; `negatives` is settled, never null. */
export type ChoiceRules = { negatives: NegativePolicy; pairs: readonly PairSource[] };

/** Which answers of an example are taught in a format. */
export function chooseAnswers(
  example: TrainingExample,
  format: FormatFacts,
  rules: ChoiceRules,
): Choice | LeftOut {
  switch (format.needs) {
    case "pairs":
      return choosePair(example, rules.pairs);
    case "bad answers":
      return chooseLabeled(example);
    case "executions":
      return chooseActionPlan(example, rules.negatives);
    case "nothing":
      return chooseAnswer(example, rules.negatives, format.keepsOriginals);
  }
}

/** A better answer that says what the answer says is none: nobody would call both bad and good. */
function findBetter({ answer, better_answer }: TrainingExample): string | null {
  return better_answer !== null && !isSame(better_answer, answer) ? better_answer : null;
}

const isSame = (first: string, second: string) => first.trim() === second.trim();

const kindOf = ({ rating }: TrainingExample): WeightKind =>
  rating === 1 ? "positive" : rating === -1 ? "negative" : "unrated";

const answerAs = (
  label: AnswerLabel,
  content: string,
  object: Record<string, unknown> | null = null,
): Answer => ({
  label,
  content,
  object,
});

function chooseAnswer(
  example: TrainingExample,
  negatives: NegativePolicy,
  keepsOriginals: boolean,
): Choice | LeftOut {
  const better = findBetter(example);
  const isBad = example.rating === -1;
  if (isBad && negatives === "drop") return { reason: "bad answer (negatives: drop)" };
  if (isBad && negatives === "replace" && better === null)
    return { reason: "bad answer without a better one" };
  const isReplaced =
    better !== null && (isBad ? negatives === "replace" : negatives !== "keep" && !keepsOriginals);
  return {
    messages: example.context,
    parts: [
      {
        kind: isReplaced ? "better" : kindOf(example),
        answers: [answerAs("answer", isReplaced ? better : example.answer)],
      },
    ],
    isReplaced,
    better: isReplaced ? null : better,
    other: null,
  };
}

/** The plan that worked, or the one that should have been made. A plan that failed is never taught. */
function chooseActionPlan(example: TrainingExample, negatives: NegativePolicy): Choice | LeftOut {
  const { rating, better_object, answer_object } = example;
  const isReplaced = better_object !== null;
  if (rating !== 1) {
    if (rating === -1 && negatives === "drop") return { reason: "bad answer (negatives: drop)" };
    if (!isReplaced) return { reason: "failed, and nobody gave a better action plan" };
  }
  const plan = better_object ?? answer_object;
  if (plan === null) return { reason: "no action plan" };
  return {
    messages: example.context.slice(-1),
    parts: [
      {
        kind: isReplaced ? "better" : "positive",
        // The text as it will be in the file, so that equal plans are duplicates.
        answers: [answerAs("answer", JSON.stringify(plan), plan)],
      },
    ],
    isReplaced,
    better: null,
    other: null,
  };
}

/** Each answer with its label: what people called good, what they called bad, and the better one they gave. */
function chooseLabeled(example: TrainingExample): Choice | LeftOut {
  const better = findBetter(example);
  const parts: Part[] = [];
  if (example.rating !== null)
    parts.push({
      kind: kindOf(example),
      answers: [answerAs(example.rating === 1 ? "desirable" : "undesirable", example.answer)],
    });
  if (better !== null) parts.push({ kind: "better", answers: [answerAs("desirable", better)] });
  if (parts.length === 0) return { reason: "nobody rated it" };
  return { messages: example.context, parts, isReplaced: false, better: null, other: null };
}

function choosePair(example: TrainingExample, sources: readonly PairSource[]): Choice | LeftOut {
  const { answer, better_answer, preferred, rating, context } = example;
  const isOwn = better_answer !== null && sources.includes("better_answer");
  const other = !isOwn && rating === -1 && sources.includes("votes") ? preferred : null;
  const winner = isOwn ? better_answer : other?.answer;
  if (winner === undefined) return { reason: "no second answer to compare with" };
  if (isSame(winner, answer)) return { reason: "both answers are the same" };
  return {
    // The other answer was given to the question, not to this conversation.
    messages: other ? context.slice(-1) : context,
    parts: [
      {
        kind: isOwn ? "better" : "negative",
        answers: [answerAs("preferred", winner), answerAs("rejected", answer)],
      },
    ],
    isReplaced: false,
    better: null,
    other: other && { id: other.id, user_id: other.user_id },
  };
}
