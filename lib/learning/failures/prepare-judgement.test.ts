import { describe, expect, test } from "vitest";
import { prepareUndo, readJudgement, toJudgement } from "./prepare-judgement";
import { patternUpdate } from "./schemas";

const known = {
  status: "known" as const,
  fixed_in_version: null,
  fixed_at: null,
  note: null,
  version: 3,
};
const fixed = {
  status: "fixed" as const,
  fixed_in_version: "v2",
  fixed_at: "2026-03-01T10:00:00.123Z",
  note: "Checked.",
  version: 5,
};

describe("readJudgement", () => {
  test("asks for nothing when nothing was changed", () => {
    for (const before of [known, fixed]) expect(readJudgement(toJudgement(before), before)).toBeNull();
    expect(readJudgement({ status: "known", fixed_in_version: "v9", note: "  " }, known)).toBeNull();
  });
  test("asks for what was changed, and names what was read", () => {
    expect(readJudgement({ status: "fixed", fixed_in_version: " v4 ", note: "Done" }, known)).toEqual({
      status: "fixed",
      fixed_in_version: "v4",
      note: "Done",
      expected_version: 3,
    });
    expect(readJudgement({ status: "fixed", fixed_in_version: "", note: "Checked." }, fixed)).toEqual({
      status: "fixed",
      fixed_in_version: null,
      expected_version: 5,
    });
    expect(readJudgement({ ...toJudgement(fixed), note: "" }, fixed)).toEqual({
      note: null,
      expected_version: 5,
    });
  });
});

test("prepareUndo puts back every state, in words that the API takes", () => {
  for (const before of [
    known,
    fixed,
    { ...fixed, status: "regressed" as const },
    { ...known, status: "new" as const },
  ]) {
    const undo = prepareUndo(before, 8);
    expect(patternUpdate.safeParse(undo).error).toBeUndefined();
    expect(undo).toMatchObject({ status: before.status, note: before.note, expected_version: 8 });
  }
  expect(prepareUndo(fixed, 6)).toMatchObject({ fixed_in_version: "v2", fixed_at: fixed.fixed_at });
  expect(patternUpdate.safeParse({ status: "known", fixed_at: fixed.fixed_at }).error?.issues).toMatchObject([
    { path: ["fixed_at"] },
  ]);
});
