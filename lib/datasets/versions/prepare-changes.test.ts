import { describe, expect, it } from "vitest";
import { toComparedTexts, toSaidText } from "./prepare-changes";

const example = (answer: string, body: string, system: string | null = null) => ({
  readable: {
    messages: [
      ...(system === null ? [] : [{ role: "system", content: system }]),
      { role: "user", content: "Why?" },
    ],
    answers: [{ label: "answer" as const, content: answer }],
  },
  body,
});

describe("toComparedTexts", () => {
  it("compares what examples say, without the system prompt that both have", () => {
    expect(toComparedTexts(example("No.", "1", "Be kind."), example("Yes.", "2", "Be kind."))).toEqual({
      before: "user: Why?\n\nanswer: No.",
      after: "user: Why?\n\nanswer: Yes.",
      isRaw: false,
    });
  });
  it("compares the system prompts when they differ", () => {
    expect(toComparedTexts(example("No.", "1"), example("No.", "2", "Be kind."))).toEqual({
      before: "user: Why?\n\nanswer: No.",
      after: "system: Be kind.\n\nuser: Why?\n\nanswer: No.",
      isRaw: false,
    });
  });
  it("compares the lines when they say the same", () => {
    expect(toComparedTexts(example("No.", '{"weight":1}'), example("No.", '{"weight":2}'))).toEqual({
      before: '{"weight":1}',
      after: '{"weight":2}',
      isRaw: true,
    });
  });
});

describe("toSaidText", () => {
  it("leaves the system prompt out", () => {
    expect(toSaidText(example("No.", "1", "Be kind."))).toBe("user: Why?\n\nanswer: No.");
  });
});
