import { AuthApiError, AuthRetryableFetchError } from "@supabase/supabase-js";
import { describe, expect, it } from "vitest";
import { describePasswordError, describeSignInError, findPasswordProblem } from "./sign-in";

describe("findPasswordProblem", () => {
  it.each(["", "123456789", "é".repeat(37), "a".repeat(73)])("refuses %j", (password) => {
    expect(findPasswordProblem(password)).not.toBeNull();
  });

  it.each(["1234567890", "a".repeat(72), "é".repeat(36)])("accepts %j", (password) => {
    expect(findPasswordProblem(password)).toBeNull();
  });
});

describe("describeSignInError", () => {
  it.each([
    [
      new AuthApiError("Invalid login credentials", 400, "invalid_credentials"),
      /address or the password is wrong/,
    ],
    [new AuthApiError("User not found", 404, "user_not_found"), /address or the password is wrong/],
    [new AuthApiError("Email not confirmed", 400, "email_not_confirmed"), /Confirm your e-mail/],
    [new AuthApiError("Request rate limit reached", 429, "over_request_rate_limit"), /Too many attempts/],
    [new AuthRetryableFetchError("fetch failed", 0), /cannot be reached/],
    [new AuthApiError("boom at 10.0.0.1", 500, "unexpected_failure"), /failed\. Try again/],
    [new Error("boom"), /failed\. Try again/],
  ])("%s", (error, sentence) => {
    expect(describeSignInError(error)).toMatch(sentence);
  });
});

describe("describePasswordError", () => {
  it.each([
    [new AuthApiError("same", 422, "same_password"), /other than the present one/],
    [new AuthApiError("weak", 422, "weak_password"), /too easy/],
    [new AuthRetryableFetchError("fetch failed", 0), /cannot be reached/],
    [new Error("boom"), /new link/],
  ])("%s", (error, sentence) => {
    expect(describePasswordError(error)).toMatch(sentence);
  });
});
