import { describe, expect, it } from "vitest";
import { addUndoStep, parseUndoSteps, removeUndoStep, undoKey } from "./prepare-undo";

const turnId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const step = (n: number, version = 1) => ({ turnId: turnId(n), version, queueId: null });

describe("undo steps", () => {
  it("survive being written and read", () => {
    const steps = addUndoStep([step(1)], { ...step(2), queueId: turnId(9) });
    expect(parseUndoSteps(JSON.stringify(steps))).toEqual(steps);
  });

  it("are none when what was read is none", () => {
    for (const text of [null, "", "{", "[1]", '[{"turnId":"x","version":1,"queueId":null}]']) {
      expect(parseUndoSteps(text)).toEqual([]);
    }
  });

  it("hold the newest of a turn, in the order in which they were made, and not endlessly many", () => {
    expect(addUndoStep([step(1), step(2)], step(1, 3))).toEqual([step(2), step(1, 3)]);
    expect(removeUndoStep([step(1), step(2)], turnId(2))).toEqual([step(1)]);
    const many = Array.from({ length: 150 }, (_, n) => step(n)).reduce(addUndoStep, [] as never[]);
    expect(many).toHaveLength(100);
    expect(many.at(-1)).toEqual(step(149));
  });

  it("are each member's own, and no draft", () => {
    expect(undoKey("a")).not.toBe(undoKey("b"));
    expect(undoKey("a").startsWith("retune:review:")).toBe(false);
  });
});
