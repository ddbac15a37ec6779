import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { toCsv } from "../format/csv";
import { createPackedRowCounter, createRowCounter } from "./row-counter";

const cell = fc
  .array(fc.constantFrom('"', "\n", "\r\n", ",", "a", "=1", "é", " "))
  .map((parts) => parts.join(""));
const table = fc.array(fc.record({ query: cell, response: cell }), { maxLength: 20 });

const textOf = (format: "csv" | "jsonl", rows: { query: string; response: string }[]) =>
  format === "csv"
    ? toCsv(rows, ["query", "response"], { header: true })
    : rows.map((row) => `${JSON.stringify(row)}\n`).join("");

it.each(["csv", "jsonl"] as const)("counts the rows of a %s file cut anywhere", (format) => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 50 }), (rows, size) => {
      const bytes = new TextEncoder().encode(textOf(format, rows));
      const count = createRowCounter(format);
      let counted = 0;
      for (let start = 0; start < bytes.length; start += size)
        counted = count(bytes.subarray(start, start + size));
      expect(counted).toBe(rows.length);
    }),
  );
});

it.each(["csv", "jsonl"] as const)("counts the rows of a %s file that is packed", async (format) => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 50 }), fc.boolean(), async (rows, size, isPacked) => {
      const text = textOf(format, rows);
      const bytes = new Uint8Array(isPacked ? gzipSync(text) : Buffer.from(text));
      const counter = createPackedRowCounter(isPacked ? `${format}.gz` : format);
      for (let start = 0; start < bytes.length; start += size)
        expect(await counter.add(bytes.slice(start, start + size))).toBeLessThanOrEqual(rows.length);
      expect(await counter.end()).toBe(rows.length);
    }),
    { numRuns: 30 },
  );
});

it("refuses a packed file that ends too early or is none", async () => {
  const bytes = new Uint8Array(gzipSync('{"a":1}\n'.repeat(1000)));
  const cut = createPackedRowCounter("jsonl.gz");
  await cut.add(bytes.slice(0, -9));
  await expect(cut.end()).rejects.toThrow(TypeError);
  const other = createPackedRowCounter("jsonl.gz");
  await expect(other.add(new TextEncoder().encode('{"a":1}\n')).then(() => other.end())).rejects.toThrow(
    TypeError,
  );
});
