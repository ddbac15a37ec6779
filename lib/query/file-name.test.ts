import { describe, expect, it } from "vitest";
import { nameFile } from "./file-name";

const now = new Date("2026-11-21T22:15:00Z");

describe("nameFile", () => {
  it.each([
    [
      { from: "2026-11-14T00:00:00.000Z", to: "2026-11-22T00:00:00.000Z" },
      "retune-votes-2026-11-14-to-2026-11-21",
    ],
    [{ from: "2026-11-14T00:00:00.000Z", to: now.toISOString() }, "retune-votes-2026-11-14-to-2026-11-21"],
    [{ from: "2026-11-21T00:00:00.000Z", to: "2026-11-22T00:00:00.000Z" }, "retune-votes-2026-11-21"],
    [{ to: "2026-11-01T00:00:00.000Z" }, "retune-votes-until-2026-10-31"],
    [{ from: "2026-11-14T10:00:00.000Z" }, "retune-votes-2026-11-14-to-2026-11-21"],
    [{}, "retune-votes-until-2026-11-21"],
    [{ from: "2026-01-01T00:00:00.000Z", ids: ["a"] }, "retune-votes-selected-2026-11-21"],
  ])("%j is %s", (filter, name) => {
    expect(nameFile("votes", filter, now)).toBe(name);
  });
});
