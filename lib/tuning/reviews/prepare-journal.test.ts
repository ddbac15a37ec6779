import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  digestReview,
  fitsKeepalive,
  type JournalEntry,
  journalKey,
  openReview,
  ownJournalKeys,
  parseJournal,
  retryDelay,
} from "./prepare-journal";
import { changeNote, emptyReview, isSameReview } from "./prepare-review";

const id = "22222222-2222-4222-8222-222222222222";
const saying = (text: string) => changeNote(emptyReview(), id, { improvement_note: text });
const entry = (part: Partial<JournalEntry> = {}): JournalEntry => ({
  content: saying("typed here"),
  base_version: 3,
  sent: [],
  at: "2026-11-21T12:00:00.000Z",
  ...part,
});

describe("journal keys", () => {
  it("finds one member's entries and nobody else's", () => {
    const mine = journalKey("meg", "turn", "tab-1");
    const also = journalKey("meg", "turn", "tab-2");
    const keys = [
      mine,
      also,
      journalKey("max", "turn", "tab-1"),
      "retune:review:meg",
      "theme",
      `${mine}:more`,
    ];
    expect(ownJournalKeys(keys, "meg")).toEqual([
      { key: mine, turnId: "turn", writer: "tab-1" },
      { key: also, turnId: "turn", writer: "tab-2" },
    ]);
  });
});

describe("parseJournal", () => {
  it("gives an entry back as it was written", () => {
    expect(parseJournal(JSON.stringify(entry()))).toEqual(entry());
  });

  it("takes anything else for nothing", () => {
    for (const text of [
      null,
      "",
      "{",
      "null",
      "[]",
      '{"content": {}}',
      JSON.stringify({ ...entry(), sent: [1] }),
    ]) {
      expect(parseJournal(text)).toBeNull();
    }
  });
});

describe("digestReview", () => {
  it("is equal for reviews that say the same and differs for others", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const isSame = isSameReview(saying(a), saying(b));
        expect(digestReview(saying(a)) === digestReview(saying(b))).toBe(isSame);
      }),
    );
  });
});

describe("openReview", () => {
  const stored = saying("stored");

  it("opens with what is stored when the device holds nothing, or the same", () => {
    expect(openReview(stored, 3, null)).toEqual({ kind: "clean", content: stored });
    expect(openReview(stored, 9, entry({ content: stored }))).toEqual({ kind: "clean", content: stored });
  });

  it("goes on with what the device holds when nothing was saved since", () => {
    expect(openReview(stored, 3, entry())).toEqual({ kind: "unsaved", content: saying("typed here") });
  });

  it("knows its own words again when only the answer to saving them was lost", () => {
    const held = entry({ sent: [digestReview(saying("first")), digestReview(stored)] });
    expect(openReview(stored, 4, held).kind).toBe("unsaved");
  });

  it("asks when something else was saved since, and keeps what was typed", () => {
    const opening = openReview(stored, 4, entry({ sent: [digestReview(saying("first"))] }));
    expect(opening).toEqual({ kind: "conflict", content: saying("typed here") });
  });
});

describe("retryDelay", () => {
  it("doubles up to half a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(retryDelay)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });
});

describe("fitsKeepalive", () => {
  it("counts bytes, not characters", () => {
    expect(fitsKeepalive("x".repeat(60 * 1024))).toBe(true);
    expect(fitsKeepalive("x".repeat(60 * 1024 + 1))).toBe(false);
    expect(fitsKeepalive("é".repeat(40 * 1024))).toBe(false);
  });
});
