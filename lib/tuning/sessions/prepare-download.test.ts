import { describe, expect, it } from "vitest";
import type { ImprovementRow } from "../improvements/schemas";
import { countCsvRows, estimateSessionBytes, type KnownSession } from "./prepare-download";
import { type Session, seedColumns, type Turn } from "./schemas";

const turn = (id: string, fields: Partial<Turn> = {}) =>
  ({ id, turn_number: 1, user_message: "Où?", era_response: "Here.", timestamp: "x", ...fields }) as Turn;
const note = (improvement_note: string) =>
  ({ improvement_note, category: "tone", timestamp: "2026-01-31T12:00:00.000Z" }) as ImprovementRow;
const known = (fields: Partial<KnownSession>): KnownSession => ({
  session: { master_prompt_version: "v1" } as Session,
  totalTurns: 1,
  turns: [turn("a")],
  notes: new Map(),
  ...fields,
});
const header = "turn_number,user_message,era_response,improvement_note,category,timestamp";

describe("a session's CSV", () => {
  it("has a row per note, and one per turn without any, also of turns that are not loaded", () => {
    const notes = new Map([
      ["a", [note("1"), note("2"), note("3")]],
      ["b", [note("4")]],
    ]);
    expect(countCsvRows({ totalTurns: 10, notes })).toBe(12);
    expect(countCsvRows({ totalTurns: 0, notes: new Map() })).toBe(0);
  });

  it("is measured exactly when all of it is known", () => {
    const notes = new Map([["a", [note("one, two"), note("three")]]]);
    const text = `${header}\r\n1,Où?,Here.,"one, two",tone,2026-01-31T12:00:00.000Z\r\n1,Où?,Here.,three,tone,2026-01-31T12:00:00.000Z\r\n1,Où?,Here.,,,\r\n`;
    const all = known({ totalTurns: 2, turns: [turn("a"), turn("b")], notes });
    expect(estimateSessionBytes(all, "csv", seedColumns)).toBe(Buffer.byteLength(text));
  });

  it("grows with its columns and its turns, and is not guessed", () => {
    const [narrow, wide] = [
      estimateSessionBytes(known({}), "csv", seedColumns),
      estimateSessionBytes(known({}), "csv", [...seedColumns, "master_prompt_version"]),
    ];
    expect(wide).toBe((narrow ?? 0) + ",master_prompt_version".length + ",v1".length);
    expect(estimateSessionBytes(known({ totalTurns: 1000 }), "csv", seedColumns)).toBeGreaterThan(10_000);
    expect(estimateSessionBytes(known({ turns: [] }), "csv", seedColumns)).toBeNull();
    expect(estimateSessionBytes(known({}), "csv", ["better_response"])).toBeNull();
    expect(estimateSessionBytes(known({ totalTurns: 0, turns: [] }), "csv", seedColumns)).toBe(
      header.length + 2,
    );
  });
});
