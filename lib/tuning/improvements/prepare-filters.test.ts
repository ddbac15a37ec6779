import { describe, expect, it } from "vitest";
import { listMisread } from "@/lib/query/url-state";
import {
  countBy,
  improvementAddressParsers,
  loadImprovementFilters,
  toImprovementParameters,
} from "./prepare-filters";

const read = (search: string) => toImprovementParameters(loadImprovementFilters(new URLSearchParams(search)));

describe("filters of notes", () => {
  it("are the parameters of the API; without a range the last 30 days", () => {
    expect(read("")).toEqual({ days: "30" });
    expect(
      read(
        "days=7&project=p&category=tone,(none)&status=open&severity=high&is_mine=false&q=late&branch_name=b",
      ),
    ).toEqual({
      days: "7",
      project: "p",
      category: "tone,(none)",
      status: "open",
      severity: "high",
      is_mine: "false",
      q: "late",
      branch_name: "b",
    });
  });

  it("keep a comma within a name", () => {
    const search = new URLSearchParams({ branch_name: "a\\,b,c", applied_in_version: "v\\\\1" }).toString();
    expect(read(search)).toEqual({ days: "30", branch_name: "a\\,b,c", applied_in_version: "v\\\\1" });
  });

  it("name what they do not understand instead of taking it for false", () => {
    expect(read("is_mine=yes")).toEqual({ days: "30" });
    const misread = (search: string) => listMisread(new URLSearchParams(search), improvementAddressParsers);
    expect(misread("is_mine=yes&sort=severity")).toEqual(["is_mine=yes", "sort=severity"]);
    expect(misread("is_mine=false&sort=timestamp&note=x")).toEqual([]);
  });

  it("are not those of other pages", () => {
    expect(read("model=m&rating=1&user_id=u&has_note=true")).toEqual({ days: "30" });
  });
});

it("counts notes by category and by status", () => {
  const summary = {
    total: 6,
    data: [
      { category: "tone" as const, status: "open" as const, total: 3 },
      { category: "tone" as const, status: "applied" as const, total: 1 },
      { category: null, status: "open" as const, total: 2 },
    ],
  };
  expect([...countBy(summary, "category")]).toEqual([
    ["tone", 4],
    [null, 2],
  ]);
  expect([...countBy(summary, "status")]).toEqual([
    ["open", 5],
    ["applied", 1],
  ]);
});
