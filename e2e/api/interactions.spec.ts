import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";

const question = {
  user_id: "u-17",
  agent_type: "technical",
  user_message: "Why does the build fail?",
  agent_response: "The lock file is out of date: run npm install.",
};

test.describe("POST /v1/interactions", () => {
  test("records an interaction with all it can have, and its conversation", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const full = {
      ...question,
      external_conversation_id: "slack-C1, the first",
      channel_id: "slack",
      thread_ts: "1718.0001",
      timestamp: "2026-01-31T12:00:00.123+02:00",
      llm_metadata: {
        model: "gpt-4o-mini",
        input_tokens: 1000,
        cached_tokens: 400,
        output_tokens: 200,
        confidence: 0.9,
        avg_similarity: 0.75,
        own: { deep: [1, "two", null] },
      },
      user_satisfaction: 4,
      response_time_ms: 1840,
      escalation_suggested: true,
      escalation_metadata: { reason: "unsure" },
      context_size_tokens: 900,
      domain_classification: "builds",
      domain_label: "builds",
      user_skill_assessment: "advanced",
    };
    const response = await client.post("/v1/interactions", {
      data: { ...full, conversation_metadata: { plan: "pro" } },
    });
    expect(response.status()).toBe(201);
    const row = await response.json();
    const { external_conversation_id, thread_ts, ...stored } = full;
    expect(row).toMatchObject({
      ...stored,
      project,
      timestamp: "2026-01-31T10:00:00.123Z",
      model: "gpt-4o-mini",
      tokens_used: 1200,
      cached_tokens: 400,
      confidence: 0.9,
      avg_similarity: 0.75,
      cost_source: "price",
      // Per million tokens: 600 at 0.15, 400 from the cache at 0.075, 200 of output at 0.60.
      cost_usd: 0.00024,
      price: { input: 0.15, cached: 0.075, output: 0.6 },
      previous_agent_type: null,
      is_repeat: false,
      is_correction: false,
    });
    expect(response.headers().location).toBe(`/v1/interactions/${row.id}`);
    expect(await (await client.get(`/v1/interactions/${row.id}`)).json()).toEqual(row);

    const conversation = await (await client.get(`/v1/conversations/${row.conversation_id}`)).json();
    expect(conversation).toMatchObject({
      project,
      external_conversation_id,
      thread_ts,
      user_id: "u-17",
      channel_id: "slack",
      conversation_status: "closed",
      primary_agent: "technical",
      total_interactions: 1,
      total_tokens_used: 1200,
      total_cost: 0.00024,
      user_satisfaction_avg: 4,
      context_quality_score: 0.75,
      avg_response_time_ms: 1840,
      escalations: 1,
      conversation_metadata: { plan: "pro" },
      interactions: [row],
      next_cursor: null,
    });
  });

  test("takes what the seed's logging function sends", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const row = await (
      await client.post("/v1/interactions", {
        data: {
          ...question,
          conversation_id: randomUUID(),
          llm_metadata: {
            model: "gpt-4",
            tokens_used: 195,
            cost: 0.0058,
            confidence: 0.9,
            domain_classification: "technical_support",
          },
          context_size_tokens: 150,
          user_skill_assessment: "intermediate",
          escalation_suggested: false,
          escalation_metadata: {},
        },
      })
    ).json();
    expect(row).toMatchObject({
      tokens_used: 195,
      cost_usd: 0.0058,
      cost_source: "sent",
      price: null,
      domain_classification: "technical_support",
    });
  });

  test("continues the conversation that an id, an own id or a thread names, else begins one", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const send = async (more: object) =>
      (await (await client.post("/v1/interactions", { data: { ...question, ...more } })).json()) as {
        conversation_id: string;
        channel_id: string;
      };
    const first = await send({ external_conversation_id: "mine", channel_id: "slack" });
    expect(await send({ external_conversation_id: "mine" })).toMatchObject({
      conversation_id: first.conversation_id,
      channel_id: "slack",
    });
    expect((await send({ conversation_id: first.conversation_id })).conversation_id).toBe(
      first.conversation_id,
    );
    const id = randomUUID();
    expect((await send({ conversation_id: id })).conversation_id).toBe(id);
    const thread = await send({ channel_id: "C1", thread_ts: "1.5" });
    expect((await send({ channel_id: "C1", thread_ts: "1.5" })).conversation_id).toBe(thread.conversation_id);
    expect((await send({ channel_id: "C2", thread_ts: "1.5" })).conversation_id).not.toBe(
      thread.conversation_id,
    );
    expect((await send({})).conversation_id).not.toBe((await send({})).conversation_id);
  });

  for (const [name, more, path] of [
    ["no user", { user_id: undefined }, "user_id"],
    ["an empty agent", { agent_type: "" }, "agent_type"],
    ["satisfaction 6", { user_satisfaction: 6 }, "user_satisfaction"],
    ["satisfaction 4.5", { user_satisfaction: 4.5 }, "user_satisfaction"],
    ["negative time", { response_time_ms: -1 }, "response_time_ms"],
    ["negative tokens", { llm_metadata: { input_tokens: -1 } }, "llm_metadata.input_tokens"],
    ["a negative cost", { llm_metadata: { cost: -0.1 } }, "llm_metadata.cost"],
    [
      "more cached than input tokens",
      { llm_metadata: { input_tokens: 1, cached_tokens: 2 } },
      "llm_metadata.cached_tokens",
    ],
    ["cached tokens alone", { llm_metadata: { cached_tokens: 2 } }, "llm_metadata.cached_tokens"],
    ["confidence 2", { llm_metadata: { confidence: 2 } }, "llm_metadata.confidence"],
    ["an unknown skill", { user_skill_assessment: "expert" }, "user_skill_assessment"],
    ["a malformed conversation", { conversation_id: "7" }, "conversation_id"],
    [
      "two names of a conversation",
      { conversation_id: randomUUID(), external_conversation_id: "x" },
      "external_conversation_id",
    ],
    ["an unknown field", { colour: "red" }, "colour"],
    ["a time without zone", { timestamp: "2026-01-31T12:00:00" }, "timestamp"],
    ["a time in an hour", { timestamp: new Date(Date.now() + 3_600_000).toISOString() }, "timestamp"],
    ["a NUL character", { user_message: "a\u0000b" }, "user_message"],
    ["a NUL deep in llm_metadata", { llm_metadata: { a: [{ b: "\u0000" }] } }, "llm_metadata.a.0.b"],
  ] as const) {
    test(`refuses ${name} and names it`, async ({ api, createKey, project, sql }) => {
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      await expectProblem(
        await client.post("/v1/interactions", { data: { ...question, ...more } }),
        400,
        path,
      );
      expect(await sql`select from public.llm_conversations where project = ${project}`).toHaveLength(0);
    });
  }

  test("the same id or key with the same body answers as the first time, with another body 409", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const body = { ...question, id: randomUUID() };
    const first = await (await client.post("/v1/interactions", { data: body })).json();
    expect(first.id).toBe(body.id);
    const again = await client.post("/v1/interactions", { data: body });
    expect(again.status()).toBe(201);
    expect(await again.json()).toEqual(first);
    // Alone or in a batch, it is the same interaction.
    const batch = await client.post("/v1/interactions/batch", { data: { items: [body, question] } });
    expect(await batch.json()).toMatchObject({ inserted: 2, ids: [body.id, expect.any(String)] });
    await expectProblem(
      await client.post("/v1/interactions", { data: { ...body, user_message: "Other" } }),
      409,
      "id",
    );
    const headers = { "idempotency-key": randomUUID() };
    const keyed = await (await client.post("/v1/interactions", { data: question, headers })).json();
    expect(await (await client.post("/v1/interactions", { data: question, headers })).json()).toEqual(keyed);
    await expectProblem(
      await client.post("/v1/interactions", { data: { ...question, user_message: "Other" }, headers }),
      409,
    );
    expect(await sql`select from public.llm_interactions where project = ${project}`).toHaveLength(3);
  });

  test("ids of another project answer a 409 that says no more, and its rows are nowhere to be seen", async ({
    api,
    createKey,
    project,
  }) => {
    const owner = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const row = await (await owner.post("/v1/interactions", { data: question })).json();
    const scopes = ["ingest", "read", "export"] as const;
    const other = await api(await createKey({ scopes: [...scopes], project: `${project}-other` }));
    await expectProblem(
      await other.post("/v1/interactions", { data: { ...question, id: row.id } }),
      409,
      "id",
    );
    await expectProblem(
      await other.post("/v1/interactions", { data: { ...question, conversation_id: row.conversation_id } }),
      409,
      "conversation_id",
    );
    await expectProblem(
      await other.post("/v1/interactions", { data: { ...question, project } }),
      403,
      "project",
    );
    await expectProblem(await other.get(`/v1/interactions/${row.id}`), 404);
    await expectProblem(
      await other.patch(`/v1/interactions/${row.id}`, { data: { user_satisfaction: 1 } }),
      404,
    );
    await expectProblem(await other.get(`/v1/conversations/${row.conversation_id}`), 404);
    expect(await (await other.get("/v1/interactions")).json()).toEqual({ data: [], next_cursor: null });
    expect(await (await other.get("/v1/interactions/count")).json()).toEqual({ total: 0 });
    expect(await (await other.get("/v1/conversations/count")).json()).toEqual({ total: 0 });
    expect(await (await other.get(`/v1/conversations?project=${project}`)).json()).toMatchObject({
      data: [],
    });
    expect(
      await (
        await other.post("/v1/interactions/export", { data: { format: "jsonl", ids: [row.id] } })
      ).text(),
    ).toBe("");
    expect(await (await owner.get(`/v1/interactions/${row.id}`)).json()).toEqual(row);
  });
});

