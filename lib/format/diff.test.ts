import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareDiff } from "./diff";

describe("prepareDiff", () => {
  it("marks the words that changed", () => {
    expect(prepareDiff("The cat sat down.", "The dog sat down.")).toEqual([
      { kind: "same", text: "The " },
      { kind: "removed", text: "cat" },
      { kind: "added", text: "dog" },
      { kind: "same", text: " sat down." },
    ]);
  });

  it("finds words where there are no spaces", () => {
    const parts = prepareDiff("私は猫が好きです", "私は犬が好きです");
    expect(parts?.filter((part) => part.kind !== "same").map((part) => part.text)).toEqual(["猫", "犬"]);
  });

  it("gives both texts back to the letter", () => {
    const text = fc
      .array(fc.constantFrom("a", "b ", "\n", "\r\n", "ü", "👩‍👩‍👧", "שלום ", "。", '"'))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = prepareDiff(before, after);
        const join = (without: string) =>
          parts?.flatMap((part) => (part.kind === without ? [] : part.text)).join("");
        expect(join("added")).toBe(before);
        expect(join("removed")).toBe(after);
      }),
    );
  });

  it("replaces a line that is mostly rewritten whole, and marks the words of the others", () => {
    const before = "You are polite.\nAlways quote the whole policy of the employee.\nBe long.\n";
    const after = "You are polite.\nAsk for the shift before you answer.\nBe very long.\n";
    expect(prepareDiff(before, after)).toEqual([
      { kind: "same", text: "You are polite.\n" },
      { kind: "removed", text: "Always quote the whole policy of the employee.\n" },
      { kind: "added", text: "Ask for the shift before you answer.\n" },
      { kind: "same", text: "Be " },
      { kind: "added", text: "very " },
      { kind: "same", text: "long.\n" },
    ]);
  });

  it("gives up on texts that have nothing in common", () => {
    const words = (prefix: string) => Array.from({ length: 20_000 }, (_, i) => `${prefix}${i}`).join(" ");
    expect(prepareDiff(words("a"), words("b"))).toBeNull();
  });
});
