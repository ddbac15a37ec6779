import fc from "fast-check";
import { countTokens as countWhole, encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { countTokens, findPrefix } from "./tokens";

const literally = { disallowedSpecial: new Set<string>() };
/** Runs without a break, which are counted in another way than ordinary text. */
const run = fc
  .tuple(
    fc.constantFrom("a", "Z", " ", "\t", "!", "=", "\n", "/\n", "日本", "é", "😀", "ab", "\u0301", "\ud800"),
    fc.nat(900),
  )
  .map(([part, n]) => part.repeat(n));
const text = fc
  .array(
    fc.oneof(
      run,
      fc.string({ unit: "binary" }),
      fc.constantFrom("<|endoftext|>", "it's ", " 12345 ", "\r\n"),
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));

describe("countTokens", () => {
  test("agrees with the tokenizer on every text", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(countTokens(value)).toBe(countWhole(value, literally));
      }),
      { numRuns: 300 },
    );
  });

  test("runs that take the library a minute are counted like any text", () => {
    expect(countTokens(" ".repeat(200_000))).toBe(1563);
    expect(countTokens("a".repeat(200_000))).toBe(25_000);
  });

  test("what looks like a special token is text", () => {
    expect(countTokens("<|endoftext|>")).toBeGreaterThan(1);
  });

  test("lines add up where the next one begins with neither white space nor a slash", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(countTokens(`<${a}\n`) + countTokens(`<${b}\n`)).toBe(countTokens(`<${a}\n<${b}\n`));
      }),
    );
  });
});

describe("findPrefix", () => {
  test("is within the limit, and no character is cut", () => {
    fc.assert(
      fc.property(fc.oneof(run, fc.lorem()), fc.nat(60), (value, limit) => {
        const end = findPrefix(value, limit);
        expect(countTokens(value.slice(0, end))).toBeLessThanOrEqual(limit + 1);
        expect(value.slice(0, end).isWellFormed() || !value.isWellFormed()).toBe(true);
        if (encode(value, literally).length <= limit) expect(end).toBe(value.length);
      }),
    );
  });
});
