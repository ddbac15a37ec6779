import { randomUUID } from "node:crypto";
import { emptyReview, pathsOf, recordTurns, requestsOf } from "../reviewing";
import { test as base, expect } from "../signed-in";

type Requests = ReturnType<typeof requestsOf>;

const test = base.extend<{
  /** Requests of a new member with this role. */
  asNew: (role: "reviewer" | "product_owner" | "admin", projects?: string[]) => Promise<Requests>;
}>({
  asNew: async ({ as, createMember }, use) => {
    await use(async (role, projects) =>
      requestsOf(await as(await createMember({ role, ...(projects && { projects }) }))),
    );
  },
});

const reviewOf = (turn: string | undefined) => `/v1/tuning/turns/${turn}/review`;
const note = (improvement_note: string, category: string | null = null) => ({
  id: randomUUID(),
  improvement_note,
  category,
  severity: null,
});

async function makeQueue(owner: Requests, project: string, rules: Record<string, unknown> = {}) {
  const response = await owner.post("/v1/tuning/queues", {
    project,
    name: `queue ${randomUUID()}`,
    ...rules,
  });
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()) as { id: string; name: string };
}

test("a draft, a finished review and its undo go over the API as the screen needs them", async ({
  asNew,
  project,
  sql,
}) => {
  const [turn] = await recordTurns(sql, project, 3);
  const meg = await asNew("reviewer");
  const owner = await asNew("product_owner");
  const queue = await makeQueue(owner, project);
  const claimed = await (await meg.post(`/v1/tuning/queues/${queue.id}/next`)).json();
  expect(claimed).toMatchObject({
    turn_id: turn,
    reason: "claimed",
    progress: { total: 3, my_remaining: 3 },
  });
  expect(Date.parse(claimed.claimed_until)).toBeGreaterThan(Date.now() + 9 * 60_000);

  const empty = await (await meg.get(reviewOf(turn))).json();
  expect(empty).toMatchObject({
    turn: { id: turn, user_message: "Question 1", master_prompt_version: "fc26922", session_turns: 3 },
    review: null,
    improvements: [],
    others: [],
    is_blind: false,
    claims: [{ queue_id: queue.id, turn_id: turn }],
  });

  const typed = emptyReview({ better_response: "", improvements: [note("")] });
  const draft = await meg.put(reviewOf(turn), {
    state: "draft",
    content: typed,
    version: 0,
    queue_id: queue.id,
  });
  expect(draft.status(), await draft.text()).toBe(200);
  expect(await draft.json()).toMatchObject({ state: "draft", version: 1, draft: typed });

  const content = emptyReview({
    better_response: "Bus 4, at noon.",
    thumbs: -1,
    clarity_score: 2,
    has_policy_citation: false,
    chunk_verdicts: { verdicts: { 0: "used" }, missing: "Timetable" },
    improvements: [note("Name the bus", "content"), note("Warmer", "tone")],
  });
  const request = { state: "done", content, version: 1, queue_id: queue.id };
  const done = await meg.put(reviewOf(turn), request);
  expect(done.status(), await done.text()).toBe(200);
  expect(await done.json()).toMatchObject({ state: "done", version: 2, content, draft: null });
  const retried = await meg.put(reviewOf(turn), request);
  expect(retried.status()).toBe(200);
  expect(await retried.json()).toEqual(await done.json());

  const stale = await meg.put(reviewOf(turn), { state: "draft", content: typed, version: 1 });
  expect(stale.status()).toBe(409);
  expect(await stale.json()).toMatchObject({ code: "conflict", stored_version: 2 });

  const undone = await meg.post(`${reviewOf(turn)}/undo`, { version: 2 });
  expect(undone.status(), await undone.text()).toBe(200);
  expect(await undone.json()).toMatchObject({ state: "draft", version: 3, draft: content });
  expect((await meg.post(`${reviewOf(turn)}/undo`, { version: 1 })).status()).toBe(409);
  const skipped = await meg.put(reviewOf(turn), { state: "skipped", version: 3, queue_id: queue.id });
  expect(await skipped.json()).toMatchObject({ state: "skipped", version: 4, draft: content });
});

