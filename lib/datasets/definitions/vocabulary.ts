import type { DatasetSource } from "../examples/schemas";
import type { WeightKind } from "../writing/schemas";
import type { NegativePolicy, PairSource } from "./schemas";

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
