import { expect, test } from "vitest";
import { describeFailure, type Failure } from "./describe-failure";

const tell = (failure: Failure, provider: "openai-compatible" | "gemini" = "openai-compatible") =>
  describeFailure(failure, { provider, timeoutSeconds: 30 });

test("says what to do, for each way to fail", () => {
  expect(tell({ kind: "timeout" })).toMatchObject({
    code: "model_timeout",
    message: expect.stringMatching(/30 s/),
  });
  expect(tell({ kind: "unreachable" })).toMatchObject({
    code: "model_failed",
    message: expect.stringMatching(/MODEL_URL/),
  });
  expect(tell({ kind: "unreachable" }, "gemini").message).toMatch(/GEMINI_URL/);
  expect(tell({ kind: "unreadable" })).toMatchObject({
    code: "model_failed",
    message: expect.stringMatching(/broke off/),
  });
  expect(tell({ kind: "refused", status: 401 })).toMatchObject({
    code: "model_failed",
    message: expect.stringMatching(/MODEL_KEY/),
  });
  expect(tell({ kind: "refused", status: 403 }, "gemini").message).toMatch(/GEMINI_KEY/);
  expect(tell({ kind: "refused", status: 404 }).message).toMatch(/MODEL_NAME/);
  expect(tell({ kind: "refused", status: 413 }).message).toMatch(/budget/);
  expect(tell({ kind: "refused", status: 429 }).code).toBe("model_busy");
  expect(tell({ kind: "refused", status: 503 }).code).toBe("model_busy");
  expect(tell({ kind: "refused", status: 500 })).toMatchObject({
    code: "model_failed",
    message: expect.stringMatching(/failed \(500\)/),
  });
  expect(tell({ kind: "refused", status: 400 }).message).toMatch(/refused the request \(400\)/);
  expect(tell({ kind: "cancelled" }).code).toBe("cancelled");
});