test("bad input is refused with the field's name", async ({ asNew, project, sql }) => {
  const [turn] = await recordTurns(sql, project, 1);
  const meg = await asNew("reviewer");
  const cases: [unknown, string][] = [
    [{ state: "finished" }, "state"],
    [{ state: "done" }, "content"],
    [{ state: "done", content: emptyReview({ thumbs: 2 }) }, "content.thumbs"],
    [{ state: "done", content: emptyReview({ clarity_score: 6 }) }, "content.clarity_score"],
    [
      { state: "done", content: emptyReview({ improvements: [note("")] }) },
      "content.improvements.0.improvement_note",
    ],
    [
      { state: "done", content: emptyReview({ improvements: [note("x", "mood")] }) },
      "content.improvements.0.category",
    ],
    [{ state: "done", content: emptyReview({ better_response: "" }) }, "content.better_response"],
    [{ state: "draft", content: emptyReview({ mood: 1 }) }, "content.mood"],
    [{ state: "skipped", content: emptyReview() }, "content"],
    [{ state: "skipped", version: -1 }, "version"],
    [{ state: "skipped", queue_id: "mine" }, "queue_id"],
    [
      {
        state: "done",
        content: emptyReview({ chunk_verdicts: { verdicts: { first: "used" }, missing: null } }),
      },
      "content.chunk_verdicts.verdicts.first",
    ],
  ];
  for (const [body, path] of cases) {
    const response = await meg.put(reviewOf(turn), body);
    expect(response.status(), path).toBe(400);
    expect(await pathsOf(response)).toContain(path);
  }
  expect(await pathsOf(await meg.post(`${reviewOf(turn)}/undo`, {}))).toContain("version");
  expect(await pathsOf(await meg.post(`/v1/tuning/turns/${turn}/claim`, {}))).toContain("queue_id");
  expect((await meg.delete(`/v1/tuning/turns/${turn}/claim`)).status()).toBe(400);
  expect((await meg.get(`${reviewOf(turn)}?full=1`)).status()).toBe(400);
  expect((await meg.get(reviewOf("first"))).status()).toBe(404);
  expect((await meg.get(reviewOf(randomUUID()))).status()).toBe(404);
});

test("finishing leaves notes alone that were made elsewhere after the draft began", async ({
  asNew,
  project,
  sql,
}) => {
  const [turn] = await recordTurns(sql, project, 1);
  const meg = await asNew("reviewer");
  const write = async (words: string) => {
    const made = await meg.post(`/v1/tuning/turns/${turn}/improvements`, { improvement_note: words });
    expect(made.status(), await made.text()).toBe(201);
    return (await made.json()) as { id: string };
  };
  const words = async () => {
    const { improvements } = await (await meg.get(reviewOf(turn))).json();
    return improvements.map((each: { improvement_note: string }) => each.improvement_note).sort();
  };
  const early = await write("before the draft");
  const typed = emptyReview({ improvements: [note("in the form"), { ...note(""), id: early.id }] });
  await meg.put(reviewOf(turn), { state: "draft", content: typed, version: 0 });
  await write("in another window");

  // Without a list of what was removed, what the draft began with is what the form has shown.
  const whole = emptyReview({ improvements: [note("in the form")] });
  const done = await meg.put(reviewOf(turn), { state: "done", content: whole, version: 1 });
  expect(done.status(), await done.text()).toBe(200);
  expect(await words()).toEqual(["in another window", "in the form"]);
  await meg.post(`${reviewOf(turn)}/undo`, { version: 2 });
  expect(await words()).toEqual(["before the draft", "in another window"]);

  const form = emptyReview({ improvements: [], removed_improvements: [early.id] });
  const again = await meg.put(reviewOf(turn), { state: "done", content: form, version: 3 });
  expect(again.status(), await again.text()).toBe(200);
  expect(await words()).toEqual(["in another window"]);
  const retried = await meg.put(reviewOf(turn), { state: "done", content: form, version: 3 });
  expect(await retried.json()).toEqual(await again.json());
  const bad = emptyReview({ removed_improvements: ["x"] });
  const refused = await meg.put(reviewOf(turn), { state: "done", content: bad, version: 4 });
  expect(refused.status()).toBe(400);
  expect((await pathsOf(refused)).join()).toContain("removed_improvements");
});

test("a review as large as the form allows is stored whole", async ({ asNew, project, sql }) => {
  const [turn] = await recordTurns(sql, project, 1);
  const meg = await asNew("reviewer");
  const content = emptyReview({
    better_response: "ä".repeat(500_000),
    improvements: Array.from({ length: 100 }, (_, index) => note(`${index} ${"é".repeat(19_000)}`)),
  });
  const response = await meg.put(reviewOf(turn), { state: "done", content });
  expect(response.status(), (await response.text()).slice(0, 300)).toBe(200);
  const shown = await (await meg.get(reviewOf(turn))).json();
  expect(shown.review.content).toEqual(content);
});

