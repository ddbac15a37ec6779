import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { TrafficFilter } from "../filter";
import { contextSums, toContextResult } from "./context-figures";
import type { ContextResult } from "./schemas";

/** Satisfaction and response time by context size, with the knee when there is a significant one. */
export async function summarizeContext(client: Client, filter: TrafficFilter): Promise<ContextResult> {
  return toContextResult(
    await callFunction(client, "summarize_context", { filter: JSON.stringify(filter) }, contextSums),
  );
}
