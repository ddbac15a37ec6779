import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toUrl } from "@/lib/query/parameters";
import type { ComposedPrompt, ComposeInput, TestCase, TestCaseInput } from "./schemas";

export const promptKeys = {
  composed: (input: ComposeInput | null) => ["prompts", "composed", input] as const,
  testCases: (project: string | undefined) => ["test-cases", project ?? null] as const,
};

/** POST /v1/prompts/compose, which stores nothing and may be asked again. */
export const composedPromptOptions = (input: ComposeInput) =>
  queryOptions({
    queryKey: promptKeys.composed(input),
    queryFn: ({ signal }) =>
      fetchJson<ComposedPrompt>("/v1/prompts/compose", { method: "POST", body: input, signal }),
  });

const testCasesPath = "/v1/test-cases";

/** GET /v1/test-cases */
export const testCasesOptions = (project: string | undefined) =>
  queryOptions({
    queryKey: promptKeys.testCases(project),
    queryFn: ({ signal }) => fetchJson<{ data: TestCase[] }>(toUrl(testCasesPath, { project }), { signal }),
  });

/** POST /v1/test-cases */
export const postTestCase = (input: TestCaseInput) =>
  fetchJson<TestCase>(testCasesPath, { method: "POST", body: input });

/** DELETE /v1/test-cases/{test_case_id} */
export const deleteTestCase = (id: string) =>
  fetchJson<void>(`${testCasesPath}/${encodeURIComponent(id)}`, { method: "DELETE" });
