import type { TransactionSql } from "postgres";
import { canonicalModel } from "../../lib/pricing/canonical-model";
import { listPrices } from "../../lib/pricing/price-list";

/** An interaction as it is recorded; its conversation is made with the first. */
export interface InteractionRow {
  id: string;
  conversation_id: string;
  external_conversation_id: string | null;
  project: string;
  user_id: string;
  channel_id: string;
  thread_ts: string | null;
  /** ISO 8601 UTC, whole milliseconds. */
  timestamp: string;
  agent_type: string;
  user_message: string;
  agent_response: string;
  llm_metadata: { model?: string; [key: string]: unknown };
  user_satisfaction: number | null;
  response_time_ms: number | null;
  escalation_suggested: boolean;
  escalation_metadata: Record<string, unknown> | null;
  context_size_tokens: number | null;
  domain_classification: string | null;
  domain_label: string | null;
  user_skill_assessment: "beginner" | "intermediate" | "advanced" | null;
}

const ROWS_A_STATEMENT = 1000;

/** Prices interactions and inserts them with their projects and conversations. The triggers of the table do the rest. */
export async function insertInteractions(
  sql: TransactionSql,
  interactions: readonly InteractionRow[],
): Promise<void> {
  await sql`select private.store_listed_prices(${JSON.stringify(await listPrices())})`;
  const projects = [...new Set(interactions.map(({ project }) => project))];
  await sql`insert into public.projects (project) select unnest(${projects}::text[]) on conflict do nothing`;
  for (let start = 0; start < interactions.length; start += ROWS_A_STATEMENT) {
    const rows = interactions.slice(start, start + ROWS_A_STATEMENT).map((row, index) => ({
      ...row,
      n: index + 1,
      priced_as: row.llm_metadata.model ? canonicalModel(row.llm_metadata.model) : null,
    }));
    const input = sql`(
      select array_agg(jsonb_populate_record(null::private.interaction_input, e))
      from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) e)`;
    await sql`select private.refuse_interactions(private.lock_conversations_of(${input}))`;
    await sql`select private.refuse_interactions(private.insert_interactions(${input}))`;
  }
  await sql`select private.close_idle_conversations()`;
}
