import { describe, expect, it } from "vitest";
import { describeRun, readDays, toPolicy, toPolicyForm } from "./prepare-policy";

describe("the form of the policy", () => {
  it("keeps a stored policy as it is; never is empty", () => {
    const policy = { is_enabled: true, archive_after_days: 90, delete_after_days: null };
    expect(toPolicy(toPolicyForm({ ...policy, updated_at: null }))).toEqual({ policy });
  });

  it("names the field that is wrong", () => {
    expect(toPolicy({ is_enabled: false, archive_after_days: "0", delete_after_days: "1.5" })).toEqual({
      issues: [
        { path: "archive_after_days", message: expect.stringContaining("1 to 36,500") },
        { path: "delete_after_days", message: expect.stringContaining("1 to 36,500") },
      ],
    });
    expect(toPolicy({ is_enabled: true, archive_after_days: "", delete_after_days: " " })).toEqual({
      issues: [expect.objectContaining({ path: "is_enabled" })],
    });
    expect(readDays("36501")).toHaveProperty("problem");
    expect(readDays(" 36500 ")).toEqual({ days: 36_500 });
  });
});

it("says what a run takes along", () => {
  expect(
    describeRun({
      action: "archive",
      dry_run: true,
      sessions: 1,
      turns: 1200,
      improvements: 1,
      reviews: 0,
      before: "2026-01-01T00:00:00Z",
    }),
  ).toBe("1 session with 1,200 turns, 1 note and 0 reviews");
});
