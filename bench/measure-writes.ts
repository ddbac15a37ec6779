import autocannon from "autocannon";
import postgres, { type Sql } from "postgres";
import { Failure } from "../supabase/local/failure";
import { createParagraphs, intents, models, SESSIONS, USERS } from "./dataset";
import { measureConcurrently, type Timing, toTiming } from "./measure";
import type { Compared, WriteResults } from "./results";
import type { Subject } from "./subject";

const CONNECTIONS = [1, 10, 50];
const BATCH_ROWS = 500;
const BATCH_CONNECTIONS = 4;
const PROJECT = "bench-writes";

const paragraphs = createParagraphs(200);
let sent = 0;

/** A vote that no other equals. */
function createVote() {
  sent += 1;
  return {
    query: `How do I sort ${sent} rows by their number, newest first?`,
    response: `${paragraphs[sent % paragraphs.length]} ${sent}`,
    model: models[sent % models.length] ?? "",
    rating: sent % 4 === 0 ? -1 : 1,
    intent: intents[sent % intents.length] ?? "",
    project: PROJECT,
    user_id: `user-${sent % USERS}`,
    session_id: `session-${sent % SESSIONS}`,
  };
}

/** Measures how fast votes are recorded, each time beside plain inserts into the same table. */
export async function measureWrites(
  subject: Subject,
  seconds: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<WriteResults> {
  const load = (connections: number, overSeconds: number, path: string, createBody?: () => object) =>
    loadHttp(subject, { connections, seconds: overSeconds, path, createBody, signal });
  log("Warming up");
  const warm = await load(10, Math.min(3, seconds), "/v1/feedback", createVote);
  let answered = warm.count;

  const single: Compared[] = [];
  for (const connections of CONNECTIONS) {
    log(`Recording single votes at ${connections} connection${connections === 1 ? "" : "s"}`);
    const ours = await load(connections, seconds, "/v1/feedback", createVote);
    const baseline = await insertDirectly(subject, { connections, seconds, rows: 1, signal });
    answered += ours.count;
    single.push({ connections, ours, baseline, ratio: ours.rate / baseline.rate });
  }

  log("Asking an empty route");
  const most = CONNECTIONS.at(-1) ?? 1;
  const empty = await load(most, seconds, "/v1/health");

  log("Recording batches");
  const createBatch = () => ({ items: Array.from({ length: BATCH_ROWS }, createVote) });
  const batch = perRow(await load(BATCH_CONNECTIONS, seconds, "/v1/feedback/batch", createBatch));
  const multiRow = perRow(
    await insertDirectly(subject, { connections: BATCH_CONNECTIONS, seconds, rows: BATCH_ROWS, signal }),
  );
  answered += batch.count;

  const stored = await countStored(subject.sql);
  if (stored < answered) {
    throw new Failure(`${answered} votes were answered with 201 and only ${stored} are in the table.`);
  }
  return {
    at: new Date().toISOString(),
    single,
    batch: {
      rows_per_request: BATCH_ROWS,
      connections: BATCH_CONNECTIONS,
      ours: batch,
      baseline: multiRow,
      ratio: batch.rate / multiRow.rate,
    },
    empty: {
      connections: most,
      timing: empty,
      ratio: (single.at(-1)?.ours.rate ?? 0) / empty.rate,
    },
    answered,
  };
}

const perRow = (timing: Timing): Timing => ({
  ...timing,
  count: timing.count * BATCH_ROWS,
  rate: timing.rate * BATCH_ROWS,
});

/** Votes of ours in the table. What came in just before the load ended may be there without its answer having been seen. */
async function countStored(sql: Sql): Promise<number> {
  const [row] = await sql<{ votes: number }[]>`
    select count(*)::int as votes from public.feedback where project = ${PROJECT} and metadata = '{}'
  `;
  return row?.votes ?? 0;
}

/** Loads one endpoint over `connections`. Any answer but a 2xx makes the figures void. */
export async function loadHttp(
  subject: Subject,
  options: {
    connections: number;
    seconds: number;
    path: string;
    createBody: (() => object) | undefined;
    signal: AbortSignal;
  },
): Promise<Timing> {
  const { connections, seconds, path, createBody, signal } = options;
  signal.throwIfAborted();
  const times: number[] = [];
  const unexpected = new Map<number, number>();
  const headers = { authorization: `Bearer ${subject.key}`, "content-type": "application/json" };
  const requests: autocannon.Request[] = [
    createBody
      ? {
          method: "POST",
          path,
          headers,
          setupRequest: (request) => ({ ...request, body: JSON.stringify(createBody()) }),
        }
      : { method: "GET", path },
  ];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      { url: subject.url, connections, duration: seconds, requests },
      (error: unknown, finished) => (error ? reject(error) : resolve(finished)),
    );
    running.on("response", (_client, status, _bytes, time) => {
      if (status >= 200 && status < 300) times.push(time);
      else unexpected.set(status, (unexpected.get(status) ?? 0) + 1);
    });
    signal.addEventListener("abort", () => running.stop(), { once: true });
  });
  signal.throwIfAborted();
  if (unexpected.size > 0 || result.errors > 0) {
    const statuses = [...unexpected].map(([status, count]) => `${count} × ${status}`).join(", ");
    throw new Failure(
      `${path} did not answer as it should: ${statuses || `${result.errors} broken connections`}.`,
    );
  }
  return toTiming(times, result.duration);
}

/** The baseline: the same rows into the same table, straight through postgres.js, each insert its own transaction. */
async function insertDirectly(
  subject: Subject,
  options: { connections: number; seconds: number; rows: number; signal: AbortSignal },
): Promise<Timing> {
  const { connections, seconds, rows, signal } = options;
  const sql = postgres(subject.databaseUrl, { max: connections, onnotice: () => {} });
  try {
    // Marked, so that they are told from the votes that came through the API.
    const create = () => ({ ...createVote(), metadata: sql.json({ baseline: true }) });
    const insert = () => sql`insert into public.feedback ${sql(Array.from({ length: rows }, create))}`;
    await Promise.all(Array.from({ length: connections }, () => sql`select 1`));
    return await measureConcurrently(insert, { workers: connections, seconds, signal });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
