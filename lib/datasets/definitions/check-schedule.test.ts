import { describe, expect, it } from "vitest";
import { checkSchedule } from "./check-schedule";

const on = { is_active: true };

describe("checkSchedule", () => {
  it("has nothing against a relative range, or against any range without a schedule", () => {
    expect(checkSchedule({ filters: { days: 7 } }, on)).toEqual({ problems: [], warnings: [] });
    expect(checkSchedule({ filters: { to: "2026-01-01" } }, null)).toEqual({ problems: [], warnings: [] });
  });

  it("refuses an end that stands still, also while the schedule is off", () => {
    for (const schedule of [on, { is_active: false }]) {
      const { problems } = checkSchedule({ filters: { from: "2026-01-01", to: "2026-02-01" } }, schedule);
      expect(problems.map((problem) => problem.path)).toEqual(["definition.filters.to"]);
    }
  });

  it("warns of a window that grows", () => {
    for (const filters of [{}, { from: "2026-01-01" }] as Record<string, string>[]) {
      const { problems, warnings } = checkSchedule({ filters }, on);
      expect(problems).toEqual([]);
      expect(warnings.map((warning) => warning.path)).toEqual(["definition.filters"]);
    }
  });
});
