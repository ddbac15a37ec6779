import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PivotDimension,
  type PivotRow,
  pivotDimensions,
  preparePivot,
  toPivotKey,
  toPivotLayout,
} from "./prepare-pivot";
import type { AccuracyRow } from "./schemas";

const row = (model: string, intent: string | null, project: string, positive: number, negative: number) =>
  ({ model, intent, project, positive, negative, total: positive + negative }) as AccuracyRow;

const rows = [
  row("a", "code", "p", 8, 2),
  row("a", null, "p", 1, 0),
  row("a", "code", "q", 0, 5),
  row("b", "code", "p", 30, 10),
];

describe("preparePivot", () => {
  it("adds up votes, not rates", () => {
    const pivot = preparePivot(rows, { rows: "model", split: "project", columns: "intent" });
    expect(pivot.rows.map((each) => [each.value, each.all.total])).toEqual([
      ["b", 40],
      ["a", 16],
    ]);
    const a = pivot.rows[1] as PivotRow;
    expect(a.all.accuracy).toBe(9 / 16);
    expect(a.cells[toPivotKey("code")]).toMatchObject({ total: 15, positive: 8 });
    expect(a.cells[toPivotKey(null)]).toMatchObject({ total: 1, positive: 1, accuracy: 1 });
    expect(a.children.map((child) => [child.value, child.values])).toEqual([
      ["p", { model: "a", project: "p" }],
      ["q", { model: "a", project: "q" }],
    ]);
    expect(pivot.columns.map((column) => column.value)).toEqual(["code", null]);
    expect(pivot.all).toMatchObject({ total: 56, positive: 39 });
  });

  it("leaves a combination without votes absent", () => {
    const pivot = preparePivot(rows, { rows: "project", split: null, columns: "intent" });
    const q = pivot.rows.find((each) => each.value === "q");
    expect(Object.keys(q?.cells ?? {})).toEqual([toPivotKey("code")]);
    expect(q?.children).toEqual([]);
  });

  it("keeps votes without an intent apart from an intent called null", () => {
    const pivot = preparePivot([row("a", null, "p", 1, 0), row("a", "null", "p", 2, 0)], {
      rows: "intent",
      split: null,
      columns: null,
    });
    expect(pivot.rows.map((each) => each.value)).toEqual(["null", null]);
  });

  it("says how many columns there would be", () => {
    const pivot = preparePivot(rows, { rows: "model", split: null, columns: "intent" }, 1);
    expect([pivot.columns.length, pivot.columnCount]).toEqual([1, 2]);
  });

  it("loses no vote in any layout", () => {
    const text = fc.constantFrom("x", "y", "z");
    const rowOf = fc
      .tuple(text, fc.option(text), text, fc.nat(5), fc.integer({ min: 1, max: 5 }))
      .map(([model, intent, project, positive, negative]) => row(model, intent, project, positive, negative));
    const dimension = fc.constantFrom<PivotDimension | null>(...pivotDimensions, null);
    fc.assert(
      fc.property(
        fc.array(rowOf),
        fc.constantFrom(...pivotDimensions),
        dimension,
        dimension,
        (votes, by, split, columns) => {
          const pivot = preparePivot(votes, toPivotLayout({ rows: by, split, columns }));
          const total = votes.reduce((sum, each) => sum + each.total, 0);
          const sum = (list: readonly { all: { total: number } }[]) =>
            list.reduce((n, each) => n + each.all.total, 0);
          expect(pivot.all?.total ?? 0).toBe(total);
          expect(sum(pivot.rows)).toBe(total);
          for (const each of pivot.rows) {
            if (each.children.length > 0) expect(sum(each.children)).toBe(each.all.total);
            const cells = Object.values(each.cells);
            if (cells.length > 0) expect(cells.reduce((n, cell) => n + cell.total, 0)).toBe(each.all.total);
          }
        },
      ),
    );
  });
});

it("uses a dimension once", () => {
  expect(toPivotLayout({ rows: "model", split: "model", columns: "model" })).toEqual({
    rows: "model",
    split: null,
    columns: null,
  });
  expect(toPivotLayout({ rows: "model", split: "intent", columns: "intent" })).toEqual({
    rows: "model",
    split: null,
    columns: "intent",
  });
});
