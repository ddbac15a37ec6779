import type { Sql } from "postgres";
import { callAs, type Principal } from "./principals";

/** An interaction as it is sent. */
export type InteractionInput = Record<string, unknown> & { agent_type: string };

export function interaction(values: Partial<InteractionInput> = {}): InteractionInput {
  return {
    user_id: "ann",
    agent_type: "general",
    user_message: "Where is my bus?",
    agent_response: "On its way.",
    ...values,
  };
}

export type Recorded = { ids: string[]; row: Record<string, unknown> | null };

/** Records interactions as the API does. */
export function record(sql: Sql, principal: Principal, items: InteractionInput[]): Promise<Recorded> {
  return callAs<Recorded>(sql, principal, "record_interactions", { items: JSON.stringify(items) });
}

const rollups = {
  analytics:
    "select to_jsonb(t) - 'id' as row from public.llm_analytics t order by date, project, agent_type, model, channel_id",
  latency:
    "select to_jsonb(t) as row from public.llm_latency_daily t order by date, project, agent_type, model, channel_id",
  users:
    "select to_jsonb(t) as row from public.user_llm_daily t order by date, project, user_id, agent_type, model",
  conversations:
    "select to_jsonb(t) - 'updated_at' - 'created_at' - 'conversation_status' as row from public.llm_conversations t order by id",
  links: `select jsonb_build_object('id', id, 'previous_agent_type', previous_agent_type, 'previous_domain', previous_domain, 'is_repeat', is_repeat,
      'is_correction', is_correction, 'escalation_outcome_id', escalation_outcome_id, 'escalation_satisfaction', escalation_satisfaction) as row
    from public.llm_interactions order by id`,
};
export type Figures = Record<keyof typeof rollups, Record<string, unknown>[]>;

/** Everything that follows from the interactions. */
export async function readFigures(sql: Sql): Promise<Figures> {
  const entries = await Promise.all(
    Object.entries(rollups).map(async ([name, query]) => {
      const rows = await sql.unsafe<{ row: Record<string, unknown> }[]>(query);
      return [name, rows.map(({ row }) => row)] as const;
    }),
  );
  return Object.fromEntries(entries) as Figures;
}

/** The same after everything was worked out anew. */
export async function rebuildFigures(sql: Sql): Promise<Figures> {
  await sql`select private.rebuild_llm_rollups()`;
  return readFigures(sql);
}

export async function clearInteractions(sql: Sql): Promise<void> {
  await sql`truncate public.llm_interactions, public.llm_conversations, public.llm_analytics, public.llm_latency_daily, public.user_llm_daily`;
}
