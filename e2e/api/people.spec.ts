import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

const personOf = (userId: string) => `/v1/users/${encodeURIComponent(userId)}`;

type Line = { type: string; project: string | null; user_message?: string };
const readLines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

/** Two interactions and a vote of the person; answers how the vote names them. */
async function send(key: APIRequestContext, project: string, user_id: string): Promise<string> {
  for (const agent_type of ["technical", "billing"]) {
    const response = await key.post("/v1/interactions", {
      data: {
        project,
        user_id,
        agent_type,
        external_conversation_id: `talk of ${user_id}`.slice(0, 200),
        user_message: "Where is my bus?",
        agent_response: "On its way.",
        user_satisfaction: 5,
      },
    });
    expect(response.status(), await response.text()).toBe(201);
  }
  const executed = await key.post("/v1/executions", {
    data: { project, user_id, user_prompt: "Where is my bus?", action_plan: { task: "find" }, success: true },
  });
  expect(executed.status(), await executed.text()).toBe(201);
  const vote = await key.post("/v1/feedback", {
    data: { project, user_id, query: "Where is my bus?", response: "On its way.", model: "m", rating: 1 },
  });
  return (await vote.json()).user_id;
}

for (const user_ids of ["plain", "hmac"] as const) {
  test(`a person is shown, exported and erased by their id (${user_ids} ids)`, async ({
    as,
    api,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    const admin = await as(await createMember({ role: "admin" }));
    const key = await api(await createKey({ scopes: ["ingest", "read"], project }));
    await admin.put(`/v1/projects/${project}/settings`, { data: { user_ids } });
    const userId = `pat / ${randomUUID()}@example.com?`;
    const stored = await send(key, project, userId);
    // An address is stored in its one-way form either way.
    expect(stored).toMatch(/^hmac_[0-9a-f]{64}$/);
    await send(key, project, "somebody else");
    await sql`select private.refresh_user_profiles()`;

    for (const id of [userId, stored]) {
      const shown = await key.get(`${personOf(id)}/profile`);
      expect(shown.status(), await shown.text()).toBe(200);
      expect(await shown.json()).toMatchObject({
        user_id: id,
        stored: { feedback: 1, conversations: 1, interactions: 2, executions: 1, total_cost: 0 },
        profiles: [{ project, user_id: stored, total_interactions: 2 }],
      });
    }

    const file = await admin.get(`${personOf(userId)}/export`);
    expect(file.status()).toBe(200);
    expect(file.headers()["content-type"]).toContain("application/x-ndjson");
    expect(file.headers()["content-disposition"]).not.toContain("pat");
    const types = readLines(await file.text()).map((line) => line.type);
    expect(types.sort()).toEqual([
      "conversation",
      "daily_figures",
      "daily_figures",
      "execution",
      "interaction",
      "interaction",
      "profile",
      "user",
      "vote",
    ]);
    const noted =
      await sql`select target_id from public.audit_log where action = 'user.export' and target_id = ${stored}`;
    expect(noted).toHaveLength(1);

    const erased = await admin.delete(personOf(userId));
    expect(erased.status(), await erased.text()).toBe(200);
    expect(await erased.json()).toEqual({
      feedback: 1,
      interactions: 2,
      conversations: 1,
      profiles: 1,
      budgets: 0,
      executions: 1,
      dataset_items: 0,
    });
    await expectProblem(await key.get(`${personOf(userId)}/profile`), 404);
    expect(await (await admin.get(`${personOf(userId)}/export`)).text()).toBe("");
    expect(await (await admin.delete(personOf(userId))).json()).toMatchObject({
      feedback: 0,
      interactions: 0,
    });
    const [left] =
      await sql`select count(*)::int as n from public.llm_interactions where project = ${project}`;
    expect(left).toEqual({ n: 2 });
  });
}

test("who may see, export and erase a person", async ({ as, api, createKey, createMember, project }) => {
  const key = await api(await createKey({ scopes: ["ingest"], project }));
  const userId = `u-${randomUUID()}`;
  await send(key, project, userId);
  const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
  const owner = await as(await createMember({ role: "product_owner" }));
  const stranger = await as(await createMember({ role: "admin", projects: [`${project}-other`] }));
  const limited = await as(await createMember({ role: "admin", projects: [project] }));
  const exporting = await api(await createKey({ scopes: ["read", "export"], project }));

  expect((await reviewer.get(`${personOf(userId)}/profile`)).status()).toBe(200);
  expect((await exporting.get(`${personOf(userId)}/profile`)).status()).toBe(200);
  await expectProblem(await stranger.get(`${personOf(userId)}/profile`), 404);
  await expectProblem(await key.get(`${personOf(userId)}/profile`), 403);
  await expectProblem(await (await api()).get(`${personOf(userId)}/profile`), 401);
  await expectProblem(await reviewer.get(`${personOf(userId)}/profile?unknown=1`), 400, "unknown");

  expect(readLines(await (await limited.get(`${personOf(userId)}/export`)).text()).length).toBeGreaterThan(3);
  expect(await (await stranger.get(`${personOf(userId)}/export`)).text()).toBe("");
  for (const who of [reviewer, owner, exporting, key])
    await expectProblem(await who.get(`${personOf(userId)}/export`), 403);

  for (const who of [reviewer, owner, exporting, key, limited, stranger])
    await expectProblem(await who.delete(personOf(userId)), 403);
  await expectProblem(await (await api()).delete(personOf(userId)), 401);
});

test("a budget of a person counts and is checked under either form of their id", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const admin = await as(await createMember({ role: "admin" }));
  const key = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await admin.put(`/v1/projects/${project}/settings`, { data: { user_ids: "hmac" } });
  const userId = `u-${randomUUID()}`;
  const made = await admin.post("/v1/budgets", {
    data: {
      name: project,
      scope: "user",
      project,
      user_id: userId,
      period: "day",
      limit_usd: 1,
      action: "block",
    },
  });
  expect(made.status(), await made.text()).toBe(201);
  expect((await made.json()).user_id).toMatch(/^hmac_/);
  await key.post("/v1/interactions", {
    data: {
      project,
      user_id: userId,
      agent_type: "a",
      user_message: "q",
      agent_response: "a",
      llm_metadata: { cost: 2 },
    },
  });
  const check = await key.get("/v1/budgets/check", { params: { project, user_id: userId } });
  expect(await check.json()).toMatchObject({ action: "block" });
  const other = await key.get("/v1/budgets/check", { params: { project, user_id: "somebody else" } });
  expect(await other.json()).toMatchObject({ action: "allow" });
});
