import { describe, expect, it } from "vitest";
import { tableToCsv } from "@/lib/format/table";
import type { Timeline } from "@/lib/query/timeline";
import {
  filterOfPart,
  placeColors,
  prepareStack,
  prepareTokenKinds,
  TOP,
  tabulateDaily,
} from "./prepare-daily";
import type { CostsDailyRow } from "./schemas";

const day = (date: string) => Date.parse(`${date}T00:00:00Z`);
const timeline = (from: string, to: string, now = "2026-11-20T12:00:00Z"): Timeline => ({
  size: "day",
  range: { from: day(from), to: day(to) },
  now: Date.parse(now),
});
const row = (date: string, values: Partial<CostsDailyRow> = {}): CostsDailyRow => ({
  date,
  total_interactions: 1,
  total_tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  cached_tokens: 0,
  total_cost: 0,
  unpriced: 0,
  satisfaction_count: 0,
  satisfied: 0,
  partial: false,
  ...values,
});
const cost = (each: CostsDailyRow) => each.total_cost;
const current = (rows: CostsDailyRow[]) => ({ rows, timeline: timeline("2026-11-18", "2026-11-21") });

describe("prepareStack", () => {
  it("ranks groups by their sum, fills every day, and hatches the running one", () => {
    const stack = prepareStack(
      current([
        row("2026-11-18", { model: "a", total_cost: 1 }),
        row("2026-11-18", { model: null, total_cost: 3, unpriced: 2 }),
        row("2026-11-20", { model: "a", total_cost: 1.5 }),
      ]),
      null,
      { group: "model", measure: cost },
    );
    expect(stack.series.map(({ label }) => label)).toEqual(["No model", "a"]);
    expect(stack.points.map(({ values }) => values)).toEqual([
      [3, 1],
      [0, 0],
      [0, 1.5],
    ]);
    expect(stack.points.map(({ total }) => total)).toEqual([4, 0, 1.5]);
    expect(stack.points[0]?.unpriced).toBe(2);
    expect(stack.points.map(({ isPartial }) => isPartial)).toEqual([false, false, true]);
    expect(stack.points[0]?.previousTotal).toBeNull();
  });

  it("draws the largest by name and says of how many; a single other one by name too", () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, n) => row("2026-11-18", { model: `m${n}`, total_cost: count - n }));
    const one = prepareStack(current(rows(TOP + 1)), null, { group: "model", measure: cost });
    expect([one.shown, one.of, one.series.length]).toEqual([TOP + 1, TOP + 1, TOP + 1]);
    const more = prepareStack(current(rows(TOP + 3)), null, { group: "model", measure: cost });
    expect([more.shown, more.of]).toEqual([TOP, TOP + 3]);
    expect(more.series.at(-1)).toMatchObject({ label: "3 others", isRest: true });
    expect(more.points[0]?.values.at(-1)).toBe(3 + 2 + 1);
    // What is behind a part: its group, those that stand together, or the whole bar.
    expect(filterOfPart(more, "m0", "model")).toEqual({ model: "m0" });
    expect(filterOfPart(more, " rest", "model")).toEqual({ model: `m${TOP},m${TOP + 1},m${TOP + 2}` });
    expect(filterOfPart(more, undefined, "model")).toEqual({});
    const many = prepareStack(current(rows(TOP + 101)), null, { group: "model", measure: cost });
    expect(filterOfPart(many, " rest", "model")).toEqual({});
    expect(more.points[0]?.total).toBe(((TOP + 3) * (TOP + 4)) / 2);
  });

  it("puts the period before beside it by place; beyond its end there is none", () => {
    const stack = prepareStack(
      current([row("2026-11-18", { model: "a", total_cost: 1 })]),
      {
        rows: [row("2026-11-17", { total_cost: 5 })],
        timeline: timeline("2026-11-16", "2026-11-18"),
      },
      { group: "model", measure: cost },
    );
    expect(stack.points.map(({ previousTotal }) => previousTotal)).toEqual([0, 5, null]);
    expect(stack.points[1]?.previousBucket).toBe("2026-11-17T00:00:00.000Z");
  });
});

describe("placeColors", () => {
  const of = (...keys: string[]) => keys.map((key) => ({ key, label: key, isRest: false, members: [key] }));
  it("keeps what the chart beside it has, and never gives one colour twice", () => {
    expect(placeColors(of("a", "b"))).toEqual([0, 1]);
    expect(placeColors(of("c", "b", "d"), of("a", "b", "c"))).toEqual([2, 1, 0]);
    expect(placeColors(of("x", "y", "a"), of("a"))).toEqual([1, 2, 0]);
  });
});

describe("prepareTokenKinds", () => {
  it("counts cached input once, and what was sent as one number apart", () => {
    const stack = prepareTokenKinds(
      current([
        row("2026-11-18", { total_tokens: 150, input_tokens: 100, cached_tokens: 40, output_tokens: 30 }),
      ]),
      null,
    );
    expect(stack.series.map(({ label }) => label)).toEqual(["Input", "Cached input", "Output", "Not split"]);
    expect(stack.points[0]?.values).toEqual([60, 40, 30, 20]);
    expect(stack.points[0]?.total).toBe(150);
  });
  it("leaves out kinds that nothing has", () => {
    const stack = prepareTokenKinds(
      current([row("2026-11-18", { total_tokens: 3, input_tokens: 2, output_tokens: 1 })]),
      null,
    );
    expect(stack.series.map(({ key }) => key)).toEqual(["input", "output"]);
  });
});

describe("tabulateDaily", () => {
  it("holds the rows of the API with full precision", () => {
    const table = tabulateDaily(
      [row("2026-11-18", { model: "a,b", total_cost: 0.000123456 })],
      "model",
      () => "/",
      () => "",
    );
    expect(tableToCsv(table).split("\r\n").slice(0, 2)).toEqual([
      "date,model,total_cost,total_interactions,total_tokens,input_tokens,cached_tokens,output_tokens,unpriced,satisfaction_count,satisfied,partial",
      '2026-11-18,"a,b",0.000123456,1,0,0,0,0,0,0,0,false',
    ]);
  });
});
