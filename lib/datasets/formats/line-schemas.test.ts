import { describe, expect, it } from "vitest";
import type { TrainingFormat } from "../definitions/schemas";
import { formats } from "./formats";

const system = { role: "system", content: "s" };
const user = { role: "user", content: "q" };
const assistant = { role: "assistant", content: "a" };
const chat = [user, assistant];
const turn = (role: string, text = "t") => ({ role, parts: [{ text }] });
const completions = [
  { score: 1, completion: turn("model", "good") },
  { score: 0, completion: turn("model", "bad") },
];
const dpo = { input: { messages: [user] }, preferred_output: [assistant], non_preferred_output: [assistant] };
const trl = { prompt: [user], chosen: [assistant], rejected: [assistant] };
const metadata = {
  intent: null,
  project: "p",
  model: "m",
  created_at: "2026-01-01T00:00:00.000Z",
  feedback_id: "f",
};

/** Lines that the target takes. */
const accepted: Record<TrainingFormat, object[]> = {
  retune: [
    { messages: chat, weight: 2, metadata },
    { messages: chat, weight: 0.5, metadata: { ...metadata, corrected_response: "c" } },
    { messages: [user, { role: "tool", content: "t" }, assistant], weight: 1, metadata },
  ],
  "prompt-response": [{ prompt: "p", response: { a: [1, null, "x"] } }],
  "openai-sft": [
    { messages: chat },
    { messages: [system, ...chat] },
    { messages: [user, { ...assistant, weight: 0 }, user, { ...assistant, weight: 1 }] },
  ],
  "openai-dpo": [dpo, { ...dpo, input: { messages: [system, user, assistant, user] } }],
  "gemini-sft": [
    { contents: [turn("user"), turn("model")] },
    {
      systemInstruction: { parts: [{ text: "s" }] },
      contents: [turn("user"), turn("model"), turn("user"), turn("model")],
    },
  ],
  "gemini-preference": [
    { contents: [turn("user")], completions },
    {
      system_instruction: { parts: [{ text: "s" }] },
      contents: [turn("user"), turn("model"), turn("user")],
      completions: completions.toReversed(),
    },
  ],
  "trl-prompt-completion": [{ prompt: [user], completion: [assistant] }],
  "trl-preference": [trl],
  "trl-kto": [
    { prompt: [user], completion: [assistant], label: true },
    { prompt: [system, user], completion: [assistant], label: false },
  ],
  "fireworks-sft": [
    { messages: chat, weight: 2 },
    { messages: [system, ...chat], weight: 0.5 },
  ],
};

