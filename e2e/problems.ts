import type { APIResponse } from "@playwright/test";
import { expect } from "./fixtures";

/** Expects a problem answer of this status that, when given, names `path` among its issues; answers its body. */
export async function expectProblem(
  response: APIResponse,
  status: number,
  path?: string,
): Promise<Record<string, unknown>> {
  expect(response.status(), await response.text()).toBe(status);
  expect(response.headers()["content-type"]).toContain("application/problem+json");
  const problem = await response.json();
  expect(problem).toMatchObject({
    type: "about:blank",
    status,
    request_id: response.headers()["x-request-id"],
  });
  if (path !== undefined) {
    expect(problem.issues.map((issue: { path: string }) => issue.path)).toContain(path);
  }
  return problem;
}
