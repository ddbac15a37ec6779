import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { TrafficFilter } from "../filter";
import { agentSums, toAgentRow } from "./agent-figures";
import { liveSums, toLiveResult } from "./live-figures";
import {
  type AgentRow,
  type AgentsQuery,
  type LiveResult,
  type SubmissionRateResult,
  submissionRateResult,
} from "./schemas";

/** The figures of each group, from the daily rollups: days in order, then the busiest group first. */
export async function summarizeAgents(client: Client, query: AgentsQuery): Promise<AgentRow[]> {
  const rows = await callFunction(
    client,
    "summarize_agents",
    { filter: JSON.stringify(query.filter), group_by: query.groupBy.join(",") },
    z.array(agentSums),
  );
  return rows.map(toAgentRow);
}

/** The running UTC hour and the trends of complete days. */
export async function summarizeLive(
  client: Client,
  filter: Omit<TrafficFilter, "from" | "to">,
): Promise<LiveResult> {
  return toLiveResult(
    await callFunction(client, "summarize_live", { filter: JSON.stringify(filter) }, liveSums),
  );
}

/** Votes per interaction of each UTC day that has either. */
export async function summarizeSubmissionRate(
  client: Client,
  filter: TrafficFilter,
): Promise<SubmissionRateResult> {
  const data = await callFunction(
    client,
    "summarize_submission_rate",
    { filter: JSON.stringify(filter) },
    submissionRateResult.shape.data,
  );
  return { data };
}
