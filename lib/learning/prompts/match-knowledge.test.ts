import { describe, expect, test } from "vitest";
import { starterKnowledge } from "../knowledge/starter";
import { createMatcher, matchKnowledge } from "./match-knowledge";

describe("createMatcher", () => {
  test.each([
    ["give me a summary", "sum", false],
    ["the sum of sales", "sum", true],
    ["SUM of sales!", "sum", true],
    ["please group\n by  region", "group by", true],
    ["regroup by region", "group by", false],
    ["growth in %", "%", true],
    ["growth", "%", false],
    ["what's the average", "what's the average", true],
    ["что в сумме по регионам", "сумме", true],
    ["суммема", "сумме", false],
    ["按地区汇总销售额", "汇总", true],
    ["anything", "  ", false],
    ["sum_total", "sum", false],
    ["fi\ufb01lter", "filter", false],
    ["ＳＵＭ", "sum", true],
  ])("%j contains %j: %s", (text, phrase, expected) => {
    expect(createMatcher(text)(phrase)).toBe(expected);
  });
});

test("the seed's own request finds cleaning, not summarizing", () => {
  const { tasks } = matchKnowledge(starterKnowledge, "remove duplicates and create dashboard");
  expect(tasks.map(({ name }) => name)).toContain("clean");
});
