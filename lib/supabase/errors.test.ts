import { describe, expect, test } from "vitest";
import { isUndone, toAppError } from "./errors";

describe("toAppError", () => {
  test.each(["40001", "40P01", "57014", "53300", "08003", "57P02", "55P03"])(
    "%s: the same request may be sent again",
    (code) => {
      const error = toAppError({ code, message: "deadlock detected on row of Ann" }, 500);
      expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("Try again") });
      expect(error.message).not.toContain("Ann");
    },
  );

  test.each([
    "PostgresError: deadlock detected",
    "PostgresError: could not serialize access due to concurrent update",
    "PostgresError: canceling statement due to statement timeout",
    "PostgresError: terminating connection due to administrator command",
    "PostgresError: sorry, too many clients already",
    "PostgresError: the database system is shutting down",
    "Error: write CONNECT_TIMEOUT 127.0.0.1:54322",
    "Error: write CONNECTION_CLOSED 127.0.0.1:54322",
  ])("the local API, which keeps no SQLSTATE: %s", (message) => {
    expect(toAppError({ code: "SUP", message }, 500)).toMatchObject({ code: "unavailable", status: 503 });
  });

  test("the local API: a value that a check refuses is the caller's", () => {
    const message = 'PostgresError: new row for relation "a" violates check constraint "b"';
    expect(toAppError({ code: "SUP", message }, 500)).toMatchObject({ code: "bad_request" });
    expect(toAppError({ code: "SUP", message: "PostgresError: anything else" }, 500)).toMatchObject({
      code: "internal_error",
    });
  });

  test.each([0, 502, 503, 504])("status %d without a code: unavailable", (status) => {
    expect(toAppError({ message: "<html>Bad gateway</html>" }, status)).toMatchObject({
      code: "unavailable",
    });
  });

  test("a row that went away is told apart from one that is there", () => {
    expect(toAppError({ code: "23505", message: "duplicate key" }, 409).message).toContain("already taken");
    expect(toAppError({ code: "23503", message: "violates foreign key" }, 409)).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("removed"),
    });
  });

  test("a sentence begins with a capital letter, the path of a field as it is written", () => {
    const messageOf = (message: string) => toAppError({ code: "PT400", message }).message;
    expect(messageOf("this experiment runs already")).toBe("This experiment runs already.");
    expect(messageOf("variants.0.strategy: the project has none")).toBe(
      "variants.0.strategy: the project has none.",
    );
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

describe("isUndone", () => {
  test.each([
    [{ code: "40P01", message: "" }, true],
    [{ code: "40001", message: "" }, true],
    [{ code: "SUP", message: "PostgresError: deadlock detected" }, true],
    // The transaction may have been committed, or was too slow: not to be repeated by itself.
    [{ code: "SUP", message: "Error: write CONNECTION_CLOSED 127.0.0.1" }, false],
    [{ code: "57014", message: "canceling statement due to statement timeout" }, false],
    // The text of a refusal is the caller's.
    [{ code: "PT409", message: "deadlock detected" }, false],
  ])("%o: %s", (error, expected) => {
    expect(isUndone(error)).toBe(expected);
  });
});
