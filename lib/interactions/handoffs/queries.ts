import "server-only";
import { z } from "zod";
import { storedIds } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { recommendAgent, subjectSums } from "./recommend-agent";
import {
  type FlowRow,
  flowRow,
  type HandoffRow,
  type HandoffsQuery,
  handoffRow,
  type RecommendationRow,
  type RecommendationsQuery,
} from "./schemas";

/** Hand-offs per pair of agents, and per channel when asked; the most frequent first. */
export async function listHandoffs(client: Client, query: HandoffsQuery): Promise<HandoffRow[]> {
  return callFunction(client, "list_handoffs", toArguments(query), z.array(handoffRow));
}

/** Transitions between the domains of interactions that follow each other, staying included. */
export async function listDomainFlow(client: Client, query: HandoffsQuery): Promise<FlowRow[]> {
  return callFunction(client, "list_domain_flow", toArguments(query), z.array(flowRow));
}

/** The agent that has done best for each domain or end user, and within each channel when asked; the busiest first. */
export async function listRecommendations(
  client: Client,
  { filter, by, byChannel }: RecommendationsQuery,
): Promise<RecommendationRow[]> {
  // A project may keep end users under an HMAC of their ids; the caller knows them by the ids themselves.
  const stored = filter.user_id ? { ...filter, user_id: storedIds(filter.user_id) } : filter;
  const subjects = await callFunction(
    client,
    "list_recommendations",
    { filter: JSON.stringify(stored), by, by_channel: byChannel },
    z.array(subjectSums),
  );
  const [channel, ...others] = filter.channel_id ?? [];
  const only = channel !== undefined && others.length === 0 ? channel : null;
  return subjects.map((subject) => recommendAgent({ ...subject, channel_id: subject.channel_id ?? only }));
}

const toArguments = (query: HandoffsQuery) => ({
  filter: JSON.stringify(query.filter),
  by_channel: query.byChannel,
});
