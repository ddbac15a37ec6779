import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../fixtures";

const paths = [
  "agents",
  "live",
  "context",
  "handoffs",
  "flow",
  "recommendations",
  "submission-rate",
] as const;
const at = (name: string, search: Record<string, string> = {}) =>
  `/v1/analytics/${name}?${new URLSearchParams(search)}`;

async function read(api: APIRequestContext, name: string, search: Record<string, string> = {}) {
  const response = await api.get(at(name, search));
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

test("what was recorded comes back as figures, under each of the filters", async ({
  project,
  createKey,
  api,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const day = "2026-03-02";
  const call = (minute: number, agent: string, satisfaction: number, more: object = {}) => ({
    project,
    user_id: "ann",
    channel_id: "slack",
    external_conversation_id: `${project}-1`,
    timestamp: `${day}T10:${minute}:00Z`,
    agent_type: agent,
    user_message: `Question ${minute}`,
    agent_response: "Answer.",
    user_satisfaction: satisfaction,
    response_time_ms: 1000,
    context_size_tokens: 500,
    llm_metadata: { model: "model-a", cost: 0.5 },
    ...more,
  });
  const sent = await client.post("/v1/interactions/batch", {
    data: {
      items: [
        call(10, "general", 2, {
          domain_classification: "billing",
          domain_label: "billing",
          escalation_suggested: true,
        }),
        call(11, "technical", 5, { domain_classification: "travel", domain_label: "billing" }),
        call(12, "technical", 4, { domain_classification: "travel" }),
      ],
    },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  const range = { project, from: day, to: day };

  const { data: agents } = await read(client, "agents", range);
  expect(agents).toHaveLength(2);
  expect(agents[0]).toMatchObject({
    agent_type: "technical",
    model: null,
    total_interactions: 2,
    total_cost: 1,
    cost_per_interaction: 0.5,
    avg_user_satisfaction: 4.5,
    satisfaction_ci_low: 1,
    satisfaction_ci_high: 5,
    avg_response_time_ms: 1000,
    domain_classification_accuracy: 0,
    handoffs_in: 1,
    context_efficiency_score: 2,
    context_quality: null,
  });
  expect(agents[1]).toMatchObject({
    agent_type: "general",
    avg_user_satisfaction: 2,
    satisfaction_ci_low: null,
    escalation_success_rate: 1,
    escalations_rated: 1,
    domain_classification_accuracy: 1,
  });
  const { data: days } = await read(client, "agents", { ...range, group_by: "day,model" });
  expect(days).toMatchObject([{ day, model: "model-a", agent_type: null, total_interactions: 3 }]);

  expect(await read(client, "context", range)).toMatchObject({
    data: [{ from_tokens: 256, to_tokens: 512, total_interactions: 3, satisfaction_count: 3 }],
    knee: null,
    without_context: 0,
  });
  expect((await read(client, "handoffs", range)).data).toMatchObject([
    {
      from_agent: "general",
      to_agent: "technical",
      channel_id: null,
      handoffs: 1,
      suggested: 1,
      success_rate: 1,
    },
  ]);
  expect((await read(client, "handoffs", { ...range, group_by: "channel_id" })).data).toMatchObject([
    { channel_id: "slack", handoffs: 1 },
  ]);
  expect((await read(client, "flow", range)).data).toMatchObject([
    { from_domain: "billing", to_domain: "travel", transitions: 1, share: 1, is_usual_next: true },
    { from_domain: "travel", to_domain: "travel", transitions: 1, share: 1, is_usual_next: true },
  ]);
  expect(
    (await read(client, "recommendations", { ...range, by: "user", user_id: "ann" })).data,
  ).toMatchObject([
    {
      subject: "ann",
      recommended_agent: null,
      agents: [{ agent_type: "technical" }, { agent_type: "general" }],
    },
  ]);
  expect((await read(client, "recommendations", { ...range, channel_id: "slack" })).data).toMatchObject([
    { subject: "travel", channel_id: "slack" },
    { subject: "billing", channel_id: "slack" },
  ]);
  expect((await read(client, "recommendations", { ...range, group_by: "channel_id" })).data).toMatchObject([
    { subject: "travel", channel_id: "slack" },
    { subject: "billing", channel_id: "slack" },
  ]);
  expect((await read(client, "submission-rate", range)).data).toEqual([
    { date: day, votes: 0, interactions: 3, submission_rate: 0, partial: false },
  ]);
  // The channel narrows every figure.
  for (const name of ["agents", "context", "handoffs", "flow", "recommendations"]) {
    expect((await read(client, name, { ...range, channel_id: "mail" })).data).toEqual([]);
  }
});

test("the live object has the documented names, in an hour with and without interactions", async ({
  project,
  createKey,
  api,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const empty = await read(client, "live", { project });
  expect(empty.llm_performance_dashboard.current_hour).toMatchObject({
    total_interactions: 0,
    agent_distribution: {},
    avg_response_time: null,
    context_efficiency: null,
  });
  const sent = await client.post("/v1/interactions", {
    data: {
      project,
      user_id: "ann",
      agent_type: "general",
      user_message: "Hi",
      agent_response: "Hello.",
      response_time_ms: 1840,
      user_satisfaction: 4,
      llm_metadata: { cost: 0.12, tokens_used: 100 },
    },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  const { timestamp } = await sent.json();
  const live = await read(client, "live", { project });
  expect(Object.keys(live.llm_performance_dashboard)).toEqual(["current_hour", "trending_metrics"]);
  expect(Object.keys(live.llm_performance_dashboard.trending_metrics)).toEqual([
    "user_satisfaction_trend",
    "cost_efficiency_trend",
    "agent_selection_accuracy",
    "escalation_success_rate",
  ]);
  const { current_hour } = live.llm_performance_dashboard;
  // The hour may have turned since.
  if (timestamp >= current_hour.from) {
    expect(current_hour).toMatchObject({
      total_interactions: 1,
      agent_distribution: { general: { count: 1, satisfaction: 4, cost: 0.12 } },
      total_tokens: 100,
      total_cost: 0.12,
      avg_response_time: "1.8s",
    });
  }
});

test("bad parameters are named", async ({ createKey, api }) => {
  const client = await api(await createKey({ scopes: ["read"] }));
  const refused = async (name: string, search: Record<string, string>, path: string) => {
    const response = await client.get(at(name, search));
    expect(response.status()).toBe(400);
    const { issues } = await response.json();
    expect(issues.map((issue: { path: string }) => issue.path)).toContain(path);
  };
  for (const name of paths.filter((path) => path !== "live")) {
    await refused(name, { from: "2026-03-02T10:00:00Z" }, "from");
    await refused(name, { from: "2026-03-02", to: "2026-03-01" }, "to");
    await refused(name, { days: "0" }, "days");
    await refused(name, { agent: "x" }, "agent");
  }
  await refused("agents", { group_by: "agent_type,colour" }, "group_by.1");
  await refused("handoffs", { group_by: "project" }, "group_by");
  await refused("recommendations", { by: "colour" }, "by");
  await refused("live", { days: "7" }, "days");
  // Votes know no channels.
  await refused("submission-rate", { channel_id: "slack" }, "channel_id");
});

test("other projects are not counted, and who may not read is refused", async ({
  page,
  baseURL,
  project,
  createKey,
  createMember,
  signIn,
  api,
}) => {
  const sender = await api(await createKey({ scopes: ["ingest"], project: `${project}-other` }));
  const sent = await sender.post("/v1/interactions", {
    data: {
      user_id: "ann",
      agent_type: "general",
      user_message: "Hi",
      agent_response: "Hello.",
      domain_classification: "billing",
      context_size_tokens: 9,
    },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  const limited = await api(await createKey({ scopes: ["read"], project }));
  for (const name of paths) {
    const answer = await read(limited, name, { project: `${project}-other` });
    if (name === "live") expect(answer.llm_performance_dashboard.current_hour.total_interactions).toBe(0);
    else expect(answer.data).toEqual([]);
    expect((await sender.get(at(name))).status()).toBe(403);
    expect((await (await api()).get(at(name))).status()).toBe(401);
    expect((await limited.post(`/v1/analytics/${name}`, { data: {} })).status()).toBe(405);
  }
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/docs");
  for (const name of paths) {
    const response = await page.request.get(`${baseURL}${at(name)}`);
    expect(response.status(), name).toBe(200);
  }
});
