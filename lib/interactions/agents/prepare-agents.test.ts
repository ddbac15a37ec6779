import { describe, expect, it } from "vitest";
import { tableToCsv } from "@/lib/format/table";
import { prepareTimeline } from "@/lib/query/timeline";
import { filterOf, layoutParsers } from "./prepare-address";
import { prepareDays, tabulateDays } from "./prepare-days";
import { findFigure, prepareCell, sortRows } from "./prepare-figures";
import { prepareSubmissionRate } from "./prepare-submission-rate";
import { tabulateAgents } from "./prepare-table";
import { prepareTrends } from "./prepare-trends";
import { type AgentRow, agentRow, type LiveResult } from "./schemas";

const empty = Object.fromEntries(Object.keys(agentRow.shape).map((name) => [name, null]));
const row = (values: Partial<AgentRow>): AgentRow =>
  ({ ...empty, total_interactions: 1, total_tokens_used: 0, total_cost: 0, ...values }) as AgentRow;
const now = Date.parse("2026-11-20T10:00:00Z");
const timeline = (days: number) => prepareTimeline({ days: String(days) }, "day", now);

describe("prepareCell", () => {
  const figure = findFigure("satisfaction");
  it("has the figure, its interval and what it rests on", () => {
    const cell = prepareCell(
      row({
        avg_user_satisfaction: 4.2,
        satisfaction_count: 40,
        satisfaction_ci_low: 4,
        satisfaction_ci_high: 4.4,
      }),
      figure,
    );
    expect(cell).toEqual({ value: 4.2, text: "4.20", interval: "4.00–4.40", n: 40, isSmall: false });
  });
  it("greys small samples, and has nothing where nothing is known", () => {
    expect(prepareCell(row({ avg_user_satisfaction: 5, satisfaction_count: 1 }), figure).isSmall).toBe(true);
    expect(prepareCell(row({ satisfaction_count: 0 }), figure)).toEqual({
      value: null,
      text: "–",
      interval: null,
      n: 0,
      isSmall: false,
    });
  });
});

it("sorts by any figure; those without it come last either way", () => {
  const rows = [
    row({ agent_type: "a", avg_user_satisfaction: 3 }),
    row({ agent_type: "b" }),
    row({ agent_type: "c", avg_user_satisfaction: 4 }),
  ];
  const names = (isDescending: boolean) =>
    sortRows(rows, "satisfaction", isDescending).map(({ agent_type }) => agent_type);
  expect(names(true)).toEqual(["c", "a", "b"]);
  expect(names(false)).toEqual(["a", "c", "b"]);
});

it("understands an order in the address only when it names a figure", () => {
  expect(layoutParsers.order.parse("-latency_p95")).toEqual({ key: "latency_p95", isDescending: true });
  expect(layoutParsers.order.parse("latency")).toBeNull();
});

it("filters by the group of a row, also by having none", () => {
  expect(filterOf(row({ model: "a,b" }), "model")).toEqual({ model: "a\\,b" });
  expect(filterOf(row({ model: null }), "model")).toEqual({ model: "(none)" });
});

