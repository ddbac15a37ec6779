import type { NegativePolicy, TrainingFormat } from "../definitions/schemas";
import type { DatasetSource, messageRoles } from "../examples/schemas";

/** What a format is made of: any answer; answers with a thumb, some of them down; two answers to one question; action plans. */
export type Needs = "nothing" | "bad answers" | "pairs" | "executions";

/** What can be said of a format without writing it. */
export type FormatFacts = {
  label: string;
  /** One sentence for the person who chooses. */
  description: string;
  sources: readonly DatasetSource[];
  needs: Needs;
  /** Whether a line holds its weight; else weights repeat lines. */
  carriesWeight: boolean;
  /** What becomes of bad answers unless the definition says otherwise. */
  defaultNegatives: NegativePolicy;
  /** Whether an answer that nobody called bad is taught as it was given, although there is a better one. */
  keepsOriginals: boolean;
  roles: readonly (typeof messageRoles)[number][];
  /** Tokens that the target accepts in one example; null = it depends on the model. */
  maxTokens: number | null;
  /** Lines below which the target refuses the file. */
  minLines: number | null;
};

const anySource = ["feedback", "turns", "interactions", "executions"] as const;
const conversational = ["system", "user", "assistant"] as const;
const sft = {
  sources: anySource,
  needs: "nothing",
  carriesWeight: false,
  defaultNegatives: "replace",
  keepsOriginals: false,
  roles: conversational,
  maxTokens: null,
  minLines: null,
} as const;

/** Facts about every format, in the order in which they are offered. */
export const formatFacts: Record<TrainingFormat, FormatFacts> = {
  retune: {
    ...sft,
    label: "Retune (weighted messages)",
    description: "Every answer with its weight and where it comes from; bad answers stay, with less weight.",
    carriesWeight: true,
    defaultNegatives: "keep",
    keepsOriginals: true,
    roles: [...conversational, "tool"],
  },
  "prompt-response": {
    ...sft,
    label: "Prompt and action plan",
    description: "The request and the plan that worked, or the better plan, of recorded executions.",
    sources: ["executions"],
    needs: "executions",
    roles: ["user"],
  },
  "openai-sft": {
    ...sft,
    label: "OpenAI supervised fine-tuning",
    description: "Conversations that end with the answer to learn.",
    // The longest example that models such as gpt-4.1 and gpt-4o learn from.
    maxTokens: 65_536,
    minLines: 10,
  },
  "openai-dpo": {
    ...sft,
    label: "OpenAI preference (DPO)",
    description: "One question with a preferred and a rejected answer.",
    needs: "pairs",
    maxTokens: 65_536,
    minLines: 10,
  },
  "gemini-sft": {
    ...sft,
    label: "Gemini supervised tuning",
    description: "Conversations for Gemini models, which must alternate between user and model.",
    maxTokens: 131_072,
  },
  "gemini-preference": {
    ...sft,
    label: "Gemini preference tuning",
    description: "One question with a preferred and a rejected answer, for Gemini models.",
    needs: "pairs",
    // Of the input and the longer completion together.
    maxTokens: 131_072,
  },
  "trl-prompt-completion": {
    ...sft,
    label: "TRL prompt and completion",
    description: "For Hugging Face's SFTTrainer: the loss is taken from the completion alone.",
  },
  "trl-preference": {
    ...sft,
    label: "TRL preference",
    description: "For Hugging Face's DPOTrainer: a chosen and a rejected answer.",
    needs: "pairs",
  },
  "trl-kto": {
    ...sft,
    label: "TRL KTO (thumbs)",
    description: "For Hugging Face's KTOTrainer: single answers that are good or bad. Needs both.",
    needs: "bad answers",
  },
  "fireworks-sft": {
    ...sft,
    label: "Fireworks supervised fine-tuning",
    description: "Conversations that each hold their weight.",
    carriesWeight: true,
    minLines: 3,
  },
};
