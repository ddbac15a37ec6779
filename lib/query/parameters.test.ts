import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOf, readChoices, writeChoices } from "./parameters";

describe("the values of an any-of parameter", () => {
  it("are separated by commas or repeated, each once, without the spaces around them", () => {
    expect(readChoices(["a, b", "b", "c"])).toEqual(["a", "b", "c"]);
    expect(readChoices(["a,,b"])).toEqual(["a", "", "b"]);
    expect(readChoices([""])).toEqual([""]);
  });

  it("hold a comma or a backslash behind a backslash; before anything else it is itself", () => {
    expect(readChoices(["a\\,b,c"])).toEqual(["a,b", "c"]);
    expect(readChoices(["a\\\\,b"])).toEqual(["a\\", "b"]);
    expect(readChoices(["C:\\models\\x", "end\\"])).toEqual(["C:\\models\\x", "end\\"]);
    expect(readChoices(["two\nlines \u{1F642}\\,"])).toEqual(["two\nlines \u{1F642},"]);
  });

  it("are read as they were written, whatever is in them", () => {
    const value = fc.string({ unit: fc.constantFrom("a", ",", "\\", " ", "\n", "\u{1F642}"), minLength: 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          value.filter((text) => text.trim() === text),
          { minLength: 1 },
        ),
        (values) => {
          expect(readChoices([writeChoices(values)])).toEqual(values);
        },
      ),
    );
  });

  it("are bounded one by one", () => {
    const schema = anyOf("Model.");
    expect(schema.parse(["a\\,b"])).toEqual(["a,b"]);
    expect(schema.safeParse(["a,"]).success).toBe(false);
    expect(schema.safeParse(["x".repeat(201)]).success).toBe(false);
  });
});
