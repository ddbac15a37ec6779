import type { TrainingFormat } from "../definitions/schemas";
import { fireworksSft } from "./fireworks-sft";
import type { Format } from "./format";
import { geminiPreference } from "./gemini-preference";
import { geminiSft } from "./gemini-sft";
import { openaiDpo } from "./openai-dpo";
import { openaiSft } from "./openai-sft";
import { promptResponse } from "./prompt-response";
import { retune } from "./retune";
import { trlKto } from "./trl-kto";
import { trlPreference } from "./trl-preference";
import { trlPromptCompletion } from "./trl-prompt-completion";

/** Every format by its key. A new format is one more file and one more entry here. */
export const formats: Record<TrainingFormat, Format> = {
  retune,
  "prompt-response": promptResponse,
  "openai-sft": openaiSft,
  "openai-dpo": openaiDpo,
  "gemini-sft": geminiSft,
  "gemini-preference": geminiPreference,
  "trl-prompt-completion": trlPromptCompletion,
  "trl-preference": trlPreference,
  "trl-kto": trlKto,
  "fireworks-sft": fireworksSft,
};
