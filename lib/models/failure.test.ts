import { APICallError } from "ai";
import { expect, test } from "vitest";
import { readRetryAfter, toModelFailure } from "./failure";

const call = (statusCode: number | undefined, headers: Record<string, string> = {}) =>
  new APICallError({
    message: "sk-secret",
    url: "http://secret.example",
    requestBodyValues: { secret: true },
    responseHeaders: headers,
    ...(statusCode === undefined ? {} : { statusCode }),
  });

test("tells the ways to fail apart and keeps nothing of what the provider said", () => {
  expect(toModelFailure(call(429, { "retry-after": "7" }), null)).toMatchObject({
    kind: "refused",
    status: 429,
    retryAfterSeconds: 7,
  });
  expect(toModelFailure(call(undefined), null).kind).toBe("unreachable");
  expect(toModelFailure(call(200), null).kind).toBe("unreadable");
  expect(toModelFailure(new TypeError("terminated"), null).kind).toBe("unreadable");
  expect(toModelFailure(call(undefined), "timeout").kind).toBe("timeout");
  expect(toModelFailure(call(500), "cancelled").kind).toBe("cancelled");
  const failure = toModelFailure(call(401), null);
  expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain("secret");
  expect(failure.cause).toBeUndefined();
});

test("Retry-After is seconds or a date, within an hour", () => {
  const now = Date.parse("2026-03-01T00:00:00Z");
  expect(readRetryAfter("30", now)).toBe(30);
  expect(readRetryAfter("0", now)).toBe(1);
  expect(readRetryAfter("Sun, 01 Mar 2026 00:00:12 GMT", now)).toBe(12);
  expect(readRetryAfter("Sat, 28 Feb 2026 00:00:12 GMT", now)).toBe(1);
  expect(readRetryAfter("999999", now)).toBe(3600);
  expect(readRetryAfter("soon", now)).toBeUndefined();
  expect(readRetryAfter(undefined, now)).toBeUndefined();
});
