import type { APIRequestContext } from "@playwright/test";
import { expectProblem } from "../problems";
import { requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

type Item = Record<string, unknown>;

async function record(program: APIRequestContext, items: Item[]): Promise<string[]> {
  const answer = await program.post("/v1/executions/batch", { data: { items } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).ids;
}

const execution = (project: string, user_prompt: string, more: Item = {}): Item => ({
  project,
  user_prompt,
  action_plan: { task: "clean", operations: [] },
  success: true,
  ...more,
});

const similar = (parameters: Record<string, string>) =>
  `/v1/executions/similar?${new URLSearchParams(parameters)}`;

test("examples for a prompt: what worked, a reviewer's better plan first, nothing that was retired", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const reviewer = requestsOf(await as(await createMember({ role: "reviewer", projects: [project] })));
  const [worked, failed, retired] = await record(program, [
    execution(project, "remove duplicate rows from the list of orders"),
    execution(project, "remove duplicate rows from the orders", { success: false, error: "KeyError: 'x'" }),
    execution(project, "remove duplicate rows in orders"),
    execution(project, "sort by price"),
  ]);
  const find = async (more: Record<string, string> = {}) => {
    const answer = await program.get(similar({ prompt: "remove the duplicates of the orders", ...more }));
    expect(answer.status(), await answer.text()).toBe(200);
    return (await answer.json()).data as Item[];
  };
  expect((await find()).map(({ id }) => id)).not.toContain(failed);

  const better_action_plan = { task: "clean", operations: [{ type: "remove_duplicates" }] };
  const corrected = await reviewer.patch(`/v1/examples/${failed}`, { better_action_plan });
  expect(corrected.status(), await corrected.text()).toBe(200);
  const gone = await reviewer.patch(`/v1/examples/${retired}`, { status: "retired", expected_version: 1 });
  expect(await gone.json()).toMatchObject({ example_status: "retired", version: 2, effect: { with_n: 0 } });
  const found = await find({ diversity: "0" });
  expect(found[0]).toMatchObject({
    id: failed,
    source: "reviewer",
    action_plan: better_action_plan,
    is_pinned: false,
  });
  expect(found[1]).toMatchObject({ id: worked, source: "successful", tokens: expect.any(Number) });
  expect(found.map(({ id }) => id)).not.toContain(retired);

  // Within a budget of tokens, the best that fit.
  const first = found[0]?.tokens as number;
  const budget = await find({ diversity: "0", max_tokens: String(first) });
  expect(budget).toHaveLength(1);
  expect((await find({ limit: "1" })).length).toBe(1);
  expect(await find({ max_tokens: "1" })).toEqual([]);
  // And back.
  const undone = await reviewer.patch(`/v1/examples/${retired}`, { status: "unreviewed" });
  expect(undone.status()).toBe(200);
  expect((await find()).map(({ id }) => id)).toContain(retired);
});

test("prompts of any length and characters are looked up; what is no query is refused by name", async ({
  api,
  createKey,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await record(program, [execution(project, 'it\'s the "sum" of a:* & b | !c')]);
  for (const prompt of [
    'it\'s the "sum" of a:* & b | !c \\ <-> (d)',
    "'; select 1 --",
    "日本語のデータを集計 🙂",
    "\u0001",
    "sum ".repeat(5000),
    "合".repeat(20_000),
  ]) {
    const answer = await program.get(similar({ prompt }));
    expect(answer.status(), `${prompt.slice(0, 20)}: ${await answer.text()}`).toBe(200);
  }
  const bad: [Record<string, string>, string][] = [
    [{}, "prompt"],
    [{ prompt: "" }, "prompt"],
    [{ prompt: "a\0b" }, "prompt"],
    [{ prompt: "a".repeat(20_001) }, "prompt"],
    [{ prompt: "a", limit: "0" }, "limit"],
    [{ prompt: "a", limit: "51" }, "limit"],
    [{ prompt: "a", diversity: "1.5" }, "diversity"],
    [{ prompt: "a", min_similarity: "-1" }, "min_similarity"],
    [{ prompt: "a", max_tokens: "many" }, "max_tokens"],
    [{ prompt: "a", top_k: "3" }, "top_k"],
  ];
  for (const [parameters, path] of bad)
    await expectProblem(await program.get(similar(parameters)), 400, path);
  await expectProblem(await program.get("/v1/examples?status=good"), 400, "status");
  await expectProblem(await program.get("/v1/examples?cursor=nonsense"), 400, "cursor");
});

test("the list shows how executions went that held an example, with n and interval", async ({
  api,
  createKey,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const [a, b] = await record(program, [
    execution(project, "average of sales", { created_at: "2026-01-01T00:00:00Z" }),
    execution(project, "sort by price", { created_at: "2026-01-02T00:00:00Z" }),
  ]);
  const used = (example_ids: unknown[], success: boolean) =>
    execution(project, "used", {
      example_ids,
      success,
      // Not an example itself.
      user_correction: "no",
      created_at: "2026-02-01T00:00:00Z",
    });
  await record(program, [used([a], true), used([a], true), used([a], false), used([b], false)]);
  const page = await (await program.get(`/v1/examples?project=${project}`)).json();
  expect(page.data.map(({ id }: Item) => id)).toEqual([b, a]);
  expect(page.data[1].effect).toMatchObject({
    with_n: 3,
    with_success_rate: 2 / 3,
    without_n: 1,
    without_success_rate: 0,
  });
  expect(page.data[1].effect.with_ci_low).toBeCloseTo(0.2077, 3);
  expect(page.data[1].effect.with_ci_high).toBeCloseTo(0.9385, 3);
  const first = await (await program.get(`/v1/examples?project=${project}&limit=1`)).json();
  expect(first.next_cursor).not.toBeNull();
  const rest = await (await program.get(`/v1/examples?limit=1&cursor=${first.next_cursor}`)).json();
  expect(rest).toMatchObject({ data: [{ id: a }], next_cursor: null });
  const found = await (await program.get("/v1/examples?q=averages%20of%20the%20sales")).json();
  expect(found.data.map(({ id }: Item) => id)[0]).toBe(a);
  expect(await (await program.get(`/v1/examples/${b}`)).json()).toMatchObject({
    id: b,
    effect: { with_n: 1 },
  });
});

test("only members change examples, only of their projects, and never unseen", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const [id] = await record(program, [execution(project, "sort by price")]);
  const path = `/v1/examples/${id}`;
  await expectProblem(await program.patch(path, { data: { status: "approved" } }), 403);
  const elsewhere = `${project}-other`;
  const stranger = requestsOf(await as(await createMember({ role: "admin", projects: [elsewhere] })));
  await expectProblem(await stranger.patch(path, { status: "approved" }), 404);
  await expectProblem(await stranger.get(path), 404);
  const other = await api(await createKey({ scopes: ["read"], project: elsewhere }));
  expect((await (await other.get(similar({ prompt: "sort by price" }))).json()).data).toEqual([]);
  expect((await (await other.get(similar({ prompt: "sort by price", project }))).json()).data).toEqual([]);
  expect((await (await other.get("/v1/examples")).json()).data).toEqual([]);
  const writer = await api(await createKey({ scopes: ["ingest"], project }));
  await expectProblem(await writer.get(similar({ prompt: "sort" })), 403);
  await expectProblem(await (await api()).get(similar({ prompt: "sort" })), 401);

  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const pinned = await owner.patch(path, { is_pinned: true, expected_version: 1 });
  expect(await pinned.json()).toMatchObject({ is_pinned: true, version: 2 });
  const late = await expectProblem(await owner.patch(path, { status: "retired", expected_version: 1 }), 409);
  expect(late).toMatchObject({ stored_version: 2 });
  const bad: [Item, string | undefined][] = [
    [{}, undefined],
    [{ expected_version: 2 }, undefined],
    [{ status: "good" }, "status"],
    [{ better_action_plan: {} }, "better_action_plan"],
    [{ better_action_plan: [] }, "better_action_plan"],
    [{ example_note: "" }, "example_note"],
    [{ is_pinned: "yes" }, "is_pinned"],
    [{ success: true }, "success"],
  ];
  for (const [data, at] of bad) await expectProblem(await owner.patch(path, data), 400, at);
  await expectProblem(await owner.patch("/v1/examples/none", { status: "approved" }), 404);
  expect(await (await owner.get(path)).json()).toMatchObject({ example_status: "unreviewed", version: 2 });
});
