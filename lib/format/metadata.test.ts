import { expect, it } from "vitest";
import { prepareMetadata } from "./metadata";

it("reads without knowing JSON", () => {
  expect(
    prepareMetadata({
      version: 3,
      cached: false,
      region: null,
      tags: ["a", 1, true],
      none: [],
      empty: {},
      user: { plan: "pro", limits: { tokens: 5 } },
      chunks: [{ id: 1 }],
      deep: { a: { b: { c: { d: 1 } } } },
    }),
  ).toEqual([
    { name: "version", value: "3" },
    { name: "cached", value: "no" },
    { name: "region", value: "–" },
    { name: "tags", value: "a, 1, yes" },
    { name: "none", value: "(none)" },
    { name: "empty", value: "(none)" },
    { name: "user › plan", value: "pro" },
    { name: "user › limits › tokens", value: "5" },
    { name: "chunks", value: '[{"id":1}]' },
    { name: "deep › a › b › c", value: '{"d":1}' },
  ]);
});
