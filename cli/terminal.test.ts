import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { bar, bytes, createStyles, duration, pad, toPrintable, truncate, wantsColor } from "./terminal";

/** Control characters, letters of several directions and the marks between them. */
const anyCharacter = fc.integer({ min: 0, max: 0x2100 }).map((code) => String.fromCodePoint(code));

describe("toPrintable", () => {
  it("takes out what could move the cursor or reorder the line", () => {
    expect(toPrintable("a\u001b[2Jb\u0007c\r\nd\u202ee\u009b31m")).toBe("abc de");
    expect(toPrintable("日本語 👩‍👩‍👧 عربي")).toBe("日本語 👩‍👩‍👧 عربي");
  });

  it("leaves no control character of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(toPrintable(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

const wideOrNarrow = fc.constantFrom("a", "é", "日", "ア", "👩‍👩‍👧", "🇩🇪", "ع", "\u0301", " ", "…");

describe("pad and truncate", () => {
  it("count columns, not characters", () => {
    expect(pad("日本", 6)).toBe("日本  ");
    expect(pad("7", 3, "right")).toBe("  7");
    expect(truncate("日本語モデル", 6)).toBe("日本…");
    expect(truncate("abc", 3)).toBe("abc");
    expect(truncate("abc", 0)).toBe("");
    const { bold } = createStyles(true);
    expect(truncate(`${bold("abc")} def`, 5)).toBe(`${bold("abc")} …`);
    expect(truncate(`${bold("abcdef")} g`, 4)).toBe(bold("abc…"));
  });

  it("give exactly the width for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: wideOrNarrow }).map(toPrintable),
        fc.integer({ min: 1, max: 30 }),
        (text, width) => {
          expect(stringWidth(pad(text, width))).toBe(width);
          expect(stringWidth(truncate(text, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("bar", () => {
  it("fills in eighths of a column", () => {
    expect(bar(0, 4)).toEqual({ filled: "", rest: "░░░░" });
    expect(bar(0.5, 4)).toEqual({ filled: "██", rest: "░░" });
    expect(bar(0.53125, 4)).toEqual({ filled: "██▏", rest: "░" });
    expect(bar(1, 4)).toEqual({ filled: "████", rest: "" });
    expect(bar(7, 2)).toEqual({ filled: "██", rest: "" });
  });

  it("is always as wide as asked", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (fraction, width) => {
          const { filled, rest } = bar(fraction, width);
          expect(stringWidth(filled + rest)).toBe(width);
        },
      ),
    );
  });
});

describe("numbers", () => {
  it("have units that fit their size", () => {
    expect([0, 999, 1000, 1_436_000, 2.5e12].map(bytes)).toEqual([
      "0 bytes",
      "999 bytes",
      "1.0 kB",
      "1.4 MB",
      "2.5 TB",
    ]);
    expect([0.04, 9.44, 42.4, 59.6, 190, 7260].map(duration)).toEqual([
      "0.0 s",
      "9.4 s",
      "42 s",
      "1 min 0 s",
      "3 min 10 s",
      "2 h 1 min",
    ]);
  });
});

describe("colour", () => {
  it("is for terminals that did not ask to go without", () => {
    expect(wantsColor({ isTTY: true }, {})).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: "" })).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor({ isTTY: true }, { TERM: "dumb" })).toBe(false);
    expect(wantsColor({}, {})).toBe(false);
  });

  it("adds nothing to the text when it is off", () => {
    expect(createStyles(false).bold("x")).toBe("x");
    expect(createStyles(true).bold("x")).toBe("\u001b[1mx\u001b[22m");
  });
});
