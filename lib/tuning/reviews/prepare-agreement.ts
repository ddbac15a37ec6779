import type { ChartTable } from "@/lib/format/table";
import { categories, categoryNames } from "../vocabulary";
import type { Agreement, AgreementCategory, Disagreement } from "./schemas";

/** Who alone has a note of the category: the one who finished first, or the second. */
export type Side = "first" | "second";

/** The four cells of a category's confusion grid: rows are the first reviewer, columns the second, present before absent. */
export function toGrid(row: AgreementCategory): { value: number; side: Side | null }[][] {
  return [
    [
      { value: row.both, side: null },
      { value: row.only_first, side: "first" },
    ],
    [
      { value: row.only_second, side: "second" },
      { value: row.neither, side: null },
    ],
  ];
}

/** The decision a form starts from: the one that was made, else what both reviewers say alike. */
export function toStartingCategories(turn: Disagreement): (typeof categories)[number][] {
  if (turn.adjudication) return turn.adjudication.categories;
  return categories.filter(
    (category) => turn.first.categories.includes(category) && turn.second.categories.includes(category),
  );
}

/** Agreement per category as a table, for its CSV. */
export function toAgreementTable(agreement: Agreement): ChartTable {
  return {
    columns: [
      { name: "category", label: "Category" },
      { name: "n", label: "Turns", isNumeric: true },
      { name: "kappa", label: "Kappa", isNumeric: true },
      { name: "observed", label: "Observed agreement", isNumeric: true },
      { name: "both", label: "Both", isNumeric: true },
      { name: "only_first", label: "Only first", isNumeric: true },
      { name: "only_second", label: "Only second", isNumeric: true },
      { name: "neither", label: "Neither", isNumeric: true },
    ],
    rows: agreement.data.map((row) => ({
      values: [
        row.category,
        row.n,
        row.kappa,
        row.observed,
        row.both,
        row.only_first,
        row.only_second,
        row.neither,
      ],
    })),
  };
}

/** Categories as people read them, in the order of the vocabulary. */
export function nameCategories(chosen: readonly string[]): string {
  return categories
    .filter((category) => chosen.includes(category))
    .map((category) => categoryNames[category])
    .join(", ");
}
