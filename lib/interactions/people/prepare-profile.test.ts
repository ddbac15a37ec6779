import { describe, expect, it } from "vitest";
import {
  isOneWayId,
  personHref,
  prepareAgentScores,
  prepareCounts,
  prepareLearning,
  prepareProfileLines,
  shortId,
  tabulateLearning,
} from "./prepare-profile";
import type { UserProfile } from "./schemas";

const profile = (values: Partial<UserProfile> = {}): UserProfile => ({
  user_id: "u",
  project: "p",
  skill_level: "advanced",
  communication_style: null,
  preferred_agent: "technical",
  agent_satisfaction_scores: {},
  conversation_patterns: {
    conversations: 4,
    interactions_per_conversation: 2.5,
    handoffs_per_conversation: 0.25,
    busiest_hour_utc: 23,
    channels: {},
    domains: {},
    usual_next_domain: {},
  },
  expertise_areas: [],
  learning_progress: [],
  context_preferences: { avg_context_tokens: 1200.4, best_context_tokens: null, n: 2 },
  total_interactions: 10,
  created_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-01T00:00:00Z",
  ...values,
});

const textOf = (of: UserProfile, key: string) =>
  prepareProfileLines(of).find((line) => line.key === key)?.text;

describe("prepareProfileLines", () => {
  it("says what is known and what is not, each with its rule", () => {
    expect(textOf(profile(), "skill_level")).toBe("advanced");
    expect(textOf(profile(), "communication_style")).toBe("too few messages");
    expect(textOf(profile(), "expertise_areas")).toBe("none yet");
    expect(textOf(profile(), "interactions_per_conversation")).toBe("2.5 in 4 conversations");
    expect(textOf(profile(), "busiest_hour_utc")).toBe("23:00 to 00:00 UTC");
    expect(textOf(profile(), "avg_context_tokens")).toBe("1,200 tokens");
    const best = { avg_context_tokens: 1200, best_context_tokens: 800, n: 6 };
    expect(textOf(profile({ context_preferences: best }), "avg_context_tokens")).toBe(
      "1,200 tokens; best at 800 (n 6)",
    );
    for (const { definition } of prepareProfileLines(profile())) expect(definition).toMatch(/\.$/);
  });
});

describe("scores and counts", () => {
  it("puts the best agent first and greys few ratings", () => {
    const scores = prepareAgentScores(
      profile({ agent_satisfaction_scores: { a: { average: 4, n: 3 }, "b,c": { average: 4.5, n: 40 } } }),
    );
    expect(scores).toEqual([
      { agent: "b,c", mean: 4.5, n: 40, isSmall: false, filter: { agent_type: "b\\,c" } },
      { agent: "a", mean: 4, n: 3, isSmall: true, filter: { agent_type: "a" } },
    ]);
    expect(prepareCounts({ x: 1, z: 5, y: 1 }).map(({ name }) => name)).toEqual(["z", "x", "y"]);
  });
});

describe("prepareLearning", () => {
  const rows = [
    { month: "2026-08", skill: 1.5, satisfaction: null, n: 4 },
    { month: "2026-11", skill: 2.5, satisfaction: 4, n: 9 },
  ];
  it("has every month between, with gaps, and the running one as partial", () => {
    const points = prepareLearning(rows, Date.parse("2026-11-21T12:00:00Z"));
    expect(
      points.map(({ bucket, values, n, isPartial }) => [bucket.slice(0, 7), values, n, isPartial]),
    ).toEqual([
      ["2026-08", [1.5, null], 4, false],
      ["2026-09", [null, null], 0, false],
      ["2026-10", [null, null], 0, false],
      ["2026-11", [2.5, 4], 9, true],
    ]);
    expect(prepareLearning([], 0)).toEqual([]);
  });
  it("holds the months of the API and leads to their interactions", () => {
    const table = tabulateLearning(rows, ({ from, to }) => `${from} ${to}`);
    expect(table.rows[1]).toEqual({ href: "2026-11-01 2026-11-30", values: ["2026-11", 2.5, 4, 9] });
  });
});

describe("ids", () => {
  it("shortens the one-way form alone, and quotes ids in addresses", () => {
    const id = `hmac_${"0123456789abcdef".repeat(4)}`;
    expect([isOneWayId(id), isOneWayId("hmac_1")]).toEqual([true, false]);
    expect([shortId(id), shortId("u-1")]).toEqual(["hmac_01234567…cdef", "u-1"]);
    expect(personHref("a/b c")).toBe("/interactions/people/a%2Fb%20c");
  });
});