test("a claim is kept, given back, and reported when it is lost; what was typed stays", async ({
  asNew,
  project,
  sql,
}) => {
  const [turn] = await recordTurns(sql, project, 1);
  const [meg, ana, owner] = [await asNew("reviewer"), await asNew("reviewer"), await asNew("product_owner")];
  const queue = await makeQueue(owner, project);
  const claimPath = `/v1/tuning/turns/${turn}/claim`;
  await meg.post(`/v1/tuning/queues/${queue.id}/next`);
  const kept = await meg.post(claimPath, { queue_id: queue.id });
  expect(kept.status(), await kept.text()).toBe(200);
  expect(await kept.json()).toMatchObject({ queue_id: queue.id, turn_id: turn });
  await sql`update public.review_queue_slots set claimed_until = now() - interval '1 second' where queue_id = ${queue.id}`;
  expect(await (await ana.post(`/v1/tuning/queues/${queue.id}/next`)).json()).toMatchObject({
    turn_id: turn,
  });

  const lost = await meg.post(claimPath, { queue_id: queue.id });
  expect(lost.status()).toBe(409);
  expect(await lost.json()).toMatchObject({ code: "conflict", is_lost: true, is_free: false });
  const content = emptyReview({ improvements: [note("an hour of work", "content")] });
  const late = await meg.put(reviewOf(turn), { state: "done", content, queue_id: queue.id });
  expect(late.status()).toBe(409);
  expect(await late.json()).toMatchObject({
    is_taken: true,
    queue_id: queue.id,
    queue: queue.name,
    stored_version: 1,
  });
  expect(await (await meg.get(reviewOf(turn))).json()).toMatchObject({
    review: { state: "draft", draft: content },
    improvements: [],
  });

  const release = await ana.delete(`${claimPath}?queue_id=${queue.id}`);
  expect(release.status()).toBe(204);
  const now = await meg.put(reviewOf(turn), { state: "done", content, version: 1, queue_id: queue.id });
  expect(now.status(), await now.text()).toBe(200);
});

test("a blind queue hides what another said until both have finished, but not from admins", async ({
  asNew,
  project,
  sql,
  api,
  createKey,
}) => {
  const [turn] = await recordTurns(sql, project, 1);
  const [meg, ana, owner, admin] = [
    await asNew("reviewer"),
    await asNew("reviewer"),
    await asNew("product_owner"),
    await asNew("admin"),
  ];
  const reader = await api(await createKey({ scopes: ["read"], project }));
  await makeQueue(owner, project, { reviewers_per_turn: 2, is_blind: true });
  const hers = emptyReview({
    better_response: "hers alone",
    clarity_score: 2,
    improvements: [note("her secret", "tone")],
  });
  expect((await ana.put(reviewOf(turn), { state: "done", content: hers })).status()).toBe(200);
  const { turn: shownTurn } = await (await meg.get(reviewOf(turn))).json();
  const session = `/v1/tuning/sessions/${shownTurn.session_id}`;
  const columns = "columns=reviewer,better_response,clarity_score,severity";
  for (const who of [meg, owner, reader]) {
    for (const path of [
      reviewOf(turn),
      `/v1/tuning/improvements?turn_id=${turn}`,
      `/v1/tuning/turns/${turn}/improvements`,
      `${session}/turns`,
      `${session}/export.csv?${columns}`,
      `${session}/brief.md`,
      `/v1/tuning/export.csv?project=${project}&${columns}`,
      `/v1/tuning/turns?project=${project}`,
      `/v1/tuning/turns/${turn}`,
    ]) {
      const response = await who.get(path);
      // A key that may only read has no right to files.
      expect([200, 403], path).toContain(response.status());
      const text = await response.text();
      expect(text, path).not.toContain("her secret");
      expect(text, path).not.toContain("hers alone");
      expect(text, path).not.toContain('"clarity_score":2');
    }
  }
  const seen = await (await admin.get(reviewOf(turn))).json();
  expect(seen).toMatchObject({ is_blind: true, others: [{ content: { better_response: "hers alone" } }] });
  expect(
    (await meg.put(reviewOf(turn), { state: "done", content: emptyReview({ clarity_score: 2 }) })).status(),
  ).toBe(200);
  for (const who of [meg, owner, reader]) {
    const shown = await (await who.get(reviewOf(turn))).json();
    expect(shown).toMatchObject({
      is_blind: false,
      turn: { clarity_score: 2 },
      improvements: [{ improvement_note: "her secret" }],
    });
  }
});

