import { expect, test } from "vitest";
import { loadFilters } from "@/lib/query/url-state";
import { loadSessionFilters, parseComparison, toSessionParameters } from "./prepare-list";

const parse = (search: string) =>
  toSessionParameters(loadFilters(`?${search}`), loadSessionFilters(`?${search}`));

test("without filters: the last 30 days", () => {
  expect(parse("")).toEqual({ days: "30" });
});

test("keeps the grammar of the API and leaves the filters of votes out", () => {
  expect(
    parse(
      "from=2026-01-01&project=a,b&model=m&rating=1&tester_email=x,y%40example.com&tester_email=z%40example.com&branch_name=main,dev&master_prompt_version=ee59fe5&is_active=false",
    ),
  ).toEqual({
    from: "2026-01-01",
    project: "a,b",
    tester_email: ["x,y@example.com", "z@example.com"],
    branch_name: "main,dev",
    master_prompt_version: "ee59fe5",
    is_active: "false",
  });
});

test("a comparison names two sessions, or nothing", () => {
  const [a, b] = ["0b8e7f3a-1111-4111-8111-00000000000a", "0b8e7f3a-1111-4111-8111-00000000000b"];
  expect(parseComparison(`${a},${b}`)).toEqual([a, b]);
  for (const text of [null, "", a, `${a},`, `${a},${b},${a}`, "x,y"])
    expect(parseComparison(text)).toBeNull();
});
