import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";

// Requests that want the same thing at the same moment: each is answered as it would be if they came one after the other.

const vote = { query: "What is 2 + 2?", response: "4", model: "m", rating: 1 };

test("30 starts of a session for one tester: one starts, the others name it", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  for (let round = 0; round < 3; round += 1) {
    const tester_email = `${randomUUID()}@example.com`;
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => client.post("/v1/tuning/sessions", { data: { tester_email } })),
    );
    const started = answers.filter((answer) => answer.status() === 201);
    expect(started, answers.map((answer) => answer.status()).join()).toHaveLength(1);
    const { id } = await (started[0] as (typeof answers)[number]).json();
    for (const answer of answers) {
      if (answer === started[0]) continue;
      expect((await expectProblem(answer, 409)).session_id).toBe(id);
    }
  }
});

test("sessions that want one id: one starts, the others are told which field is wrong", async ({
  api,
  createKey,
  project,
}) => {
  const keys = await Promise.all(
    Array.from({ length: 8 }, () => createKey({ scopes: ["ingest", "read"], project })),
  );
  const clients = await Promise.all(keys.map((key) => api(key)));
  const id = randomUUID();
  const answers = await Promise.all(
    clients.map((client) => client.post("/v1/tuning/sessions", { data: { id } })),
  );
  expect(answers.filter((answer) => answer.status() === 201)).toHaveLength(1);
  for (const answer of answers) if (answer.status() !== 201) await expectProblem(answer, 409, "id");
});

test("turns of several sessions that want one id: one is recorded, the others are told which", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const sessions = await Promise.all(
    Array.from({ length: 10 }, async () => (await client.post("/v1/tuning/sessions", { data: {} })).json()),
  );
  const id = randomUUID();
  const turn = { user_message: "q", era_response: "a" };
  const answers = await Promise.all(
    sessions.map((session) =>
      client.post(`/v1/tuning/sessions/${session.id}/turns`, {
        headers: { "idempotency-key": randomUUID() },
        data: { turns: [turn, { ...turn, id }] },
      }),
    ),
  );
  expect(answers.filter((answer) => answer.status() === 201)).toHaveLength(1);
  for (const answer of answers) if (answer.status() !== 201) await expectProblem(answer, 409, "turns.1.id");
});

test("batches that make the same projects and replace the same votes are all recorded", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const projects = [`${project}-a`, `${project}-b`, `${project}-c`];
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, n) => {
      const items = projects.flatMap((label) =>
        [1, 2, 3].map((answer) => ({
          ...vote,
          project: label,
          model: `m${n % 3}`,
          user_id: "u",
          response_id: `r${answer}`,
        })),
      );
      return client.post("/v1/feedback/batch", { data: { items: n % 2 ? items : items.toReversed() } });
    }),
  );
  for (const answer of answers) expect(answer.status(), await answer.text()).toBe(201);
  const rows = await sql`
    select (select count(*)::int from public.feedback where project = any (${projects})) as votes,
      (select sum(positive)::int from public.feedback_daily where project = any (${projects})) as counted,
      (select count(*)::int from public.projects where project = any (${projects})) as projects`;
  expect(rows[0]).toEqual({ votes: 9, counted: 9, projects: 3 });
});

/** Resolves when `count` connections of this database wait for another one's lock. */
async function waitForLocks(sql: Sql, count: number) {
  await expect
    .poll(
      async () =>
        (
          await sql`select from pg_catalog.pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query ilike '%record_feedback%'`
        ).length,
    )
    .toBe(count);
}

test("a batch that the database undoes, because another transaction is in its way, is recorded all the same", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const items = ["r1", "r2"].map((response_id) => ({ ...vote, user_id: "u", response_id }));
  expect((await client.post("/v1/feedback/batch", { data: { items } })).status()).toBe(201);
  const again = await sql.begin(async (transaction) => {
    // The request is the one that notices the deadlock, and is undone.
    await transaction`set local deadlock_timeout = '1min'`;
    const lock = (response_id: string) =>
      transaction`select from public.feedback where project = ${project} and response_id = ${response_id} for update`;
    await lock("r2");
    const answer = client.post("/v1/feedback/batch", {
      data: { items: items.map((item) => ({ ...item, rating: -1 })) },
    });
    await waitForLocks(sql, 1);
    await lock("r1");
    return { answer };
  });
  const response = await again.answer;
  expect(response.status(), await response.text()).toBe(201);
  expect(await response.json()).toMatchObject({ inserted: 0, updated: 2 });
});
