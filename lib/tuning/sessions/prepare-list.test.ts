import { expect, test } from "vitest";
import { listMisread, loadFilters } from "@/lib/query/url-state";
import {
  loadSessionFilters,
  parseComparison,
  sessionAddressParsers,
  toSessionParameters,
} from "./prepare-list";

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

test("a name with a comma or a backslash is one name", () => {
  const search = new URLSearchParams({ branch_name: "a\\,b,c\\\\d", master_prompt_version: "v\\,1" });
  expect(parse(search.toString())).toEqual({
    days: "30",
    branch_name: "a\\,b,c\\\\d",
    master_prompt_version: "v\\,1",
  });
  expect(loadSessionFilters(search).branch_name).toEqual(["a,b", "c\\d"]);
});

test("what is not understood counts as not given, and can be named", () => {
  expect(parse("is_active=yes")).toEqual({ days: "30" });
  const misread = (search: string) => listMisread(new URLSearchParams(search), sessionAddressParsers);
  expect(misread("is_active=yes&sort=name&model=m")).toEqual(["is_active=yes", "sort=name", "model=m"]);
  expect(misread("is_active=true&sort=session_start&compare=x&days=7&project=p&branch_name=b")).toEqual([]);
});

test("a comparison names two sessions, or nothing", () => {
  const [a, b] = ["0b8e7f3a-1111-4111-8111-00000000000a", "0b8e7f3a-1111-4111-8111-00000000000b"];
  expect(parseComparison(`${a},${b}`)).toEqual([a, b]);
  for (const text of [null, "", a, `${a},`, `${a},${b},${a}`, "x,y"])
    expect(parseComparison(text)).toBeNull();
});
