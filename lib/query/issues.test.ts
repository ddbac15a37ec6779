import { describe, expect, test } from "vitest";
import { z } from "zod";
import { toIssues } from "./issues";

function issuesOf(schema: z.ZodType, value: unknown) {
  const result = schema.safeParse(value);
  return result.success ? [] : toIssues(result.error);
}

const one = z.strictObject({
  text: z.string(),
  count: z.int().optional(),
  rating: z.union([z.literal(1), z.literal(-1)], "must be 1 or -1").optional(),
});
const oneOrMany = z.union([z.strictObject({ items: z.array(one).min(1, "must not be empty") }), one]);

describe("toIssues", () => {
  test("names unknown keys by their own path", () => {
    expect(issuesOf(one, { text: "a", colour: 1, size: 2 })).toEqual([
      { path: "colour", message: "unknown field or parameter" },
      { path: "size", message: "unknown field or parameter" },
    ]);
  });

  test("keeps the sentence of a choice of values", () => {
    expect(issuesOf(one, { text: "a", rating: 0 })).toEqual([{ path: "rating", message: "must be 1 or -1" }]);
  });

  test("of a union, speaks about the shape that was meant", () => {
    expect(issuesOf(oneOrMany, { count: 1 })).toMatchObject([{ path: "text" }]);
    expect(issuesOf(oneOrMany, { items: [{ text: "a" }, { text: 7 }] })).toMatchObject([
      { path: "items.1.text" },
    ]);
    expect(issuesOf(oneOrMany, { items: [] })).toEqual([{ path: "items", message: "must not be empty" }]);
    expect(issuesOf(oneOrMany, { text: "a", colour: 1 })).toMatchObject([{ path: "colour" }]);
    expect(issuesOf(oneOrMany, { items: [{ text: "a", rating: 3 }] })).toEqual([
      { path: "items.0.rating", message: "must be 1 or -1" },
    ]);
  });

  test("of a union, stays with the shape that was meant however many of its fields are wrong", () => {
    const wrong = { text: 7, count: "x", rating: 3 };
    expect(issuesOf(oneOrMany, wrong).map(({ path }) => path)).toEqual(["text", "count", "rating"]);
  });

  test("says in plain words what zod says in types", () => {
    const schema = z.object({
      a: z.string(),
      b: z.number().max(1000),
      c: z.string().min(2),
      d: z.array(z.string()).max(2),
      e: z.boolean(),
      f: z.int(),
    });
    expect(issuesOf(schema, { b: 1001, c: "x", d: ["", "", ""], e: "yes", f: 1.5 })).toEqual([
      { path: "a", message: "is missing" },
      { path: "b", message: "must be at most 1,000" },
      { path: "c", message: "has at least 2 characters" },
      { path: "d", message: "has at most 2 items" },
      { path: "e", message: "must be true or false" },
      { path: "f", message: "must be a whole number" },
    ]);
  });

  test("of any JSON, says that it is missing", () => {
    const schema = z.strictObject({ plan: z.json() });
    expect(issuesOf(schema, {})).toEqual([{ path: "plan", message: "is missing" }]);
    expect(issuesOf(schema, { plan: null })).toEqual([]);
  });

  test("of a union, names the whole when it is no object", () => {
    expect(issuesOf(oneOrMany, null)).toMatchObject([{ path: "" }]);
  });
});
