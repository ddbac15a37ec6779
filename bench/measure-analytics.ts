import type { Sql, TransactionSql } from "postgres";
import { resolveRange } from "@/lib/query/range";
import { Failure } from "../supabase/local/failure";
import { measureRepeatedly } from "./measure";
import type { AnalyticsResults } from "./results";
import type { Subject } from "./subject";

type Row = AnalyticsResults["rows"][number];

const DAYS = 90;
const BOUNDS = { times: 60, seconds: 5 };

type Question = { name: string; path: string; ask: (sql: TransactionSql) => Promise<unknown> };

/** The three questions of the overview page over the whole data, as the routes put them to the database. */
function createQuestions(): Question[] {
  const filter = JSON.stringify(resolveRange({ days: DAYS }, null));
  return [
    {
      name: "accuracy",
      path: `/v1/feedback/accuracy?days=${DAYS}`,
      ask: (sql) => sql`select public.feedback_accuracy(${filter}, 'model,intent,project')`,
    },
    {
      name: "timeseries",
      path: `/v1/feedback/timeseries?days=${DAYS}`,
      ask: (sql) => sql`select public.feedback_timeseries(${filter}, 'day', null)`,
    },
    {
      name: "stats",
      path: `/v1/feedback/stats?days=${DAYS}`,
      ask: (sql) => sql`select public.feedback_stats(${filter})`,
    },
  ];
}

/** Times the questions at the present number of votes; `names` narrows them down, `suffix` is added to their names. */
export async function measureQuestions(
  subject: Subject,
  votes: number,
  signal: AbortSignal,
  { names, suffix = "" }: { names?: string[]; suffix?: string } = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const question of createQuestions()) {
    if (names && !names.includes(question.name)) continue;
    rows.push({
      question: question.name + suffix,
      votes,
      ...(await timeQuestion(subject, question, signal)),
    });
  }
  return rows;
}

/** Medians of a question over HTTP and of its database function alone, as a key with the scope read. */
export async function timeQuestion(
  subject: Subject,
  question: Omit<Question, "name">,
  signal: AbortSignal,
): Promise<{ http_p50_ms: number; database_p50_ms: number }> {
  const http = await measureRepeatedly(() => get(subject, question.path), { ...BOUNDS, signal });
  const database = await asPrincipal(subject.sql, subject.keyId, (sql) =>
    measureRepeatedly(() => question.ask(sql), { ...BOUNDS, signal }),
  );
  return { http_p50_ms: http.p50_ms, database_p50_ms: database.p50_ms };
}

async function get(subject: Subject, path: string): Promise<void> {
  const response = await fetch(`${subject.url}${path}`, {
    headers: { authorization: `Bearer ${subject.key}` },
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Failure(`${path} answered ${response.status}.`);
}

/** Asks the database as the API does for a request of this key: its role, its claims, row-level security in force. */
function asPrincipal<Result>(sql: Sql, id: string, work: (sql: TransactionSql) => Promise<Result>) {
  return sql.begin(async (transaction) => {
    await transaction`select set_config('request.jwt.claim.sub', ${id}, true)`;
    await transaction`set local role authenticated`;
    return work(transaction);
  });
}

/** How much slower each question is at its largest number of votes than at its smallest. */
export function compareSizes(rows: readonly Row[]): AnalyticsResults["growth"] {
  const questions = [...new Set(rows.map((row) => row.question))];
  return questions.flatMap((question) => {
    const own = rows.filter((row) => row.question === question).toSorted((a, b) => a.votes - b.votes);
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last || first === last) return [];
    return [
      {
        question,
        from: first.votes,
        to: last.votes,
        http: last.http_p50_ms / first.http_p50_ms,
        database: last.database_p50_ms / first.database_p50_ms,
      },
    ];
  });
}
