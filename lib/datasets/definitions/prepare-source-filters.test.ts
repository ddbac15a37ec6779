import { describe, expect, it } from "vitest";
import { interactionParameters } from "@/lib/interactions/filter";
import { executionParameters } from "@/lib/learning/filter";
import { turnParameters } from "@/lib/tuning/filter";
import {
  type FilterField,
  filterFields,
  listUnknown,
  rangeOf,
  readFilterSearch,
  toFilterSearch,
  toSource,
  valuesOf,
  withRange,
  withValues,
} from "./prepare-source-filters";

const field = (source: keyof typeof filterFields, name: string): FilterField => {
  const found = filterFields[source].find((each) => each.name === name);
  if (!found) throw new Error(`There is no filter ${name}.`);
  return found;
};

describe("filters of a source", () => {
  it("have the names that the lists take", () => {
    for (const [source, parameters] of [
      ["interactions", interactionParameters],
      ["executions", executionParameters],
      ["turns", turnParameters],
    ] as const) {
      const names = filterFields[source].map(({ name }) => name);
      expect([...names, "days", "from", "to"].sort()).toEqual(Object.keys(parameters).sort());
    }
  });

  it("keep a comma within a value, and several values apart", () => {
    const chosen = withValues({}, field("feedback", "model"), ["a,b", "c"]);
    expect(chosen).toEqual({ model: ["a\\,b", "c"] });
    expect(valuesOf(chosen, field("feedback", "model"))).toEqual(["a,b", "c"]);
    expect(withValues(chosen, field("feedback", "model"), [])).toEqual({});
    const literal = withValues({}, field("feedback", "user_id"), ["x,y"]);
    expect(literal).toEqual({ user_id: "x,y" });
    expect(valuesOf(literal, field("feedback", "user_id"))).toEqual(["x,y"]);
  });

  it("read what a program wrote by comma", () => {
    expect(valuesOf({ model: "a,b" }, field("feedback", "model"))).toEqual(["a", "b"]);
    expect(valuesOf({ rating: 1 }, field("feedback", "rating"))).toEqual(["1"]);
    expect(valuesOf({ has_note: true }, field("feedback", "has_note"))).toEqual(["true"]);
  });

  it("come back from the address as they were", () => {
    const filters = {
      days: 7,
      model: ["a\\,b", "c"],
      user_id: ["x,y", "z"],
      has_note: false,
      rating: "-1",
      q: "late, very late",
    };
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(toFilterSearch(filters, "feedback")))
      for (const text of [value].flat()) search.append(name, text);
    expect(readFilterSearch(search, "feedback")).toEqual({ filters, unknown: [] });
  });

  it("leave out and name what is no filter of the source", () => {
    const search = new URLSearchParams("q=a&sort=created_at&has_note=perhaps&days=soon&model=");
    expect(readFilterSearch(search, "feedback")).toEqual({
      filters: { q: "a" },
      unknown: ["sort", "has_note", "days"],
    });
  });

  it("go along to another source as far as it knows them", () => {
    const filters = { days: 7, project: "p", intent: "code", model: "m" };
    expect(toSource(filters, "interactions")).toEqual({ days: 7, project: "p", model: "m" });
    expect(listUnknown(filters, "interactions")).toEqual(["intent"]);
  });

  it("have one range: relative, fixed, or all time", () => {
    expect(rangeOf({})).toEqual({ days: null, from: null, to: null });
    expect(rangeOf({ days: "7" })).toEqual({ days: 7, from: null, to: null });
    expect(withRange({ days: 7, q: "a" }, { days: null, from: "2026-01-01", to: null })).toEqual({
      from: "2026-01-01",
      q: "a",
    });
    expect(withRange({ days: 7 }, { days: null, from: null, to: null })).toEqual({});
  });
});