test("keys read; only members review; strangers and other projects get nothing", async ({
  asNew,
  api,
  createKey,
  project,
  sql,
}) => {
  const [turn] = await recordTurns(sql, project, 1);
  const reader = await api(await createKey({ scopes: ["read"], project }));
  expect(await (await reader.get(reviewOf(turn))).json()).toMatchObject({ review: null, claims: [] });
  const program = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  expect((await program.put(reviewOf(turn), { data: { state: "skipped" } })).status()).toBe(403);
  expect((await program.put(`/v1/tuning/turns/${turn}/adjudication`, { data: decision() })).status()).toBe(
    403,
  );
  expect((await (await api()).get(reviewOf(turn))).status()).toBe(401);
  const ingest = await api(await createKey({ scopes: ["ingest"], project }));
  expect((await ingest.get(reviewOf(turn))).status()).toBe(403);

  const elsewhere = await api(await createKey({ scopes: ["read"], project: `${project}-other` }));
  expect((await elsewhere.get(reviewOf(turn))).status()).toBe(404);
  const outsider = await asNew("admin", [`${project}-other`]);
  expect((await outsider.get(reviewOf(turn))).status()).toBe(404);
  expect((await outsider.put(reviewOf(turn), { state: "skipped" })).status()).toBe(404);
  expect((await outsider.post(`${reviewOf(turn)}/undo`, { version: 1 })).status()).toBe(404);
  expect((await outsider.put(`/v1/tuning/turns/${turn}/adjudication`, decision())).status()).toBe(404);
});

const decision = (fields: Record<string, unknown> = {}) => ({
  categories: [],
  professionalism_score: null,
  empathy_score: null,
  clarity_score: null,
  has_policy_citation: null,
  appropriate_action_suggested: null,
  structure_complete: null,
  note: null,
  ...fields,
});

test("agreement, the turns to decide on, and the decision", async ({ asNew, project, sql }) => {
  const [first, second, third] = await recordTurns(sql, project, 3);
  const [meg, ana, owner] = [await asNew("reviewer"), await asNew("reviewer"), await asNew("product_owner")];
  const say = (who: Requests, turn: string | undefined, ...categories: string[]) =>
    who.put(reviewOf(turn), {
      state: "done",
      content: emptyReview({ improvements: categories.map((each) => note("n", each)) }),
    });
  await say(ana, first, "tone", "content");
  await say(meg, first, "tone");
  await say(ana, second);
  await say(meg, second);
  const path = `/v1/tuning/agreement?project=${project}`;
  const agreement = await (await meg.get(path)).json();
  expect(agreement).toMatchObject({ n: 2, disagreements: 1, adjudicated: 0 });
  expect(agreement.data.find((row: { category: string }) => row.category === "tone")).toEqual({
    category: "tone",
    n: 2,
    both: 1,
    only_first: 0,
    only_second: 0,
    neither: 1,
    observed: 1,
    kappa: 1,
  });
  expect(agreement.data.find((row: { category: string }) => row.category === "content")).toMatchObject({
    observed: 0.5,
    kappa: 0,
  });
  expect(agreement.data.find((row: { category: string }) => row.category === "action")).toMatchObject({
    observed: 1,
    kappa: null,
  });

  const list = `/v1/tuning/agreement/turns?project=${project}`;
  expect((await (await owner.get(list)).json()).data).toMatchObject([
    { turn_id: first, differs_in: ["content"], user_message: "Question 1", adjudication: null },
  ]);
  expect((await meg.put(`/v1/tuning/turns/${first}/adjudication`, decision())).status()).toBe(403);
  const saved = await owner.put(
    `/v1/tuning/turns/${first}/adjudication`,
    decision({ categories: ["tone"], clarity_score: 4 }),
  );
  expect(saved.status(), await saved.text()).toBe(200);
  expect(await saved.json()).toMatchObject({ turn_id: first, categories: ["tone"], clarity_score: 4 });
  expect((await (await owner.get(`${list}&is_adjudicated=false`)).json()).data).toEqual([]);
  expect((await (await owner.get(reviewOf(first))).json()).turn.clarity_score).toBe(4);
  const wrong = await owner.put(`/v1/tuning/turns/${first}/adjudication`, decision({ clarity_score: 9 }));
  expect(await pathsOf(wrong)).toEqual(["clarity_score"]);
  expect(await pathsOf(await owner.get(`${list}&category=mood`))).toEqual(["category"]);
  expect(await pathsOf(await owner.get(`${list}&side=first`))).toEqual(["side"]);
  expect(await pathsOf(await owner.get(`${list}&cursor=x`))).toEqual(["cursor"]);

  // A second turn on which they differ, by the other one: pages of one, and each side by itself.
  await say(ana, third, "tone");
  await say(meg, third, "clarity");
  const page = async (search: string) => (await owner.get(`${list}&${search}`)).json();
  const newest = await page("limit=1");
  expect(newest.data).toHaveLength(1);
  const oldest = await page(`limit=1&cursor=${newest.next_cursor}`);
  expect(oldest).toMatchObject({ next_cursor: null });
  expect([newest, oldest].map((each) => each.data[0].turn_id).sort()).toEqual([first, third].sort());
  expect((await page("category=clarity&side=second")).data).toMatchObject([{ turn_id: third }]);
  expect((await page("category=clarity&side=first")).data).toEqual([]);
  expect(await pathsOf(await owner.get(`${path}&queue_id=mine`))).toEqual(["queue_id"]);
});
