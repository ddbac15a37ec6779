import fc from "fast-check";
import { expect, it } from "vitest";
import { toCsv } from "../format/csv";
import { createRowCounter } from "./row-counter";

const cell = fc
  .array(fc.constantFrom('"', "\n", "\r\n", ",", "a", "=1", "é", " "))
  .map((parts) => parts.join(""));
const table = fc.array(fc.record({ query: cell, response: cell }), { maxLength: 20 });

it.each(["csv", "jsonl"] as const)("counts the rows of a %s file cut anywhere", (format) => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 50 }), (rows, size) => {
      const text =
        format === "csv"
          ? toCsv(rows, ["query", "response"], { header: true })
          : rows.map((row) => `${JSON.stringify(row)}\n`).join("");
      const bytes = new TextEncoder().encode(text);
      const count = createRowCounter(format);
      let counted = 0;
      for (let start = 0; start < bytes.length; start += size)
        counted = count(bytes.subarray(start, start + size));
      expect(counted).toBe(rows.length);
    }),
  );
});
