import { expect, test } from "vitest";
import { describeFailure } from "./provider-failure";

test("says what to do, for each way to fail", () => {
  expect(describeFailure({ isTimeout: true })).toMatch(/too long.*try again/);
  expect(describeFailure({})).toMatch(/ASSISTANT_URL/);
  expect(describeFailure({ status: 200 })).toMatch(/broke off/);
  expect(describeFailure({ status: 401 })).toMatch(/ASSISTANT_KEY/);
  expect(describeFailure({ status: 404 })).toMatch(/ASSISTANT_MODEL/);
  expect(describeFailure({ status: 429 })).toMatch(/Wait/);
  expect(describeFailure({ status: 503 })).toMatch(/try again/);
  expect(describeFailure({ status: 400 })).toMatch(/refused the question \(400\)/);
});
