import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

export interface NewSpend {
  project: string;
  cost_usd: number | null;
  agent_type?: string;
  model?: string | null;
  user_id?: string;
  timestamp?: Date;
}

/** Stores interactions as the superuser, one statement for all, each in a conversation of its own; answers their ids. */
export async function storeSpend(sql: Sql, rows: NewSpend[]): Promise<string[]> {
  const stored = rows.map((row) => ({
    id: randomUUID(),
    conversation_id: randomUUID(),
    agent_type: "planner",
    model: "gpt-x",
    user_id: "u1",
    timestamp: new Date(),
    ...row,
    cost_source: row.cost_usd === null ? null : "sent",
  }));
  await sql.begin(async (transaction) => {
    await transaction`
      insert into public.llm_conversations (id, project, user_id)
      select r.conversation_id, r.project, r.user_id from jsonb_to_recordset(${JSON.stringify(stored)}::text::jsonb)
        r (conversation_id uuid, project text, user_id text) order by r.conversation_id`;
    await transaction`
      insert into public.llm_interactions (id, conversation_id, project, user_id, timestamp, agent_type, user_message, agent_response, model, cost_usd, cost_source)
      select r.id, r.conversation_id, r.project, r.user_id, r.timestamp, r.agent_type, 'q', 'a', r.model, r.cost_usd, r.cost_source
      from jsonb_to_recordset(${JSON.stringify(stored)}::text::jsonb)
        r (id uuid, conversation_id uuid, project text, user_id text, timestamp timestamptz, agent_type text, model text, cost_usd numeric, cost_source text)`;
  });
  return stored.map((row) => row.id);
}
