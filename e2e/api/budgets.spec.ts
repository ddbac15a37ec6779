import { randomUUID } from "node:crypto";
import { pathsOf, requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

const interaction = (project: string, cost: number, more: Record<string, unknown> = {}) => ({
  project,
  user_id: "u-1",
  agent_type: "planner",
  user_message: "q",
  agent_response: "a",
  llm_metadata: { model: "gpt-x", tokens_used: 10, cost },
  ...more,
});

test("a product owner makes a budget, programs spend and ask, and the alert is acknowledged once", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const person = await createMember({ role: "product_owner", projects: [project] });
  const owner = requestsOf(await as(person));
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const record = async (cost: number) => {
    const answer = await program.post("/v1/interactions", { data: interaction(project, cost) });
    expect(answer.status(), await answer.text()).toBe(201);
  };
  const check = async (query = "") => {
    const answer = await program.get(`/v1/budgets/check?project=${project}${query}`);
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  await record(0.25);

  const created = await owner.post("/v1/budgets", {
    name: "Planner, a month",
    scope: "agent",
    agent_type: "planner",
    project,
    period: "month",
    limit_usd: 1,
    action: "throttle",
  });
  expect(created.status(), await created.text()).toBe(201);
  const budget = await created.json();
  expect(budget).toMatchObject({
    scope: "agent",
    warn_percent: 80,
    is_active: true,
    version: 1,
    current: { spent_usd: 0.25, remaining_usd: 0.75, used_percent: 25, state: "ok" },
  });
  expect(await check("&agent_type=planner&model=gpt-x&user_id=u-1")).toMatchObject({
    action: "allow",
    retry_after_seconds: null,
    budgets: [{ name: "Planner, a month", limit_usd: 1, spent_usd: 0.25 }],
  });
  await record(0.6);
  expect((await check("&agent_type=planner")).action).toBe("warn");
  await record(0.3);
  const throttled = await check("&agent_type=planner");
  expect(throttled).toMatchObject({ action: "throttle", budgets: [{ spent_usd: 1.15, remaining_usd: 0 }] });
  expect(throttled.retry_after_seconds).toBeGreaterThan(0);
  expect((await check("&agent_type=another")).action).toBe("allow");

  const alerts = await (await owner.get(`/v1/alerts?project=${project}`)).json();
  expect(alerts).toMatchObject({
    open: 2,
    next_cursor: null,
    data: [
      {
        type: "monthly_cost_exceeded",
        amount: 1.15,
        threshold: 1,
        budget_id: budget.id,
        acknowledged_at: null,
      },
      { type: "monthly_cost_warning", amount: 0.85, threshold: 0.8 },
    ],
  });
  const first = await (await owner.get(`/v1/alerts?project=${project}&limit=1`)).json();
  const second = await (
    await owner.get(`/v1/alerts?project=${project}&limit=1&cursor=${first.next_cursor}`)
  ).json();
  expect([...first.data, ...second.data]).toEqual(alerts.data);
  const acknowledged = await owner.post(`/v1/alerts/${alerts.data[0].id}/ack`);
  expect(await acknowledged.json()).toMatchObject({ acknowledged_by: person.email });
  expect(
    (await (await owner.get(`/v1/alerts?project=${project}&acknowledged=false`)).json()).data,
  ).toHaveLength(1);
  expect((await program.post(`/v1/alerts/${alerts.data[1].id}/ack`)).status()).toBe(403);

  const path = `/v1/budgets/${budget.id}`;
  const raised = await owner.patch(path, { limit_usd: 5, expected_version: 1 });
  expect(await raised.json()).toMatchObject({ version: 2, limit_usd: 5, current: { state: "ok" } });
  const stale = await owner.patch(path, { limit_usd: 6, expected_version: 1 });
  expect(stale.status()).toBe(409);
  expect((await (await owner.get(`/v1/budgets?project=${project}&is_active=true`)).json()).data).toHaveLength(
    1,
  );
  expect((await owner.delete(path)).status()).toBe(204);
  expect((await owner.patch(path, { limit_usd: 6 })).status()).toBe(404);
  expect((await (await owner.get(`/v1/alerts?project=${project}`)).json()).data).toHaveLength(2);
  expect((await program.post(`${path}/restore`)).status()).toBe(403);
  const restored = await owner.post(`${path}/restore`);
  expect([restored.status(), await restored.json()]).toEqual([200, await raised.json()]);
  expect((await owner.post(`${path}/restore`)).status()).toBe(404);
  const theirs = await (await owner.get(`/v1/alerts?project=${project}&budget_id=${budget.id}`)).json();
  expect(theirs.data).toHaveLength(2);
});

test("bad budgets name the field, and others' budgets do not exist", async ({
  as,
  createMember,
  project,
}) => {
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const admin = requestsOf(await as(await createMember({ role: "admin" })));
  const valid = { name: "b", scope: "project", project, period: "day", limit_usd: 1 };
  for (const [change, field] of [
    [{ scope: "agent" }, "agent_type"],
    [{ scope: "all" }, "project"],
    [{ model: "m" }, "model"],
    [{ limit_usd: 0 }, "limit_usd"],
    [{ warn_percent: 101 }, "warn_percent"],
    [{ period: "week" }, "period"],
    [{ action: "explode" }, "action"],
    [{ colour: "red" }, ""],
  ] as const) {
    const answer = await owner.post("/v1/budgets", { ...valid, ...change });
    expect(answer.status(), field).toBe(400);
    if (field) expect(await pathsOf(answer), field).toContain(field);
  }
  expect((await owner.get("/v1/alerts?type=never")).status()).toBe(400);
  expect((await owner.post("/v1/budgets", { ...valid, project: `${project}-other` })).status()).toBe(403);
  expect(
    (await owner.post("/v1/budgets", { name: "b", scope: "all", period: "day", limit_usd: 1 })).status(),
  ).toBe(403);
  const theirs = await (await admin.post("/v1/budgets", { ...valid, project: `${project}-other` })).json();
  expect((await owner.patch(`/v1/budgets/${theirs.id}`, { limit_usd: 2 })).status()).toBe(404);
  expect((await owner.get(`/v1/budgets/check?project=${project}-other`)).status()).toBe(404);
  expect((await admin.delete(`/v1/budgets/${theirs.id}`)).status()).toBe(204);
});

test("a person's budget holds in a project that stores one-way ids", async ({
  as,
  api,
  createKey,
  createMember,
  project,
  sql,
}) => {
  await sql`insert into public.project_settings (project, user_ids) values (${project}, 'hmac')`;
  const owner = requestsOf(await as(await createMember({ role: "product_owner" })));
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const created = await owner.post("/v1/budgets", {
    name: "One person",
    scope: "user",
    user_id: "jane@example.com",
    project,
    period: "day",
    limit_usd: 1,
    action: "block",
  });
  expect(created.status(), await created.text()).toBe(201);
  expect(JSON.stringify(await created.json())).not.toContain("jane");
  await program.post("/v1/interactions", { data: interaction(project, 2, { user_id: "jane@example.com" }) });
  const answer = await (await program.get("/v1/budgets/check?user_id=jane@example.com")).json();
  expect(answer).toMatchObject({ action: "block", budgets: [{ name: "One person", spent_usd: 2 }] });
});

test("an admin of every project makes a webhook, sees its secret once, and tests it", async ({
  as,
  createMember,
  project,
}) => {
  const admin = requestsOf(await as(await createMember({ role: "admin" })));
  const limited = requestsOf(await as(await createMember({ role: "admin", projects: [project] })));
  // Events of a project that nothing happens in, so that other tests send nothing there.
  const input = { url: "https://hooks.example.com/in", project: randomUUID() };
  expect((await limited.post("/v1/webhooks", input)).status()).toBe(403);
  expect((await limited.get("/v1/webhooks")).status()).toBe(403);
  for (const url of [
    "http://127.0.0.1:9/x",
    "http://[::1]/",
    "http://169.254.169.254/",
    "https://localhost/",
    "https://a:b@example.com/",
    "ftp://example.com/",
  ]) {
    const refused = await admin.post("/v1/webhooks", { ...input, url });
    expect(refused.status(), url).toBe(400);
    expect(await pathsOf(refused)).toEqual(["url"]);
  }
  const created = await admin.post("/v1/webhooks", input);
  expect(created.status(), await created.text()).toBe(201);
  const { secret, ...webhook } = await created.json();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  const listed = (await (await admin.get("/v1/webhooks")).json()).data;
  expect(listed).toContainEqual(webhook);
  expect(JSON.stringify(listed)).not.toContain("whsec_");

  const path = `/v1/webhooks/${webhook.id}`;
  const sent = await admin.post(`${path}/test`);
  expect(sent.status()).toBe(202);
  const delivery = await sent.json();
  expect(delivery).toMatchObject({ event: "webhook.test", state: "pending", attempts: 0 });
  expect((await (await admin.get(`${path}/deliveries`)).json()).data).toMatchObject([{ id: delivery.id }]);
  expect((await (await admin.patch(path, { is_active: false })).json()).is_active).toBe(false);
  expect((await admin.post(`${path}/test`)).status()).toBe(409);
  expect(await pathsOf(await admin.patch(path, { url: "http://10.0.0.1/" }))).toEqual(["url"]);
  expect((await admin.delete(path)).status()).toBe(204);
  expect((await admin.get(`${path}/deliveries`)).status()).toBe(404);
});