test.describe("POST /v1/interactions/batch", () => {
  test("records in the order of sending, across conversations", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const items = Array.from({ length: 60 }, (_, index) => ({
      ...question,
      external_conversation_id: `c${index % 2}`,
      agent_type: index % 4 < 2 ? "general" : "technical",
      user_message: `Question ${index}`,
      llm_metadata: { model: "own", cost: 0.1 },
    }));
    const response = await client.post("/v1/interactions/batch", { data: { items } });
    expect(response.status()).toBe(201);
    const { inserted, ids } = await response.json();
    expect(inserted).toBe(60);
    const list = await (await client.get("/v1/interactions?sort=timestamp&limit=1000")).json();
    expect(list.data.map((row: { id: string }) => row.id)).toEqual(ids);
    const conversations = await (await client.get("/v1/conversations")).json();
    expect(conversations.data).toHaveLength(2);
    for (const conversation of conversations.data)
      expect(conversation).toMatchObject({ total_interactions: 30, total_cost: 3, agent_handoffs: 29 });
  });

  test("records nothing when one is bad, and names it by its index", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const send = (items: object[]) => client.post("/v1/interactions/batch", { data: { items } });
    await expectProblem(
      await send([question, { ...question, user_satisfaction: 0 }]),
      400,
      "items.1.user_satisfaction",
    );
    await expectProblem(
      await send([question, { ...question, project: "elsewhere" }]),
      403,
      "items.1.project",
    );
    const id = randomUUID();
    await expectProblem(
      await send([question, { ...question, id }, { ...question, id, user_message: "Other" }]),
      409,
      "items.2.id",
    );
    await expectProblem(await send([]), 400, "items");
    await expectProblem(await send(Array.from({ length: 1001 }, () => question)), 400, "items");
    expect(await sql`select from public.llm_interactions where project = ${project}`).toHaveLength(0);
    expect(await sql`select from public.llm_conversations where project = ${project}`).toHaveLength(0);
  });
});

