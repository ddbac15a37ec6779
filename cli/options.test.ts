import { describe, expect, it } from "vitest";
import { parseCommand, UsageError } from "./options";

const message = (argv: string[]): string => {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`understood: ${argv.join(" ")}`);
};

describe("parseCommand", () => {
  it("leaves to the server what was not said", () => {
    expect(parseCommand(["export"])).toEqual({ name: "export", request: {} });
    expect(parseCommand(["watch"])).toEqual({
      name: "watch",
      request: { intervalSeconds: 5, days: 7, project: undefined, isOnce: false },
    });
  });

  it("reads every option of export", () => {
    const argv =
      "export out.jsonl --start 2026-01-01 --end=2026-01-31 --format retune --project a --project b --model m --intent (none) --positive-weight 1.5 --negative-weight 0 --negatives drop --system-prompt Kind --validation-share 0.1 --split train";
    expect(parseCommand(argv.split(" "))).toEqual({
      name: "export",
      request: {
        path: "out.jsonl",
        days: undefined,
        start: "2026-01-01",
        end: "2026-01-31",
        format: "retune",
        project: ["a", "b"],
        model: ["m"],
        intent: ["(none)"],
        positiveWeight: 1.5,
        negativeWeight: 0,
        negatives: "drop",
        systemPrompt: "Kind",
        validationShare: 0.1,
        split: "train",
      },
    });
  });

  it("shows help wherever it is asked for", () => {
    for (const argv of [[], ["help"], ["--help"], ["-h"], ["help", "nothing"]])
      expect(parseCommand(argv)).toEqual({ name: "help", topic: undefined });
    for (const argv of [
      ["help", "watch"],
      ["watch", "--help"],
      ["watch", "--once", "-h"],
    ])
      expect(parseCommand(argv)).toEqual({ name: "help", topic: "watch" });
  });

  it.each([
    [["exprt"], "There is no command “exprt”: there are export, watch and help."],
    [["--nope"], "Unknown option “--nope”: see “retune help”."],
    [["export", "--nope"], "Unknown option '--nope': see “retune help export”."],
    [["watch", "--model", "m"], "Unknown option '--model': see “retune help watch”."],
    [["export", "a", "b"], "One file is written, not 2: see “retune help export”."],
    [["export", ""], "The name of the file is empty."],
    [
      ["export", "--days", "7", "--start", "2026-01-01"],
      "Give either --days or --start and --end, not both.",
    ],
    [["export", "--days", "0"], "--days must be a whole number from 1 to 366, not “0”."],
    [["export", "--days", "1e2"], "--days must be a whole number from 1 to 366, not “1e2”."],
    [["export", "--days", "1.5"], "--days must be a whole number from 1 to 366, not “1.5”."],
    [["export", "--positive-weight", "101"], "--positive-weight must be a number from 0 to 100, not “101”."],
    [
      ["export", "--format", "xml"],
      "--format must be retune, prompt-response, openai-sft, openai-dpo, gemini-sft, gemini-preference, trl-prompt-completion, trl-preference, trl-kto, fireworks-sft, csv, not “xml”.",
    ],
    [["export", "--negatives", "kepe"], "--negatives must be replace, keep, drop, not “kepe”."],
    [["watch", "--interval", "0"], "--interval must be a number from 0.5 to 3600, not “0”."],
    [["watch", "now"], "“now” is one word too many: see “retune help watch”."],
  ])("refuses %j in one sentence", (argv, sentence) => {
    expect(message(argv)).toBe(sentence);
  });

  it("says which value is missing or ambiguous", () => {
    expect(message(["export", "--days"])).toMatch(/^Option '--days <value>' argument missing: see/);
    expect(message(["export", "--days", "--format"])).toMatch(
      /^Option '--days' argument is ambiguous.*help export”\.$/s,
    );
    expect(message(["export", "--days", "--format"])).not.toContain("\n");
    expect(message(["watch", "--once=yes"])).toMatch(/^Option '--once' does not take an argument: see/);
  });
});
