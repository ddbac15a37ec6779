import { describe, expect, it } from "vitest";
import { prepareUndo } from "./prepare-undo";

const note = (id: string, status: "open" | "applied", version: string | null) => ({
  id,
  category: "tone" as const,
  severity: null,
  status,
  applied_in_version: version,
});

describe("prepareUndo", () => {
  it("takes notes that were alike back together, status and version at once", () => {
    const before = [note("1", "open", null), note("2", "applied", "v1"), note("3", "open", null)];
    expect(prepareUndo(before, { status: "applied", applied_in_version: "v2" })).toEqual([
      { ids: ["1", "3"], status: "open", applied_in_version: null },
      { ids: ["2"], status: "applied", applied_in_version: "v1" },
    ]);
  });

  it("writes only what was changed", () => {
    expect(prepareUndo([note("1", "open", null)], { category: "content" })).toEqual([
      { ids: ["1"], category: "tone" },
    ]);
    expect(prepareUndo([note("1", "open", null)], { severity: "high" })).toEqual([
      { ids: ["1"], severity: null },
    ]);
  });

  it("does nothing for no notes", () => {
    expect(prepareUndo([], { status: "verified" })).toEqual([]);
  });
});
