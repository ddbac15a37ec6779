import "server-only";
import { protectInput } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { recordRowsExport } from "@/lib/supabase/export-rows";
import { executionShape } from "../executions/execution-shape";
import { withIntervals } from "./queries";
import { type Example, type ExampleFilter, type ExampleUpdate, storedExample } from "./schemas";

/**
 * Changes what people made of an execution as an example; null clears. The audit log keeps who did it.
 * @throws AppError not_found; forbidden for keys; conflict with `stored_version` when it is not `expected_version`.
 */
export async function updateExample(client: Client, id: string, update: ExampleUpdate): Promise<Example> {
  const { expected_version, ...sent } = update;
  const patch = await protectInput(client, { row: "execution", id }, sent, executionShape);
  const row = await callFunction(
    client,
    "update_example",
    { execution_id: id, patch: JSON.stringify(patch), expected_version },
    storedExample,
  );
  return withIntervals(row);
}

/**
 * Writes the audit entry of a download that begins.
 * @throws AppError forbidden when the caller may not export rows.
 */
export const recordExampleExport = (client: Client, filter: ExampleFilter, format: string) =>
  recordRowsExport(client, "example", filter, format);
