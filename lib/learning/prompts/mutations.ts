import "server-only";
import { z } from "zod";
import { protectInput } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type TestCase, type TestCaseInput, testCase } from "./schemas";

/**
 * Keeps a prompt to try strategies on.
 * @throws AppError forbidden, also for another project; conflict for a name or an id that is taken.
 */
export async function saveTestCase(client: Client, input: TestCaseInput): Promise<TestCase> {
  const stored = await protectInput(client, { project: input.project }, input, {
    metadata: ["expected_action_plan"],
    kept: ["id"],
  });
  return callFunction(client, "save_test_case", { input: JSON.stringify(stored) }, testCase);
}

/** Removes a test case. @throws AppError not_found; forbidden */
export async function deleteTestCase(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_test_case", { test_case_id: id }, z.unknown());
}