test.describe("PATCH /v1/interactions/{interaction_id}", () => {
  test("adds a satisfaction that arrives later, and every figure follows", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const row = await (await client.post("/v1/interactions", { data: question })).json();
    const patch = (data: object) => client.patch(`/v1/interactions/${row.id}`, { data });
    expect(await (await patch({ user_satisfaction: 2 })).json()).toMatchObject({ user_satisfaction: 2 });
    const average = async () =>
      (await (await client.get(`/v1/conversations/${row.conversation_id}`)).json()).user_satisfaction_avg;
    expect(await average()).toBe(2);
    await patch({ user_satisfaction: 5, domain_label: "builds" });
    expect(await average()).toBe(5);
    expect(await (await patch({ user_satisfaction: null })).json()).toMatchObject({
      user_satisfaction: null,
      domain_label: "builds",
    });
    expect(await average()).toBeNull();
  });

  for (const [name, data, path] of [
    ["nothing", {}, ""],
    ["a satisfaction of 0", { user_satisfaction: 0 }, "user_satisfaction"],
    ["what cannot be changed", { agent_type: "general" }, "agent_type"],
    ["an escalation that is a word", { escalation_suggested: "yes" }, "escalation_suggested"],
  ] as const) {
    test(`refuses ${name}`, async ({ api, createKey, project }) => {
      const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
      const row = await (await client.post("/v1/interactions", { data: question })).json();
      await expectProblem(await client.patch(`/v1/interactions/${row.id}`, { data }), 400, path);
    });
  }
});

