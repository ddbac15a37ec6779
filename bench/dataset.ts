import type { Sql } from "postgres";

const STEP = 20_000;
const DAYS = 90;
export const USERS = 2_000;
export const SESSIONS = 20_000;
export const models = [
  "qwen-2.5-coder-7b",
  "llama-3.3-70b",
  "mistral-small-24b",
  "gpt-4o-mini",
  "gemma-3-27b",
];
export const intents = ["code", "reasoning", "general"];
const projects = ["support", "search", "docs"];

const words =
  "list sort value function return error table column query index row page user session model answer question test file line code type string number array object key cache memory server client request response time date range filter join group count sum".split(
    " ",
  );

/** Paragraphs of 200 to 800 characters, the same at every run. */
export function createParagraphs(count: number): string[] {
  let state = 1;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 35 + next(100) }, () => words[next(words.length)]).join(" "),
  );
}

/**
 * Fills the table up to `total` votes: 5 models, 3 intents, 3 projects, 2,000 users and 20,000 sessions, spread over
 * the 90 days before today. Runs through the table's own triggers, so that the rollups are what they would be.
 */
export async function fillTo(sql: Sql, total: number, signal: AbortSignal): Promise<void> {
  const [{ votes } = { votes: 0 }] = await sql<
    { votes: number }[]
  >`select count(*)::int as votes from public.feedback`;
  const paragraphs = createParagraphs(200);
  for (let from = votes + 1; from <= total; from += STEP) {
    signal.throwIfAborted();
    const to = Math.min(total, from + STEP - 1);
    await sql`
      insert into public.feedback (query, response, model, rating, intent, project, user_id, session_id, memory_used, created_at)
      select
        'How do I sort ' || i || ' rows by their number, newest first?',
        (${paragraphs}::text[])[1 + i % 200] || ' ' || i,
        (${models}::text[])[1 + i % 5],
        case when (i::bigint * 7919) % 100 < 70 + 4 * (i % 5) then 1 else -1 end,
        (${intents}::text[])[1 + i / 5 % 3],
        (${projects}::text[])[1 + i / 15 % 3],
        'user-' || i % ${USERS}::int,
        'session-' || i % ${SESSIONS}::int,
        i % 900,
        date_trunc('milliseconds', date_trunc('day', now()) - (i::bigint * 7919) % (86400 * ${DAYS}::int) * interval '1 second')
      from generate_series(${from}::int, ${to}::int) i
    `;
  }
  await sql`vacuum analyze`;
}

/**
 * Makes the rollup what it would be if every vote had a session of its own. Written directly: the votes' own sessions
 * play no part in the questions that are measured.
 */
export async function giveEveryVoteItsSession(sql: Sql): Promise<void> {
  await sql`delete from public.feedback_daily_people where kind = 'session'`;
  await sql`
    insert into public.feedback_daily_people (day, kind, person, project, model, intent, positive, negative)
    select (created_at at time zone 'UTC')::date, 'session', id::text, project, model, intent,
      (rating = 1)::int, (rating = -1)::int
    from public.feedback
  `;
  await sql`vacuum analyze public.feedback_daily_people`;
}
