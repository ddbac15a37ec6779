import { expect, it } from "vitest";
import { estimateFileBytes } from "./file-size";

const rows = [
  { query: "é", rating: 1 },
  { query: "two, with a comma", rating: -1 },
];

it("is exact when the sample is everything", () => {
  expect(estimateFileBytes(rows, 2, { format: "csv", columns: ["query", "rating"] })).toBe(
    Buffer.byteLength('query,rating\r\né,1\r\n"two, with a comma",-1\r\n'),
  );
  expect(estimateFileBytes(rows, 2, { format: "jsonl", columns: ["query", "rating"] })).toBe(
    Buffer.byteLength('{"query":"é","rating":1}\n{"query":"two, with a comma","rating":-1}\n'),
  );
});

it("grows with the number of rows, and does not guess without a sample", () => {
  const jsonl = { format: "jsonl", columns: ["rating"] } as const;
  expect(estimateFileBytes(rows.slice(0, 1), 1000, jsonl)).toBe(13_000);
  expect(estimateFileBytes([], 1000, jsonl)).toBeNull();
  expect(estimateFileBytes([], 0, jsonl)).toBe(0);
});
