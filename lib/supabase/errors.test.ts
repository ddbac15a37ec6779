import { describe, expect, test } from "vitest";
import { toAppError } from "./errors";

describe("toAppError", () => {
  test.each(["40001", "40P01", "57014", "53300"])("%s: the same request may be sent again", (code) => {
    const error = toAppError({ code, message: "deadlock detected on row of Ann" }, 500);
    expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("Try again") });
    expect(error.message).not.toContain("Ann");
  });

  test("a refusal of our own keeps its sentence, its hint and its detail", () => {
    const error = toAppError({
      code: "PT409",
      message: "the review was saved elsewhere",
      hint: "Load it again",
      details: '{"stored_version": 2}',
    });
    expect(error).toMatchObject({
      code: "conflict",
      message: "The review was saved elsewhere — Load it again.",
      extra: { stored_version: 2 },
    });
  });

  test("what nobody expects says nothing about the database", () => {
    const error = toAppError({ code: "XX000", message: "secret" }, 500);
    expect(error).toMatchObject({ code: "internal_error" });
    expect(error.message).not.toContain("secret");
  });
});
