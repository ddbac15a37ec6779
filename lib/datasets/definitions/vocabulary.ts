import type { DatasetSource } from "../examples/schemas";
import type { WeightKind } from "../writing/schemas";
import type { NegativePolicy, PairSource, TrainingFormat } from "./schemas";

// The words for what a dataset is made of, the same on every page.

/** Sources as people name them: what they hold, and one row of them. */
export const sourceNames: Record<DatasetSource, { label: string; one: string; text: string }> = {
  feedback: { label: "Votes", one: "vote", text: "Questions and answers with thumbs and corrected answers." },
  turns: {
    label: "Reviewed turns",
    one: "turn",
    text: "Turns of test sessions with reviewers’ better answers.",
  },
  interactions: {
    label: "Interactions",
    one: "interaction",
    text: "Logged calls with how satisfied people were.",
  },
  executions: { label: "Executions", one: "execution", text: "Action plans with whether they worked." },
};

/** Formats as people name them, in one sentence each. What a format needs and does is said by its rules (../formats). */
export const formatNames: Record<TrainingFormat, { label: string; text: string }> = {
  retune: {
    label: "Retune",
    text: "Messages with a weight and where they come from. Bad answers stay, at a weight of their own.",
  },
  "prompt-response": {
    label: "Prompt and response",
    text: "The prompt and its action plan as an object. Needs executions that worked.",
  },
  "openai-sft": {
    label: "OpenAI supervised",
    text: "Chats to imitate; weights repeat lines. A run takes 10 lines or more.",
  },
  "openai-dpo": {
    label: "OpenAI preference",
    text: "A preferred and another answer (DPO). Needs better answers, or votes both ways.",
  },
  "gemini-sft": { label: "Gemini supervised", text: "Contents to imitate; weights repeat lines." },
  "gemini-preference": {
    label: "Gemini preference",
    text: "Two completions with scores 1 and 0. Needs better answers, or votes both ways.",
  },
  "trl-prompt-completion": {
    label: "TRL prompt and completion",
    text: "Conversations to imitate; weights repeat lines.",
  },
  "trl-preference": {
    label: "TRL preference",
    text: "Prompt, chosen, rejected: DPO, ORPO, reward models. Needs better answers, or votes both ways.",
  },
  "trl-kto": {
    label: "TRL KTO",
    text: "Single answers labelled desirable or not: thumbs as they are. Needs some bad answers.",
  },
  "fireworks-sft": { label: "Fireworks supervised", text: "Chats to imitate, with a weight on every line." },
};

/** What becomes of bad answers, as a choice and in a sentence. */
export const negativeNames: Record<NegativePolicy, { label: string; text: string }> = {
  replace: {
    label: "Replace",
    text: "The better answer stands in their place; without one they are left out.",
  },
  keep: { label: "Keep", text: "They are taught as they are, at the weight of bad answers." },
  drop: { label: "Leave out", text: "None is taught, not even with a better answer." },
};

/** Where the two sides of a preference pair come from. */
export const pairNames: Record<PairSource, { label: string; text: string }> = {
  better_answer: { label: "Better answers", text: "The better answer over the original of the same row." },
  votes: {
    label: "Other people’s votes",
    text: "The newest good answer to the same question over a bad one.",
  },
};

/** Kinds of examples by the weight they take. */
export const kindNames: Record<WeightKind, string> = {
  positive: "Good answers",
  negative: "Bad answers",
  better: "Better answers",
  unrated: "Unrated answers",
};