describe("prepareDays", () => {
  const rows = [
    row({ agent_type: "b", day: "2026-11-18", total_interactions: 5, avg_user_satisfaction: 4 }),
    row({ agent_type: "a", day: "2026-11-20", total_interactions: 2, avg_user_satisfaction: 2 }),
  ];
  it("has gaps where nothing is known, and zeros where nothing was counted", () => {
    const satisfaction = prepareDays(rows, "agent_type", findFigure("satisfaction"), timeline(3));
    expect(satisfaction.series.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(satisfaction.points.map(({ values }) => values)).toEqual([
      [null, 4],
      [null, null],
      [2, null],
    ]);
    expect(satisfaction.points.map(({ isPartial }) => isPartial)).toEqual([false, false, true]);
    const counts = prepareDays(rows, "agent_type", findFigure("interactions"), timeline(3));
    expect(counts.points.map(({ values }) => values)).toEqual([
      [0, 5],
      [0, 0],
      [2, 0],
    ]);
  });
  it("draws the busiest, and says of how many", () => {
    const many = Array.from({ length: 12 }, (_, n) =>
      row({ agent_type: `agent ${n}`, day: "2026-11-20", total_interactions: n }),
    );
    const { series, of } = prepareDays(many, "agent_type", findFigure("interactions"), timeline(1));
    expect([series.length, of]).toEqual([8, 12]);
    expect(series.some(({ key }) => key === "agent 3")).toBe(false);
  });
  it("gives every row of the API as a file", () => {
    const table = tabulateDays(rows, "agent_type", findFigure("satisfaction"), () => "/");
    expect(tableToCsv(table).split("\r\n").slice(0, 2)).toEqual([
      "day,agent_type,total_interactions,avg_user_satisfaction,satisfaction_count,satisfaction_ci_low,satisfaction_ci_high",
      "2026-11-18,b,5,4,,,",
    ]);
  });
});

it("gives groups side by side with everything the API says of them", () => {
  const table = tabulateAgents(
    [row({ model: null, total_cost: 0.25 })],
    "model",
    ({ model }) => `/x?${model}`,
  );
  const csv = tableToCsv(table).split("\r\n");
  const names = Object.keys(agentRow.shape).filter(
    (name) => !["agent_type", "model", "project", "channel_id", "day"].includes(name),
  );
  expect(csv[0]).toBe(["model", ...names].join(","));
  expect(csv[1]?.split(",").slice(0, 4)).toEqual(["", "1", "0", "0.25"]);
  expect(table.rows[0]?.href).toBe("/x?(none)");
});

describe("prepareTrends", () => {
  const none = {
    satisfaction_vs_yesterday: null,
    satisfaction_vs_last_week: null,
    cost_efficiency_vs_last_week: null,
    domain_accuracy_vs_last_week: null,
    escalation_success_vs_last_week: null,
    response_time_vs_yesterday: null,
    response_time_vs_last_week: null,
  } satisfies LiveResult["trends"];
  const slower = {
    difference: 200,
    ci_low: 50,
    ci_high: 350,
    current: 1200,
    previous: 1000,
    n_current: 40,
    n_previous: 50,
    is_significant: true,
  };
  const find = (trends: LiveResult["trends"], key: string) =>
    prepareTrends(trends).find((trend) => trend.key === key);

  it("says which way is better", () => {
    expect(find({ ...none, response_time_vs_yesterday: slower }, "response_time_vs_yesterday")).toMatchObject(
      {
        current: "1.20 s",
        previous: "1.00 s",
        difference: "+200 ms",
        interval: "+50 ms to +350 ms",
        n: "n 40 and 50",
        isBetter: false,
      },
    );
    const rated = { ...slower, difference: 0.2, ci_low: 0.05, ci_high: 0.35, current: 4.2, previous: 4 };
    expect(find({ ...none, satisfaction_vs_last_week: rated }, "satisfaction_vs_last_week")).toMatchObject({
      difference: "+0.20",
      isBetter: true,
    });
  });
  it("does not judge what may be chance, or has no interval", () => {
    const chance = { ...slower, ci_low: -50, is_significant: false };
    expect(
      find({ ...none, response_time_vs_yesterday: chance }, "response_time_vs_yesterday")?.isBetter,
    ).toBeNull();
    expect(
      find({ ...none, cost_efficiency_vs_last_week: -0.125 }, "cost_efficiency_vs_last_week"),
    ).toMatchObject({
      label: "Satisfied interactions per dollar",
      difference: "−12.5%",
      interval: null,
      isBetter: null,
    });
    expect(find(none, "satisfaction_vs_yesterday")?.difference).toBeNull();
  });
});

it("has a gap for days without interactions in the submission rate", () => {
  const points = prepareSubmissionRate(
    [{ date: "2026-11-19", votes: 3, interactions: 2, submission_rate: 1.5, partial: false }],
    timeline(2),
  );
  expect(points.map(({ values, votes }) => [values[0], votes])).toEqual([
    [1.5, 3],
    [null, 0],
  ]);
});