/** Lines that the target refuses, by the rule they break. */
const refused: Record<TrainingFormat, Record<string, unknown>> = {
  retune: {
    "no weight": { messages: chat, metadata },
    "weight 0": { messages: chat, weight: 0, metadata },
    "no metadata": { messages: chat, weight: 1 },
    "an unknown key of metadata": { messages: chat, weight: 1, metadata: { ...metadata, user_id: "u" } },
    "no answer": { messages: [user, user], weight: 1, metadata },
  },
  "prompt-response": {
    "a response that is text": { prompt: "p", response: "{}" },
    "an empty prompt": { prompt: "", response: {} },
    "another key": { prompt: "p", response: {}, weight: 1 },
  },
  "openai-sft": {
    "no messages": { messages: [] },
    "a question as the end": { messages: [user] },
    "no question": { messages: [system, assistant] },
    "a weight that is no integer": { messages: [user, { ...assistant, weight: 0.5 }] },
    "a weight that is neither 0 nor 1": { messages: [user, { ...assistant, weight: 2 }] },
    "a weight as text": { messages: [user, { ...assistant, weight: "1" }] },
    "a weight of the question": { messages: [{ ...user, weight: 1 }, assistant] },
    "a weight of the line": { messages: chat, weight: 1 },
    "nothing to learn": { messages: [user, { ...assistant, weight: 0 }] },
    metadata: { messages: chat, metadata: {} },
    "an unknown role": { messages: [{ role: "human", content: "q" }, assistant] },
    "a tool without its call": { messages: [user, { role: "tool", content: "t" }, assistant] },
    "empty content": { messages: [{ ...user, content: " \n" }, assistant] },
    "content that is no text": { messages: [{ ...user, content: null }, assistant] },
  },
  "openai-dpo": {
    "two preferred messages": { ...dpo, preferred_output: [assistant, assistant] },
    "no rejected message": { ...dpo, non_preferred_output: [] },
    "an answer of the user": { ...dpo, preferred_output: [user] },
    "a weight": { ...dpo, preferred_output: [{ ...assistant, weight: 1 }] },
    "messages beside the input": { ...dpo, messages: [user] },
    "an empty input": { ...dpo, input: { messages: [] } },
  },
  "gemini-sft": {
    "the model as the beginning": { contents: [turn("model"), turn("user"), turn("model")] },
    "two turns of the user": { contents: [turn("user"), turn("user"), turn("model")] },
    "the user as the end": { contents: [turn("user")] },
    "the assistant": { contents: [turn("user"), turn("assistant")] },
    "the system as a turn": { contents: [turn("system"), turn("user"), turn("model")] },
    "the preference format's name": {
      system_instruction: { parts: [{ text: "s" }] },
      contents: [turn("user"), turn("model")],
    },
    "a weight": { contents: [turn("user"), turn("model")], weight: 1 },
    "an empty part": { contents: [turn("user", ""), turn("model")] },
    "no part": { contents: [{ role: "user", parts: [] }, turn("model")] },
  },
  "gemini-preference": {
    "the supervised format's name": {
      systemInstruction: { parts: [{ text: "s" }] },
      contents: [turn("user")],
      completions,
    },
    "one completion": { contents: [turn("user")], completions: completions.slice(0, 1) },
    "three completions": { contents: [turn("user")], completions: [...completions, completions[0]] },
    "two of score 1": { contents: [turn("user")], completions: [completions[0], completions[0]] },
    "a score between": {
      contents: [turn("user")],
      completions: [{ ...completions[0], score: 0.5 }, completions[1]],
    },
    "the model as the end": { contents: [turn("user"), turn("model")], completions },
  },
  "trl-prompt-completion": {
    "a prompt that is text": { prompt: "q", completion: [assistant] },
    "two completions": { prompt: [user], completion: [assistant, assistant] },
    "a completion of the user": { prompt: [user], completion: [user] },
    "another key": { prompt: [user], completion: [assistant], label: true },
  },
  "trl-preference": {
    "no rejected": { prompt: [user], chosen: [assistant] },
    "the names of OpenAI": dpo,
    "an empty chosen": { ...trl, chosen: [{ ...assistant, content: "" }] },
  },
  "trl-kto": {
    "no label": { prompt: [user], completion: [assistant] },
    "a label as a number": { prompt: [user], completion: [assistant], label: 1 },
    "a weight": { prompt: [user], completion: [assistant], label: true, weight: 2 },
  },
  "fireworks-sft": {
    "no weight": { messages: chat },
    "a weight as text": { messages: chat, weight: "2.0" },
    "a system message in the middle": { messages: [user, system, assistant], weight: 1 },
    "two system messages": { messages: [system, system, ...chat], weight: 1 },
  },
};

const passes = (format: TrainingFormat, line: unknown) => formats[format].lineSchema.safeParse(line).success;

describe.each(Object.keys(formats) as TrainingFormat[])("lines of %s", (format) => {
  it("are accepted as the target documents them", () => {
    for (const line of accepted[format]) expect(passes(format, line), JSON.stringify(line)).toBe(true);
  });

  it.each(Object.entries(refused[format]))("are refused with %s", (_, line) => {
    expect(passes(format, line)).toBe(false);
  });
});
