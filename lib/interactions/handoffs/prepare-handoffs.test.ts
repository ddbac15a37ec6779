import { describe, expect, it } from "vitest";
import { describeTransitions, prepareFlow, prepareUsualNext, tabulateFlow } from "./prepare-flow";
import {
  describeHandoffs,
  filterOfHandoff,
  MAX_LINKS,
  prepareHandoffLines,
  prepareHandoffs,
  tabulateHandoffs,
} from "./prepare-handoffs";
import { prepareRecommendations, tabulateRecommendations } from "./prepare-recommendations";
import type { FlowRow, HandoffRow, RecommendationRow } from "./schemas";

const hrefOf = (patch: Record<string, string>) => new URLSearchParams(patch).toString();

const handoff = (from: string, to: string, values: Partial<HandoffRow> = {}): HandoffRow => ({
  from_agent: from,
  to_agent: to,
  channel_id: null,
  handoffs: 10,
  suggested: 4,
  post_handoff_satisfaction: 4.25,
  satisfaction_count: 8,
  success_rate: 0.75,
  success_ci_low: 0.41,
  success_ci_high: 0.93,
  ...values,
});

describe("hand-offs", () => {
  it("puts the channels of a pair together, weighted by their ratings", () => {
    const { flows, all } = prepareHandoffs([
      handoff("a", "b", { channel_id: "C1" }),
      handoff("b", "a", { handoffs: 12 }),
      handoff("a", "b", {
        channel_id: "C2",
        handoffs: 5,
        post_handoff_satisfaction: 1,
        satisfaction_count: 2,
      }),
    ]);
    expect(all).toHaveLength(2);
    expect(flows.map(({ from, to, value }) => [from, to, value])).toEqual([
      ["a", "b", 15],
      ["b", "a", 12],
    ]);
    expect(flows[0] && describeHandoffs(flows[0])).toBe("a to b: 15 hand-offs, rated 3.60 afterwards, n 10");
  });

  it("draws the largest of many and says of how many", () => {
    const rows = Array.from({ length: 30 }, (_, n) => handoff("a", `b${n}`, { handoffs: n + 1 }));
    const { flows, all } = prepareHandoffs(rows);
    expect([flows.length, all.length, flows[0]?.value]).toEqual([MAX_LINKS, 30, 30]);
  });

  it("writes a rate with its interval, greyed below 30, and nothing where nobody rated", () => {
    const [line] = prepareHandoffLines([handoff("a", "b")]);
    expect(line).toMatchObject({
      satisfaction: "4.25",
      success: "75.0%",
      interval: "41.0–93.0%",
      isSmall: true,
    });
    const [none] = prepareHandoffLines([
      handoff("a", "b", {
        satisfaction_count: 0,
        post_handoff_satisfaction: null,
        success_rate: null,
        success_ci_low: null,
        success_ci_high: null,
      }),
    ]);
    expect(none).toMatchObject({ satisfaction: "–", success: "–", interval: "–" });
  });

  it("has the channel in table and links only when split by it", () => {
    expect(filterOfHandoff("a,b", "c", "C1")).toEqual({
      previous_agent_type: "a\\,b",
      agent_type: "c",
      is_handoff: "true",
      channel_id: "C1",
    });
    const names = (byChannel: boolean) =>
      tabulateHandoffs([handoff("a", "b")], byChannel, hrefOf).columns.map(({ name }) => name);
    expect(names(false)).not.toContain("channel_id");
    expect(names(true).slice(0, 3)).toEqual(["from_agent", "to_agent", "channel_id"]);
  });
});

const transition = (from: string, to: string, values: Partial<FlowRow> = {}): FlowRow => ({
  from_domain: from,
  to_domain: to,
  channel_id: null,
  transitions: 6,
  share: 0.6,
  share_ci_low: 0.31,
  share_ci_high: 0.83,
  is_usual_next: true,
  ...values,
});

describe("flow of domains", () => {
  const rows = [
    transition("a", "b"),
    transition("a", "a", { transitions: 4, share: 0.4, is_usual_next: false }),
    transition("b", "b", { transitions: 40, share: 1 }),
  ];
  it("says what is usually next, the busiest domain first, with all transitions as n", () => {
    expect(prepareUsualNext(rows)).toMatchObject([
      { from: "b", to: "b", n: 40, share: "100%", isStaying: true, isSmall: false },
      { from: "a", to: "b", n: 10, share: "60%", interval: "31–83%", isStaying: false, isSmall: true },
    ]);
    const { flows } = prepareFlow(rows);
    expect(flows.map(describeTransitions)).toEqual([
      "b, staying: 40 transitions",
      "a to b: 6 transitions",
      "a, staying: 4 transitions",
    ]);
  });
  it("holds the rows of the API", () => {
    const table = tabulateFlow(rows, false, hrefOf);
    expect(table.rows[0]).toEqual({
      href: "previous_domain=a&domain_classification=b",
      values: ["a", "b", 6, 0.6, 0.31, 0.83, "true"],
    });
  });
});

describe("recommendations", () => {
  const agent = (agent_type: string, n: number, mean: number | null) => ({
    agent_type,
    total_interactions: 20,
    satisfaction_count: n,
    avg_user_satisfaction: mean,
    satisfaction_ci_low: mean === null ? null : mean - 0.25,
    satisfaction_ci_high: mean === null ? null : mean + 0.25,
  });
  const row = (values: Partial<RecommendationRow>): RecommendationRow => ({
    subject: "builds",
    channel_id: null,
    recommended_agent: "good",
    is_distinct: true,
    agents: [agent("few", 2, 5), agent("good", 20, 4.5), agent("poor", 12, 2.5), agent("none", 0, null)],
    ...values,
  });

  it("compares the recommended agent with the best of the others that may be compared", () => {
    const [line] = prepareRecommendations([row({})], "domain");
    expect(line).toMatchObject({
      total: 80,
      verdict: "distinct",
      best: { agent: "good", mean: "4.50", interval: "4.25–4.75", n: 20, share: "25%" },
      next: { agent: "poor", n: 12 },
      filter: { domain_classification: "builds" },
    });
    expect(prepareRecommendations([row({ is_distinct: false })], "domain")[0]?.verdict).toBe("may be chance");
    expect(
      prepareRecommendations([row({ recommended_agent: null, is_distinct: false })], "user")[0],
    ).toMatchObject({
      verdict: "too little to tell",
      best: null,
      next: null,
      filter: { user_id: "builds" },
    });
  });

  it("keeps the channels of a subject apart, each with its own interactions", () => {
    const lines = prepareRecommendations([row({ channel_id: "a,b" }), row({ channel_id: "web" })], "domain");
    expect(lines.map(({ channel }) => channel)).toEqual(["a,b", "web"]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(2);
    expect(lines[1]?.filter).toEqual({ domain_classification: "builds", channel_id: "web" });
  });

  it("has a line per agent in the table", () => {
    const table = tabulateRecommendations([row({})], "domain", hrefOf);
    expect(table.rows).toHaveLength(4);
    expect(table.rows[1]?.values).toEqual(["builds", null, "good", "true", "good", 20, 20, 4.5, 4.25, 4.75]);
  });
});
