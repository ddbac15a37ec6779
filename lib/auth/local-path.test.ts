import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLocalPath, toLocalTarget } from "./local-path";

const hostile = [
  "//evil.example",
  "///evil.example",
  "////evil.example/%2e%2e",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  " /feedback",
  "/\u0000/evil.example",
  "/./\\evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/a/..//evil.example",
  "/%2e%2e//evil.example",
  "/%2f/evil.example",
  "/%2Fevil.example",
  "/%5Cevil.example",
  "/%5c%5cevil.example",
  "https://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "HTTPS://evil.example",
  "http:\\\\evil.example",
  "javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "@evil.example",
  "?next=//evil.example",
  "#//evil.example",
  "",
  `/${"a".repeat(2000)}`,
];

describe("toLocalPath", () => {
  it.each(hostile)("refuses %j", (value) => {
    expect(toLocalPath(value)).toBe("/");
  });

  it.each([null, undefined, 1, ["/feedback"], {}])("refuses what is not text: %j", (value) => {
    expect(toLocalPath(value)).toBe("/");
  });

  it.each(["/login", "/login/reset", "/auth/confirm?token_hash=x", "/no-access", "/new-password"])(
    "does not lead back to the way in: %s",
    (value) => {
      expect(toLocalPath(value)).toBe("/");
    },
  );

  it.each(["/", "/feedback", "/feedback?days=7&project=a%2Fb&q=x%20y#top", "/loginsight", "/a/b/c"])(
    "keeps %s",
    (value) => {
      expect(toLocalPath(value)).toBe(value);
    },
  );

  it("answers with a path of this site for any text", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "@",
      ":",
      "evil.example",
      "https:",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces).map((parts) => `/${parts.join("")}`),
    );
    fc.assert(
      fc.property(text, (value) => {
        const path = toLocalPath(value);
        expect(new URL(path, "https://retune.example").origin).toBe("https://retune.example");
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(toLocalPath(path)).toBe(path);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("toLocalTarget", () => {
  const origin = "http://127.0.0.1:3000";

  it.each([
    [null, "/"],
    ["", "/"],
    ["http://127.0.0.1:3000", "/"],
    ["http://127.0.0.1:3000/feedback?days=7", "/feedback?days=7"],
    ["/feedback", "/feedback"],
    ["http://127.0.0.1:3000/auth/confirm?next=%2Ffeedback%3Fdays%3D7", "/feedback?days=7"],
    ["http://127.0.0.1:3000/auth/confirm?next=%2F%2Fevil.example", "/"],
    ["http://127.0.0.1:3001/feedback", "/"],
    ["https://evil.example/feedback", "/"],
    ["//evil.example", "/"],
    ["javascript:alert(1)", "/"],
  ])("%j → %s", (value, expected) => {
    expect(toLocalTarget(value, origin)).toBe(expected);
  });
});
