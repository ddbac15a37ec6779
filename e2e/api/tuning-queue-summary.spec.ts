import { randomUUID } from "node:crypto";
import { emptyReview, recordTurns, requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

test("a reviewer's totals of a queue: turns, notes by category, better answers, sessions; nobody else's", async ({
  as,
  project,
  sql,
  createKey,
  createMember,
  api,
}) => {
  const turns = await recordTurns(sql, project, 4);
  const [queue] = await sql<{ id: string }[]>`
    insert into public.review_queues (project, name) values (${project}, 'all of them') returning id`;
  await sql`select private.fill_review_queues(null, ${queue?.id ?? ""})`;
  const path = `/v1/tuning/queues/${queue?.id}/summary`;
  const meg = requestsOf(await as(await createMember({ role: "reviewer", projects: [project] })));
  const nothing = { done: 0, skipped: 0, better_answers: 0, notes: [], sessions: 0, session_ids: [] };
  expect(await (await meg.get(path)).json()).toEqual(nothing);

  const note = (category: string | null) => ({
    id: randomUUID(),
    improvement_note: "words",
    category,
    severity: null,
  });
  const save = async (turn: string | undefined, data: object) => {
    const response = await meg.put(`/v1/tuning/turns/${turn}/review`, data);
    expect(response.status(), await response.text()).toBe(200);
  };
  await save(turns[0], {
    state: "done",
    content: emptyReview({
      better_response: "Better.",
      improvements: [note("tone"), note("tone"), note(null)],
    }),
  });
  await save(turns[1], { state: "done", content: emptyReview({}) });
  await save(turns[2], { state: "skipped" });
  await save(turns[3], { state: "draft", content: emptyReview({ improvements: [note("action")] }) });
  // Someone else's review of the same turns says nothing about mine.
  await sql`
    insert into public.turn_reviews (turn_id, reviewer_id, state, better_response)
    values (${turns[1] ?? ""}, ${randomUUID()}, 'done', 'Theirs.')`;
  const [session] = await sql<{ session_id: string }[]>`
    select session_id from public.tuning_conversation_turns where id = ${turns[0] ?? ""}`;
  expect(await (await meg.get(path)).json()).toEqual({
    done: 2,
    skipped: 1,
    better_answers: 1,
    notes: [
      { category: "tone", total: 2 },
      { category: null, total: 1 },
    ],
    sessions: 1,
    session_ids: [session?.session_id],
  });

  const key = await api(await createKey({ scopes: ["read"], project }));
  expect((await key.get(path)).status()).toBe(403);
  expect((await (await api()).get(path)).status()).toBe(401);
  expect((await meg.get(`/v1/tuning/queues/${randomUUID()}/summary`)).status()).toBe(404);
  expect((await meg.get("/v1/tuning/queues/one/summary")).status()).toBe(404);
});

test("the totals of another project's queue are not there", async ({ as, project, sql, createMember }) => {
  const [queue] = await sql<{ id: string }[]>`
    insert into public.review_queues (project, name) values (${`${project}-other`}, 'elsewhere') returning id`;
  const admin = requestsOf(await as(await createMember({ role: "admin", projects: [project] })));
  const response = await admin.get(`/v1/tuning/queues/${queue?.id}/summary`);
  expect(response.status()).toBe(404);
});
