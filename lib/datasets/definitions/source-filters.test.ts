import { describe, expect, it } from "vitest";
import { resolveSourceFilter } from "./source-filters";

const now = new Date("2026-01-31T12:00:00.000Z");

describe("resolveSourceFilter", () => {
  it("turns a relative range into times that end now", () => {
    const week = { from: "2026-01-25T00:00:00.000Z", to: "2026-01-31T12:00:00.000Z" };
    expect(resolveSourceFilter("feedback", { days: 7, project: "a,b" }, now)).toEqual({
      filter: { ...week, project: ["a", "b"] },
      filters: { ...week, project: "a,b" },
    });
  });

  it("is everything until now without a range, and never ends later than now", () => {
    const until = { to: now.toISOString() };
    expect(resolveSourceFilter("turns", {}, now)).toEqual({ filter: until, filters: until });
    expect(resolveSourceFilter("turns", { to: "2026-02-01" }, now)).toEqual({
      filter: until,
      filters: until,
    });
    expect(resolveSourceFilter("turns", { from: "2026-01-01", to: "2026-01-02" }, now)).toEqual({
      filter: { from: "2026-01-01T00:00:00.000Z", to: "2026-01-03T00:00:00.000Z" },
      filters: { from: "2026-01-01T00:00:00.000Z", to: "2026-01-03T00:00:00.000Z" },
    });
  });

  it("gives the same when what it resolved is resolved again later", () => {
    const sources = {
      feedback: { days: 3, intent: "(none)", rating: -1, has_note: true, user_id: ["a,b"], q: "a b" },
      turns: {
        days: 3,
        category: "tone,clarity",
        is_reviewed: true,
        has_better_answer: "false",
        rating: "1",
      },
      interactions: { days: 3, user_satisfaction: "5,(none)", model: "(none)", response_time_above: 10 },
      executions: { days: 3, success: false, error_class: ["logic", "(none)"], version: "v@1" },
    } as const;
    for (const [source, filters] of Object.entries(sources) as [keyof typeof sources, never][]) {
      const first = resolveSourceFilter(source, filters, now);
      if ("issues" in first) throw new Error(JSON.stringify(first));
      expect(resolveSourceFilter(source, first.filters, new Date("2027-01-01"))).toEqual(first);
    }
    expect(resolveSourceFilter("interactions", sources.interactions, now)).toMatchObject({
      filter: { user_satisfaction: [5, null], model: [null], response_time_above: 10 },
    });
    expect(resolveSourceFilter("executions", sources.executions as never, now)).toMatchObject({
      filter: { success: false, error_class: ["logic", null], version: ["v@1"] },
    });
  });

  it.each([
    ["feedback", { modle: "m" }, "filters.modle", "there is no such filter"],
    ["turns", { tester_id: "t" }, "filters.tester_id", "there is no such filter"],
    ["executions", { agent_type: "a" }, "filters.agent_type", "there is no such filter"],
    ["feedback", { rating: 5 }, "filters.rating", "must be 1 or -1"],
    ["turns", { session_id: "x" }, "filters.session_id", "must be a UUID"],
    ["interactions", { user_satisfaction: "9" }, "filters.user_satisfaction", "must be 1 to 5 or (none)"],
    ["feedback", { days: 7, from: "2026-01-01" }, "filters.days", "cannot be combined with from or to"],
    ["feedback", { from: "2026-01-02", to: "2026-01-01" }, "filters.to", "must be after the start"],
    ["feedback", { from: "2026-02-01" }, "filters.from", "must not be later than now"],
  ] as const)("refuses %s %j", (source, filters, path, message) => {
    expect(resolveSourceFilter(source, filters, now)).toEqual({ issues: [{ path, message }] });
  });
});
