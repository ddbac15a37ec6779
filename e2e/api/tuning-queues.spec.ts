import { randomUUID } from "node:crypto";
import { emptyReview, pathsOf, recordTurns, requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

test("a product owner makes, reads, changes and deletes a queue", async ({
  as,
  createMember,
  project,
  sql,
}) => {
  const [turn] = await recordTurns(sql, project, 4);
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const created = await owner.post("/v1/tuning/queues", {
    name: "Weak retrieval",
    instructions: "Look at **tone**.",
    reviewers_per_turn: 2,
  });
  expect(created.status(), await created.text()).toBe(201);
  const queue = await created.json();
  expect(created.headers().location).toBe(`/v1/tuning/queues/${queue.id}`);
  expect(queue).toMatchObject({
    project,
    name: "Weak retrieval",
    instructions: "Look at **tone**.",
    similarity_below: null,
    reviewers_per_turn: 2,
    is_blind: false,
    order_by: "oldest",
    is_open: true,
    progress: { total: 4, done: 0, in_progress: 0, my_done: 0, my_skipped: 0, my_remaining: 4 },
  });
  const path = `/v1/tuning/queues/${queue.id}`;
  expect(await (await owner.get(path)).json()).toEqual(queue);

  const twin = await owner.post("/v1/tuning/queues", { name: "Weak retrieval" });
  expect(twin.status()).toBe(409);
  expect(await pathsOf(twin)).toEqual(["name"]);

  const changed = await owner.patch(path, { name: "All", expected_updated_at: queue.updated_at });
  expect(changed.status(), await changed.text()).toBe(200);
  expect(await changed.json()).toMatchObject({ name: "All", reviewers_per_turn: 2 });
  const stale = await owner.patch(path, { name: "Mine", expected_updated_at: queue.updated_at });
  expect(stale.status()).toBe(409);
  const closed = await owner.patch(path, { is_open: false });
  expect((await closed.json()).progress).toMatchObject({ total: 4, my_remaining: 0 });
  expect((await (await owner.get(`/v1/tuning/queues?project=${project}&is_open=true`)).json()).data).toEqual(
    [],
  );
  expect(await (await owner.post(`${path}/next`)).json()).toMatchObject({ turn_id: null, reason: "closed" });
  await owner.patch(path, { is_open: true });

  expect(await (await owner.post(`${path}/next`)).json()).toMatchObject({ turn_id: turn, reason: "claimed" });
  const review = { state: "done", content: emptyReview(), queue_id: queue.id };
  expect((await owner.put(`/v1/tuning/turns/${turn}/review`, review)).status()).toBe(200);
  const { data } = await (await owner.get(`/v1/tuning/queues?project=${project}`)).json();
  expect(data).toMatchObject([
    { id: queue.id, progress: { total: 4, in_progress: 1, my_done: 1, my_remaining: 3 } },
  ]);

  expect((await owner.delete(path)).status()).toBe(204);
  expect((await owner.delete(path)).status()).toBe(404);
  expect((await owner.get(path)).status()).toBe(404);
  expect(await (await owner.get(`/v1/tuning/turns/${turn}/review`)).json()).toMatchObject({
    review: { state: "done" },
  });
});

test("bad rules are refused with the field's name", async ({ as, createMember }) => {
  const admin = requestsOf(await as(await createMember({ role: "admin" })));
  for (const [rules, path] of [
    [{ name: " " }, "name"],
    [{ name: "x", similarity_below: 2 }, "similarity_below"],
    [{ name: "x", latency_above_ms: -1 }, "latency_above_ms"],
    [{ name: "x", confidence_below: "low" }, "confidence_below"],
    [{ name: "x", reviewers_per_turn: 3 }, "reviewers_per_turn"],
    [{ name: "x", order_by: "newest" }, "order_by"],
    [{ name: "x", branch_names: [] }, "branch_names"],
    [{ name: "x", colour: "red" }, "colour"],
  ] as const) {
    const response = await admin.post("/v1/tuning/queues", rules);
    expect(response.status(), path).toBe(400);
    expect((await pathsOf(response)).join()).toContain(path);
  }
  expect((await admin.patch(`/v1/tuning/queues/${randomUUID()}`, { name: "x" })).status()).toBe(404);
  expect((await admin.post(`/v1/tuning/queues/${randomUUID()}/next`)).status()).toBe(404);
  expect((await admin.get("/v1/tuning/queues/first")).status()).toBe(404);
});

test("reviewers and keys read queues and change none; other projects are not there", async ({
  as,
  createMember,
  createKey,
  api,
  project,
  sql,
}) => {
  await recordTurns(sql, project, 1);
  const [queue] = await sql<
    { id: string }[]
  >`insert into public.review_queues (project, name) values (${project}, 'q') returning id`;
  await sql`select private.fill_review_queues(null, ${queue?.id ?? ""})`;
  const path = `/v1/tuning/queues/${queue?.id}`;
  const meg = requestsOf(await as(await createMember({ role: "reviewer" })));
  expect(await (await meg.get(path)).json()).toMatchObject({ name: "q", progress: { my_remaining: 1 } });
  expect((await meg.post("/v1/tuning/queues", { project, name: "mine" })).status()).toBe(403);
  expect((await meg.patch(path, { name: "mine" })).status()).toBe(403);
  expect((await meg.delete(path)).status()).toBe(403);

  const reader = await api(await createKey({ scopes: ["read"], project }));
  expect((await (await reader.get("/v1/tuning/queues")).json()).data).toMatchObject([{ id: queue?.id }]);
  expect((await reader.post(`${path}/next`, { data: {} })).status()).toBe(403);
  expect((await reader.delete(path)).status()).toBe(403);
  const elsewhere = await api(await createKey({ scopes: ["read"], project: `${project}-other` }));
  expect((await elsewhere.get(path)).status()).toBe(404);
  expect((await (await elsewhere.get("/v1/tuning/queues")).json()).data).toEqual([]);
  expect((await (await api()).get(path)).status()).toBe(401);
});