test.describe("who may", () => {
  const calls = [
    ["record", ["POST", "/v1/interactions", question]],
    ["record many", ["POST", "/v1/interactions/batch", { items: [question] }]],
    ["list", ["GET", "/v1/interactions"]],
    ["count", ["GET", "/v1/interactions/count"]],
    ["read", ["GET", "/v1/interactions/{id}"]],
    ["change", ["PATCH", "/v1/interactions/{id}", { user_satisfaction: 5 }]],
    ["download", ["POST", "/v1/interactions/export", { format: "csv" }]],
    ["list conversations", ["GET", "/v1/conversations"]],
    ["count conversations", ["GET", "/v1/conversations/count"]],
    ["read a conversation", ["GET", "/v1/conversations/{conversation}"]],
    ["download conversations", ["POST", "/v1/conversations/export", { format: "csv" }]],
  ] as const;
  const reading = [
    "list",
    "count",
    "read",
    "list conversations",
    "count conversations",
    "read a conversation",
  ];
  for (const [scopes, allowed] of [
    [["ingest"], ["record", "record many"]],
    [["read"], reading],
    [["export"], [...reading, "download", "download conversations"]],
    [
      ["ingest", "read"],
      ["record", "record many", "change", ...reading],
    ],
    [["metrics"], []],
    [null, []],
  ] as const) {
    test(`a key with ${scopes?.join(" and ") ?? "no such key"}`, async ({ api, createKey, project }) => {
      const recorder = await api(await createKey({ scopes: ["ingest"], project }));
      const row = await (await recorder.post("/v1/interactions", { data: question })).json();
      const client = await api(scopes ? await createKey({ scopes: [...scopes], project }) : undefined);
      for (const [name, [method, path, data]] of calls) {
        const url = path.replace("{id}", row.id).replace("{conversation}", row.conversation_id);
        const response = await client.fetch(url, { method, ...(data ? { data } : {}) });
        const isAllowed = (allowed as readonly string[]).includes(name);
        const expected = isAllowed ? [200, 201] : [scopes ? 403 : 401];
        expect(expected, `${name}: ${response.status()}`).toContain(response.status());
      }
    });
  }
});

