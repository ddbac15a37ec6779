import { expect, it } from "vitest";
import { estimateExportBytes } from "./prepare-export";
import type { Feedback } from "./schemas";

const votes = [
  { query: "é", rating: 1 },
  { query: "two, with a comma", rating: -1 },
] as Feedback[];

it("is exact when the sample is everything", () => {
  expect(estimateExportBytes(votes, 2, { format: "csv", columns: ["query", "rating"] })).toBe(
    Buffer.byteLength('query,rating\r\né,1\r\n"two, with a comma",-1\r\n'),
  );
  expect(estimateExportBytes(votes, 2, { format: "jsonl", columns: ["query", "rating"] })).toBe(
    Buffer.byteLength('{"query":"é","rating":1}\n{"query":"two, with a comma","rating":-1}\n'),
  );
});

it("grows with the number of votes, and does not guess without a sample", () => {
  const jsonl = { format: "jsonl", columns: ["rating"] } as const;
  expect(estimateExportBytes(votes.slice(0, 1), 1000, jsonl)).toBe(13_000);
  expect(estimateExportBytes([], 1000, jsonl)).toBeNull();
  expect(estimateExportBytes([], 0, jsonl)).toBe(0);
});
