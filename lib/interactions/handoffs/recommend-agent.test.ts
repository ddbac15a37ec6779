import { describe, expect, it } from "vitest";
import { recommendAgent } from "./recommend-agent";

/** An agent with these ratings, and one interaction that nobody rated. */
const agent = (agent_type: string, ratings: number[]) => ({
  agent_type,
  total_interactions: ratings.length + 1,
  satisfaction_count: ratings.length,
  satisfaction_sum: ratings.reduce((sum, value) => sum + value, 0),
  satisfaction_sum_squares: ratings.reduce((sum, value) => sum + value ** 2, 0),
});
const many = (n: number, ...values: number[]) =>
  Array.from({ length: n }, (_, at) => values[at % values.length] as number);
const recommend = (...agents: ReturnType<typeof agent>[]) =>
  recommendAgent({ subject: "billing", channel_id: null, agents });

describe("recommendAgent", () => {
  it("is the best mean among agents with ten ratings; nine are too few", () => {
    const row = recommend(agent("a", many(10, 3, 4)), agent("b", many(10, 4, 5)), agent("c", many(9, 5)));
    expect(row.recommended_agent).toBe("b");
    expect(row.agents.map(({ agent_type }) => agent_type)).toEqual(["c", "b", "a"]);
  });

  it("needs two agents to compare", () => {
    expect(recommend(agent("a", many(50, 5, 4)), agent("b", many(9, 1, 2)))).toMatchObject({
      recommended_agent: null,
      is_distinct: false,
    });
    expect(recommend()).toMatchObject({ recommended_agent: null, agents: [] });
  });

  it("is distinct when its interval lies above that of the next best", () => {
    const clear = recommend(agent("a", many(200, 4, 5)), agent("b", many(200, 3, 4)));
    expect(clear).toMatchObject({ recommended_agent: "a", is_distinct: true });
    const unclear = recommend(agent("a", many(10, 3, 5)), agent("b", many(11, 3, 5)));
    expect(unclear.is_distinct).toBe(false);
  });

  it("is never distinct when nothing is known of a spread", () => {
    const row = recommend(agent("a", many(10, 5)), agent("b", many(10, 1, 2)));
    expect(row).toMatchObject({ recommended_agent: "a", is_distinct: false });
    expect(row.agents[0]).toMatchObject({ satisfaction_ci_low: null, satisfaction_ci_high: null });
  });

  it("takes of equals the one with more ratings, then the first by name; agents without ratings come last", () => {
    const row = recommend(
      agent("d", []),
      agent("c", many(10, 4, 5)),
      agent("b", many(12, 4, 5)),
      agent("a", many(10, 4, 5)),
    );
    expect(row.agents.map(({ agent_type }) => agent_type)).toEqual(["b", "a", "c", "d"]);
    expect(row.recommended_agent).toBe("b");
    expect(row.agents[3]).toMatchObject({ total_interactions: 1, avg_user_satisfaction: null });
  });
});