test.describe("lists", () => {
  test("page by page give every row once, in order, and filters narrow list, count and download alike", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const items = Array.from({ length: 25 }, (_, index) => ({
      ...question,
      external_conversation_id: `c${index % 3}`,
      timestamp: new Date(Date.UTC(2026, 0, 1 + (index % 5), 12, index % 2)).toISOString(),
      agent_type: index % 2 ? "general" : "technical",
      user_message: index === 7 ? "A rhinoceros in the build" : `Question ${index}`,
      user_satisfaction: index % 5 || null,
      response_time_ms: index * 100,
      context_size_tokens: index * 10,
      escalation_suggested: index % 6 === 0,
      domain_classification: index % 4 ? "builds, all" : null,
      llm_metadata: index % 3 ? { model: "own, model", cost: 1 } : {},
    }));
    await client.post("/v1/interactions/batch", { data: { items } });

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: { id: string; timestamp: string }[]; next_cursor: string | null } = await (
        await client.get(`/v1/interactions?limit=4${cursor ? `&cursor=${cursor}` : ""}`)
      ).json();
      seen.push(...page.data.map(({ timestamp, id }) => `${timestamp} ${id}`));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());

    for (const [search, isMatching] of [
      ["agent_type=general", (item) => item.agent_type === "general"],
      ["model=own\\, model", (item) => "model" in item.llm_metadata],
      ["model=(none)", (item) => !("model" in item.llm_metadata)],
      ["user_satisfaction=1,2", (item) => [1, 2].includes(item.user_satisfaction ?? 0)],
      ["user_satisfaction=(none)", (item) => item.user_satisfaction === null],
      ["domain_classification=builds\\, all", (item) => item.domain_classification !== null],
      ["domain_classification=(none)", (item) => item.domain_classification === null],
      ["escalation_suggested=true", (item) => item.escalation_suggested],
      ["is_unpriced=true", (item) => !("model" in item.llm_metadata)],
      ["response_time_above=1000", (item) => item.response_time_ms > 1000],
      [
        "context_tokens_from=50&context_tokens_below=100",
        (item) => item.context_size_tokens >= 50 && item.context_size_tokens < 100,
      ],
      ["from=2026-01-02&to=2026-01-03", (item) => /^2026-01-0[23]/.test(item.timestamp)],
      ["q=rhinoceros", (item) => item.user_message.includes("rhinoceros")],
      ["q=rhinoceros -build", () => false],
      ["user_id=nobody", () => false],
    ] as [string, (item: (typeof items)[number]) => boolean][]) {
      const expected = items.filter(isMatching).map((item) => item.user_message);
      const { data } = await (await client.get(`/v1/interactions?limit=1000&${search}`)).json();
      expect(data.map((row: { user_message: string }) => row.user_message).sort(), search).toEqual(
        [...expected].sort(),
      );
      const { total } = await (await client.get(`/v1/interactions/count?${search}`)).json();
      expect(total, search).toBe(expected.length);
      const filters: Record<string, string> = Object.fromEntries(new URLSearchParams(search));
      const file = await client.post("/v1/interactions/export", {
        data: { format: "jsonl", filters, columns: ["user_message"] },
      });
      expect((await file.text()).split("\n").filter(Boolean), search).toHaveLength(expected.length);
    }
    for (const search of ["is_handoff=true", "is_handoff=false"]) {
      const { data } = await (await client.get(`/v1/interactions?limit=1000&${search}`)).json();
      for (const row of data)
        expect(row.previous_agent_type !== null && row.previous_agent_type !== row.agent_type).toBe(
          search.endsWith("true"),
        );
    }
    for (const agent of ["general", "technical"]) {
      const search = `previous_agent_type=${agent}`;
      const { data } = await (await client.get(`/v1/interactions?limit=1000&${search}`)).json();
      expect(data.length, search).toBeGreaterThan(0);
      for (const row of data) expect(row.previous_agent_type).toBe(agent);
      const { total } = await (await client.get(`/v1/interactions/count?${search}`)).json();
      expect(total).toBe(data.length);
    }
    await expectProblem(await client.get("/v1/interactions?colour=red"), 400, "colour");
    await expectProblem(await client.get("/v1/interactions?user_satisfaction=6"), 400, "user_satisfaction");
    await expectProblem(await client.get("/v1/interactions?conversation_id=7"), 400, "conversation_id");
    await expectProblem(
      await client.get("/v1/conversations?conversation_status=open"),
      400,
      "conversation_status",
    );
    await expectProblem(await client.get("/v1/conversations/count?limit=5"), 400, "limit");
  });

  test("a conversation is active within the idle time of its project and closed after it", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    for (const minutes of [10, 45])
      await client.post("/v1/interactions", {
        data: { ...question, external_conversation_id: `${minutes}`, timestamp: ago(minutes) },
      });
    const active = async () =>
      (await (await client.get("/v1/conversations?conversation_status=active")).json()).data.map(
        (row: { external_conversation_id: string }) => row.external_conversation_id,
      );
    const count = async (search: string) =>
      (await (await client.get(`/v1/conversations/count?${search}`)).json()).total;
    expect(await active()).toEqual(["10"]);
    expect(await count("conversation_status=active")).toBe(1);
    expect(await count("conversation_status=closed")).toBe(1);
    expect(await count("")).toBe(2);
    expect(await count("from=2000-01-01&to=2000-01-02")).toBe(0);
    await sql`insert into public.project_settings (project, idle_minutes) values (${project}, 60)`;
    expect(await active()).toEqual(["10", "45"]);
    await sql`update public.project_settings set idle_minutes = 5 where project = ${project}`;
    expect(await active()).toEqual([]);
    // A new interaction opens it again.
    await client.post("/v1/interactions", { data: { ...question, external_conversation_id: "45" } });
    expect(await active()).toEqual(["45"]);
  });

  test("a long conversation goes on where its first page ends", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const items = Array.from({ length: 230 }, () => ({ ...question, external_conversation_id: "long" }));
    const { ids } = await (await client.post("/v1/interactions/batch", { data: { items } })).json();
    const [{ id }] = (await (await client.get("/v1/conversations")).json()).data;
    const first = await (await client.get(`/v1/conversations/${id}`)).json();
    expect(first.interactions).toHaveLength(200);
    const rest = await (
      await client.get(
        `/v1/interactions?conversation_id=${id}&sort=timestamp&limit=1000&cursor=${first.next_cursor}`,
      )
    ).json();
    expect([...first.interactions, ...rest.data].map((row: { id: string }) => row.id)).toEqual(ids);
  });

  test("conversations are found by one interaction that has model, domain and rating, and come as a file", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const say = (talk: string, model: string | null, domain: string | null, rating: number | null) => ({
      ...question,
      external_conversation_id: talk,
      domain_classification: domain,
      user_satisfaction: rating,
      llm_metadata: model ? { model } : {},
    });
    await client.post("/v1/interactions/batch", {
      data: {
        items: [
          say("a", "small", "builds", 5),
          say("a", "large", "invoices", 1),
          say("b", "large", "builds", null),
          say("c", null, null, 3),
        ],
      },
    });
    for (const [search, expected] of [
      ["model=large", ["a", "b"]],
      ["model=(none)", ["c"]],
      ["model=small,large&domain_classification=builds", ["a", "b"]],
      // In one interaction: in a the large model answered about invoices.
      ["model=large&domain_classification=builds", ["b"]],
      ["user_satisfaction=1,3", ["a", "c"]],
      ["user_satisfaction=(none)", ["b"]],
      ["user_satisfaction=5&model=large", []],
      ["domain_classification=(none)&user_satisfaction=3", ["c"]],
    ] as [string, string[]][]) {
      const { data } = await (await client.get(`/v1/conversations?${search}`)).json();
      const names = (data as { external_conversation_id: string }[]).map(
        (row) => row.external_conversation_id,
      );
      expect(names.sort(), search).toEqual(expected);
      const { total } = await (await client.get(`/v1/conversations/count?${search}`)).json();
      expect(total, search).toBe(expected.length);
      const filters: Record<string, string> = Object.fromEntries(new URLSearchParams(search));
      const file = await client.post("/v1/conversations/export", { data: { format: "jsonl", filters } });
      const lines = (await file.text()).split("\n").filter(Boolean);
      expect(lines.map((line) => JSON.parse(line).external_conversation_id).sort(), search).toEqual(expected);
    }
    await expectProblem(await client.get("/v1/conversations?user_satisfaction=6"), 400, "user_satisfaction");
    const { data } = await (await client.get("/v1/conversations?sort=last_activity")).json();
    const chosen = await client.post("/v1/conversations/export", {
      data: { format: "csv", ids: [data[1].id], columns: ["id", "total_interactions", "quality"] },
    });
    expect(chosen.headers()["content-disposition"]).toMatch(
      /retune-conversations-selected-\d{4}-\d\d-\d\d\.csv/,
    );
    const [head, row, ...rest] = (await chosen.text()).trim().split(/\r?\n/);
    expect([head, rest]).toEqual(["id,total_interactions,quality", []]);
    expect(row).toContain(data[1].id);
    const other = await api(await createKey({ scopes: ["export"], project: `${project}-other` }));
    const none = await other.post("/v1/conversations/export", { data: { format: "jsonl" } });
    expect(await none.text()).toBe("");
    const entries = await sql`
      select detail from public.audit_log where action = 'conversation.export' and detail @> '{"filtered_by":["ids"]}'`;
    expect(entries.length).toBeGreaterThan(0);
  });

  test("a download is a CSV with the chosen columns and leaves a line in the audit log", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const row = await (
      await client.post("/v1/interactions", { data: { ...question, user_message: "=SUM(A1)" } })
    ).json();
    const [newest] = await sql`select coalesce(max(id), 0) as id from public.audit_log`;
    const response = await client.post("/v1/interactions/export", {
      data: { format: "csv", ids: [row.id], columns: ["id", "user_message", "cost_usd"] },
    });
    expect(response.headers()["content-type"]).toBe("text/csv; charset=utf-8");
    expect(response.headers()["content-disposition"]).toMatch(
      /retune-interactions-selected-\d{4}-\d\d-\d\d\.csv/,
    );
    expect((await response.text()).trim().split(/\r?\n/)).toEqual([
      "id,user_message,cost_usd",
      `${row.id},'=SUM(A1),`,
    ]);
    const entries = await sql`
      select detail from public.audit_log where id > ${newest?.id} and action = 'interaction.export' and detail @> '{"filtered_by":["ids"]}'`;
    expect(entries.length).toBeGreaterThan(0);
  });
});
