import type { TransactionSql } from "postgres";

/**
 * Many short votes over 90 days, made inside the database: 5 models, 3 intents and none, 3 projects, 2,000 users and
 * 20,000 sessions. What a vote is depends on its number alone.
 */
export async function loadLarge(sql: TransactionSql, votes = 100_000): Promise<void> {
  await sql`insert into public.projects (project) select 'project-' || n from generate_series(1, 3) n on conflict do nothing`;
  await sql`
    insert into public.feedback (id, query, response, model, rating, intent, project, user_id, session_id, memory_used,
      tools_called, metadata, comment, created_at, updated_at)
    select
      -- Shaped like a random UUID (version 4), as the API expects of an id.
      overlay(overlay(md5('large ' || v.n) placing '4' from 13) placing '8' from 17)::uuid,
      'Question ' || v.n || ' about ' || (array['indexes', 'invoices', 'rivers', 'bread', 'trains', 'sorting'])[1 + v.h % 6],
      'Answer ' || v.n || ': ' || repeat('a sentence of the answer. ', 1 + v.h % 8),
      v.model,
      case when (v.h / 7) % 100 < 65 + 6 * (v.h % 5) then 1 else -1 end,
      (array['code', 'reasoning', 'general', null])[1 + (v.h / 11) % 4],
      'project-' || 1 + (v.h / 13) % 3,
      'user-' || v.n % 2000,
      'session-' || v.n % 20000,
      (v.h % 8000)::double precision,
      case when v.h % 5 = 0 then array['search', 'calculator'] else '{}' end,
      jsonb_build_object('n', v.n),
      case when v.h % 50 = 0 then 'Comment ' || v.n end,
      v.at, v.at
    from (
      select n, h, (array['model-a', 'model-b', 'model-c', 'model-d', 'model-e'])[1 + h % 5] as model,
        date_trunc('milliseconds', now()) - interval '90 days' * (n::double precision / ${votes}::integer) as at
      from (select n, ('x' || substr(md5(n::text), 1, 7))::bit(28)::integer as h from generate_series(0, ${votes}::integer - 1) n) numbered
    ) v
    order by v.at`;
}
