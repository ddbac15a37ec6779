import { expect, test } from "vitest";
import { readSubject } from "./authenticate";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const id = "6f1f1f2e-3c0a-4d5e-8b1c-0a1b2c3d4e5f";

test("the subject of a token is read, whatever else it claims", () => {
  expect(readSubject(`x.${encode({ sub: id, name: "Ünal" })}.y`)).toBe(id);
});

test.each([
  "",
  "x",
  "a.b.c",
  "..",
  "a.!!!.c",
  `a.${encode(null)}.c`,
  `a.${encode([])}.c`,
  `a.${encode({ sub: "x" })}.c`,
])("%j is no token of anybody", (token) => {
  expect(readSubject(token)).toBeNull();
});
