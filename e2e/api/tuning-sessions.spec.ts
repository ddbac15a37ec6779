import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";
import { createSessionCookie } from "../session-cookies";

const turn = { user_message: "My employee didn't show up", era_response: "Got it. When was the shift?" };
const both = ["ingest", "read", "export"] as const;

async function start(client: APIRequestContext, data: object = {}) {
  const response = await client.post("/v1/tuning/sessions", { data });
  expect(response.status(), await response.text()).toBe(201);
  return response.json();
}

async function record(client: APIRequestContext, id: string, data: object) {
  const response = await client.post(`/v1/tuning/sessions/${id}/turns`, { data });
  expect(response.status(), await response.text()).toBe(201);
  return response.json();
}

const rowsOf = (csv: string) => csv.split("\r\n").slice(0, -1);

test.describe("POST /v1/tuning/sessions", () => {
  test("starts a session and answers with the stored row", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const input = {
      session_start: "2026-01-31T12:00:00.000+02:00",
      master_prompt_version: "fc26922",
      branch_name: "prompt-tuning-2",
      tester_id: "aad-1",
      tester_email: "meg@example.com",
      tester_name: "Meg",
      metadata: { environment: "test" },
    };
    const response = await client.post("/v1/tuning/sessions", { data: input });
    expect(response.status()).toBe(201);
    const row = await response.json();
    expect(row).toMatchObject({
      ...input,
      session_start: "2026-01-31T10:00:00.000Z",
      project,
      session_end: null,
      total_turns: 0,
      total_improvements: 0,
    });
    expect(response.headers().location).toBe(`/v1/tuning/sessions/${row.id}`);
    expect(await (await client.get(`/v1/tuning/sessions/${row.id}`)).json()).toEqual(row);
  });

  test("answers 409 with the active session of the tester, which `active` finds", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const tester_email = `${randomUUID()}@example.com`;
    await expectProblem(await client.get("/v1/tuning/sessions/active", { params: { tester_email } }), 404);
    const first = await start(client, { tester_email });
    const problem = await expectProblem(
      await client.post("/v1/tuning/sessions", { data: { tester_email } }),
      409,
    );
    expect(problem.session_id).toBe(first.id);
    const active = await client.get("/v1/tuning/sessions/active", {
      params: { tester_email: tester_email.toUpperCase() },
    });
    expect((await active.json()).id).toBe(first.id);
    await client.patch(`/v1/tuning/sessions/${first.id}`, {
      data: { session_end: new Date().toISOString() },
    });
    await expectProblem(await client.get("/v1/tuning/sessions/active", { params: { tester_email } }), 404);
    await start(client, { tester_email });
  });

  test("`active` wants exactly one name of the tester", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["read"], project }));
    for (const params of [{}, { tester_id: "a", tester_email: "b" }] as Record<string, string>[]) {
      await expectProblem(await client.get("/v1/tuning/sessions/active", { params }), 400, "tester_email");
    }
    await expectProblem(
      await client.get("/v1/tuning/sessions/active", { params: { tester: "a" } }),
      400,
      "tester",
    );
  });

  for (const [name, data, path] of [
    ["an unknown field", { colour: "red" }, "colour"],
    ["a malformed id", { id: "7" }, "id"],
    [
      "a start in an hour",
      { session_start: new Date(Date.now() + 3_600_000).toISOString() },
      "session_start",
    ],
    ["a start without zone", { session_start: "2026-01-31T12:00:00" }, "session_start"],
    ["an empty version", { master_prompt_version: "" }, "master_prompt_version"],
    ["a branch of 201 characters", { branch_name: "b".repeat(201) }, "branch_name"],
    ["metadata that is a list", { metadata: [] }, "metadata"],
    ["a NUL character", { tester_name: "a\u0000" }, "tester_name"],
    ["totals, which are counted", { total_turns: 3 }, "total_turns"],
    ["nothing", null, ""],
  ] as const) {
    test(`refuses ${name} and names it`, async ({ api, createKey, project, sql }) => {
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      const response = await client.post("/v1/tuning/sessions", {
        headers: { "content-type": "application/json" },
        data: JSON.stringify(data),
      });
      await expectProblem(response, 400, path);
      expect(await sql`select from public.prompt_tuning_sessions where project = ${project}`).toHaveLength(0);
    });
  }

  test("retried with the same id or key starts it once; with another body it is a conflict", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const id = randomUUID();
    const first = await client.post("/v1/tuning/sessions", { data: { id, tester_id: "t1" } });
    const again = await client.post("/v1/tuning/sessions", { data: { id, tester_id: "t1" } });
    expect([first.status(), again.status()]).toEqual([201, 200]);
    expect(await again.json()).toEqual(await first.json());
    await expectProblem(
      await client.post("/v1/tuning/sessions", { data: { id, tester_id: "t2" } }),
      409,
      "id",
    );
    const send = (data: object) =>
      client.post("/v1/tuning/sessions", { data, headers: { "idempotency-key": "start-1" } });
    const keyed = await Promise.all([1, 2, 3].map(() => send({ tester_id: "t3" })));
    expect(keyed.map((response) => response.status()).sort()).toEqual([200, 200, 201]);
    await expectProblem(await send({ tester_id: "t4" }), 409);
    expect(await sql`select from public.prompt_tuning_sessions where project = ${project}`).toHaveLength(2);
  });

  test("is for ingest keys, admins, and members for sessions of their own", async ({
    api,
    createKey,
    createMember,
    createStranger,
    project,
  }) => {
    await expectProblem(await (await api()).post("/v1/tuning/sessions", { data: {} }), 401);
    for (const scope of ["read", "export", "metrics"] as const) {
      const client = await api(await createKey({ scopes: [scope], project }));
      await expectProblem(await client.post("/v1/tuning/sessions", { data: {} }), 403);
    }
    const limited = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(
      await limited.post("/v1/tuning/sessions", { data: { project: "another" } }),
      403,
      "project",
    );
    const client = await api();
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const headers = { cookie: await createSessionCookie(meg), "sec-fetch-site": "same-origin" };
    const response = await client.post("/v1/tuning/sessions", { data: {}, headers });
    expect(response.status(), await response.text()).toBe(201);
    const mine = await response.json();
    expect(mine).toMatchObject({ project, tester_id: meg.userId, tester_email: meg.email });
    await expectProblem(
      await client.post("/v1/tuning/sessions", { data: { tester_id: "somebody" }, headers }),
      403,
      "tester_id",
    );
    const recorded = await client.post(`/v1/tuning/sessions/${mine.id}/turns`, { data: turn, headers });
    expect(recorded.status()).toBe(201);
    const other = await start(limited);
    await expectProblem(
      await client.post(`/v1/tuning/sessions/${other.id}/turns`, { data: turn, headers }),
      403,
    );
    const ended = await client.patch(`/v1/tuning/sessions/${mine.id}`, {
      data: { session_end: new Date().toISOString() },
      headers,
    });
    expect(ended.status()).toBe(200);
    const stranger = {
      cookie: await createSessionCookie(await createStranger()),
      "sec-fetch-site": "same-origin",
    };
    await expectProblem(await client.post("/v1/tuning/sessions", { data: {}, headers: stranger }), 403);
    // A page of another site cannot use the cookie.
    await expectProblem(
      await client.post("/v1/tuning/sessions", {
        data: {},
        headers: { ...headers, "sec-fetch-site": "cross-site" },
      }),
      403,
    );
  });
});

test.describe("PATCH /v1/tuning/sessions/{session_id}", () => {
  test("ends a session once, and changes only what was sent", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client, { session_start: "2026-01-01T10:00:00Z", branch_name: "b" });
    const patch = (data: object) => client.patch(`/v1/tuning/sessions/${id}`, { data });
    const ended = await (await patch({ session_end: "2026-01-01T10:30:00Z" })).json();
    expect(ended.session_end).toBe("2026-01-01T10:30:00.000Z");
    const again = await patch({ session_end: "2026-01-01T11:30:00Z" });
    expect(again.status()).toBe(200);
    expect(await again.json()).toEqual(ended);
    expect(await (await patch({ tester_name: "Meg", branch_name: null })).json()).toMatchObject({
      tester_name: "Meg",
      branch_name: null,
      session_end: "2026-01-01T10:30:00.000Z",
    });
    expect(await (await patch({})).json()).toMatchObject({ tester_name: "Meg" });
    await expectProblem(await patch({ total_turns: 5 }), 400, "total_turns");
    await expectProblem(await patch({ session_end: "yesterday" }), 400, "session_end");
    const open = await start(client, { session_start: "2026-01-01T10:00:00Z" });
    await expectProblem(
      await client.patch(`/v1/tuning/sessions/${open.id}`, { data: { session_end: "2025-12-31T00:00:00Z" } }),
      400,
      "session_end",
    );
  });

  test("is refused by scope and by project", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client);
    const path = `/v1/tuning/sessions/${id}`;
    const ingest = await api(await createKey({ scopes: ["ingest"], project }));
    expect((await ingest.patch(path, { data: { metadata: { a: 1 } } })).status()).toBe(200);
    await expectProblem(await ingest.patch(path, { data: { branch_name: "b" } }), 403, "branch_name");
    const reader = await api(await createKey({ scopes: ["read"], project }));
    await expectProblem(await reader.patch(path, { data: { metadata: {} } }), 403);
    const outsider = await api(await createKey({ scopes: [...both], project: `${project}-2` }));
    await expectProblem(await outsider.patch(path, { data: { metadata: {} } }), 404);
    await expectProblem(await client.patch(path, { data: { project: `${project}-2` } }), 403);
    const everywhere = await api(await createKey({ scopes: [...both] }));
    expect(await (await everywhere.patch(path, { data: { project: `${project}-2` } })).json()).toMatchObject({
      project: `${project}-2`,
    });
    await expectProblem(await client.get(path), 404);
    expect((await outsider.get(path)).status()).toBe(200);
  });
});

test.describe("turns", () => {
  test("one is answered whole, with what was derived; many with ids and numbers", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client);
    const results = [
      {
        chunk_id: "chunk-789",
        document_title: "No Show Policy",
        chunk_text: "Employees who …",
        similarity: 0.9,
      },
      {
        chunk_id: "chunk-456",
        document_title: "Attendance Policy",
        chunk_text: "Regular …",
        similarity: 0.8,
      },
    ];
    const response = await client.post(`/v1/tuning/sessions/${id}/turns`, {
      data: {
        ...turn,
        timestamp: "2026-01-31T12:00:00.123Z",
        processing_time_ms: 1840,
        search_results: { results },
        confidence_score: 0.7,
        template_used: "no-show",
        intent: "absence",
        model: "gpt",
        rating: -1,
        metadata: { user_context: { deep: [1, null] } },
        improvements: [{ improvement_note: "Ask first", category: "content" }],
      },
    });
    expect(response.status()).toBe(201);
    const stored = await response.json();
    expect(stored).toMatchObject({
      ...turn,
      session_id: id,
      project,
      turn_number: 1,
      timestamp: "2026-01-31T12:00:00.123Z",
      search_results: { results },
      total_chunks: 2,
      rating: -1,
    });
    expect(stored.avg_similarity).toBeCloseTo(0.85);
    expect(response.headers().location).toBe(`/v1/tuning/turns/${stored.id}`);
    expect(await (await client.get(`/v1/tuning/turns/${stored.id}`)).json()).toEqual(stored);
    const many = await record(client, id, { turns: [turn, { ...turn, turn_number: 7 }, turn] });
    expect(many.turns.map((each: { turn_number: number }) => each.turn_number)).toEqual([2, 7, 8]);
    const stats = await (await client.get(`/v1/tuning/sessions/${id}/stats`)).json();
    expect(Object.keys(stats)).toEqual([
      "id",
      "session_start",
      "session_end",
      "branch_name",
      "total_turns",
      "total_improvements",
      "duration_minutes",
      "avg_rag_similarity",
      "avg_processing_time_ms",
    ]);
    expect(stats).toMatchObject({ total_turns: 4, total_improvements: 1, avg_processing_time_ms: 1840 });
  });

  test("a repeated number is 409 and named; nothing of the batch is stored", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client);
    await record(client, id, { ...turn, turn_number: 3 });
    const path = `/v1/tuning/sessions/${id}/turns`;
    const one = await expectProblem(
      await client.post(path, { data: { ...turn, turn_number: 3 } }),
      409,
      "turn_number",
    );
    expect(one.detail).not.toContain("turns.0");
    await expectProblem(
      await client.post(path, { data: { turns: [turn, { ...turn, turn_number: 3 }] } }),
      409,
      "turns.1.turn_number",
    );
    expect((await (await client.get(path)).json()).data).toHaveLength(1);
  });

  for (const [name, data, path] of [
    ["a missing answer", { user_message: "q" }, "era_response"],
    [
      "a note without text",
      { ...turn, improvements: [{ improvement_note: "" }] },
      "improvements.0.improvement_note",
    ],
    [
      "an unknown category",
      { ...turn, improvements: [{ improvement_note: "n", category: "style" }] },
      "improvements.0.category",
    ],
    ["rating 0", { ...turn, rating: 0 }, "rating"],
    ["turn number 0", { ...turn, turn_number: 0 }, "turn_number"],
    [
      "a similarity of 2",
      { ...turn, search_results: { results: [{ chunk_text: "c", similarity: 2 }] } },
      "search_results.results.0.similarity",
    ],
    ["search results that are a list", { ...turn, search_results: [] }, "search_results"],
    ["half a millisecond", { ...turn, processing_time_ms: 0.5 }, "processing_time_ms"],
    ["an unknown field", { ...turn, response: "a" }, "response"],
    [
      "a bad turn among good ones",
      { turns: [turn, { ...turn, confidence_score: 2 }] },
      "turns.1.confidence_score",
    ],
    ["no turns", { turns: [] }, "turns"],
    ["a lone surrogate", { ...turn, user_message: "\ud800" }, "user_message"],
  ] as const) {
    test(`refuses ${name} and names it`, async ({ api, createKey, project, sql }) => {
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      const { id } = await start(client);
      const response = await client.post(`/v1/tuning/sessions/${id}/turns`, {
        headers: { "content-type": "application/json" },
        data: JSON.stringify(data),
      });
      await expectProblem(response, 400, path);
      expect(await sql`select from public.tuning_conversation_turns where session_id = ${id}`).toHaveLength(
        0,
      );
    });
  }

  test("retried with the same id or key are recorded once", async ({ api, createKey, project, sql }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const { id } = await start(client);
    const other = await start(client);
    const path = `/v1/tuning/sessions/${id}/turns`;
    const named = { ...turn, id: randomUUID() };
    const first = await client.post(path, { data: named });
    const again = await client.post(path, { data: named });
    expect([first.status(), again.status()]).toEqual([201, 200]);
    expect(await again.json()).toEqual(await first.json());
    await expectProblem(await client.post(path, { data: { ...named, era_response: "other" } }), 409, "id");
    await expectProblem(
      await client.post(`/v1/tuning/sessions/${other.id}/turns`, { data: named }),
      409,
      "id",
    );
    const batch = {
      turns: [
        { ...turn, id: randomUUID() },
        { ...turn, id: randomUUID() },
      ],
    };
    const batches = [await client.post(path, { data: batch }), await client.post(path, { data: batch })];
    expect(batches.map((response) => response.status())).toEqual([201, 200]);
    const send = (data: object) => client.post(path, { data, headers: { "idempotency-key": "turn-1" } });
    const keyed = await Promise.all([1, 2, 3].map(() => send(turn)));
    expect(keyed.map((response) => response.status()).sort()).toEqual([200, 200, 201]);
    await expectProblem(await send({ ...turn, model: "m" }), 409);
    expect(await sql`select from public.tuning_conversation_turns where session_id = ${id}`).toHaveLength(4);
  });

  test("a late turn of an ended session is accepted; one of another project's session is not", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const { id } = await start(client);
    await client.patch(`/v1/tuning/sessions/${id}`, { data: { session_end: new Date().toISOString() } });
    await record(client, id, turn);
    const outsider = await api(await createKey({ scopes: [...both], project: `${project}-2` }));
    const path = `/v1/tuning/sessions/${id}/turns`;
    await expectProblem(await outsider.post(path, { data: turn }), 404);
    await expectProblem(await outsider.get(path), 404);
    await expectProblem(await outsider.get(`/v1/tuning/sessions/${id}`), 404);
    await expectProblem(await outsider.get(`/v1/tuning/sessions/${id}/stats`), 404);
    await expectProblem(await outsider.get(`/v1/tuning/sessions/${id}/export.csv`), 404);
    await expectProblem(await outsider.get(`/v1/tuning/sessions/${id}/brief.md`), 404);
    await expectProblem(await client.get(path), 403);
    await expectProblem(await (await api()).get(path), 401);
    await expectProblem(
      await (await api(await createKey({ scopes: ["read"] }))).get("/v1/tuning/sessions/7"),
      404,
    );
  });

  test("of a long session are listed page by page, in order", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client);
    await record(client, id, { turns: Array.from({ length: 1000 }, () => turn) });
    await record(client, id, { turns: Array.from({ length: 205 }, () => turn) });
    const numbers: number[] = [];
    let cursor: string | null = null;
    do {
      const params: Record<string, string | number> = { limit: 500, ...(cursor === null ? {} : { cursor }) };
      const page = await (await client.get(`/v1/tuning/sessions/${id}/turns`, { params })).json();
      numbers.push(...page.data.map((each: { turn_number: number }) => each.turn_number));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(numbers).toEqual(Array.from({ length: 1205 }, (_, index) => index + 1));
    await expectProblem(
      await client.get(`/v1/tuning/sessions/${id}/turns`, { params: { cursor: "x" } }),
      400,
      "cursor",
    );
  });

  test("are found by what they say, by their session's version, and by their notes", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const a = await start(client, { master_prompt_version: "v1", branch_name: "one" });
    const b = await start(client, { master_prompt_version: "v2" });
    await record(client, a.id, {
      ...turn,
      user_message: "zebra crossing",
      timestamp: "2026-01-01T00:00:00Z",
      intent: "traffic",
      improvements: [{ improvement_note: "n", category: "tone" }],
    });
    await record(client, b.id, {
      ...turn,
      era_response: "a zebra",
      model: "m2",
      timestamp: "2026-01-02T00:00:00Z",
    });
    const list = async (params: Record<string, string>) => {
      const response = await client.get("/v1/tuning/turns", { params });
      expect(response.status(), await response.text()).toBe(200);
      return (await response.json()).data.map((each: { session_id: string }) =>
        each.session_id === a.id ? "a" : "b",
      );
    };
    expect(await list({})).toEqual(["b", "a"]);
    expect(await list({ q: "zebra" })).toEqual(["b", "a"]);
    expect(await list({ q: "crossing" })).toEqual(["a"]);
    expect(await list({ master_prompt_version: "v2" })).toEqual(["b"]);
    expect(await list({ branch_name: "one" })).toEqual(["a"]);
    expect(await list({ session_id: a.id })).toEqual(["a"]);
    expect(await list({ intent: "traffic" })).toEqual(["a"]);
    expect(await list({ model: "m2" })).toEqual(["b"]);
    expect(await list({ category: "tone" })).toEqual(["a"]);
    expect(await list({ category: "content" })).toEqual([]);
    expect(await list({ has_note: "false" })).toEqual(["b"]);
    expect(await list({ from: "2026-01-02", to: "2026-01-02" })).toEqual(["b"]);
    const first = await (await client.get("/v1/tuning/turns", { params: { limit: 1 } })).json();
    expect(first.data).toHaveLength(1);
    expect(await list({ limit: "1", cursor: first.next_cursor })).toEqual(["a"]);
    await expectProblem(
      await client.get("/v1/tuning/turns", { params: { session_id: "7" } }),
      400,
      "session_id",
    );
    await expectProblem(await client.get("/v1/tuning/turns", { params: { colour: "red" } }), 400, "colour");
  });
});

test.describe("GET /v1/tuning/sessions", () => {
  test("lists with statistics under every filter, page by page", async ({ api, createKey, project, sql }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const at = (day: number) => `2026-01-0${day}T10:00:00Z`;
    const one = await start(client, {
      session_start: at(1),
      tester_id: "t1",
      tester_email: "Ann@example.com",
      branch_name: "main",
      master_prompt_version: "v1",
    });
    const two = await start(client, {
      session_start: at(2),
      tester_email: "bo@example.com",
      master_prompt_version: "v2",
    });
    const three = await start(client, { session_start: at(3), tester_id: "a,b" });
    await client.patch(`/v1/tuning/sessions/${one.id}`, { data: { session_end: "2026-01-01T10:45:00Z" } });
    const recorded = await record(client, one.id, {
      turns: [
        { ...turn, avg_similarity: 0.5, processing_time_ms: 100, improvements: [{ improvement_note: "n" }] },
        { ...turn, avg_similarity: 0.7, processing_time_ms: 300 },
        turn,
      ],
    });
    await sql`insert into public.turn_reviews (turn_id, reviewer_id, state, done_at) values
      (${recorded.turns[0].id}, ${randomUUID()}, 'done', now()), (${recorded.turns[0].id}, ${randomUUID()}, 'done', now()),
      (${recorded.turns[1].id}, ${randomUUID()}, 'draft', null)`;
    const list = async (params: Record<string, string | number> = {}) => {
      const response = await client.get("/v1/tuning/sessions", { params });
      expect(response.status(), await response.text()).toBe(200);
      return (await response.json()) as { data: Record<string, unknown>[]; next_cursor: string | null };
    };
    const ids = async (params: Record<string, string>) => (await list(params)).data.map((row) => row.id);
    expect(await ids({})).toEqual([three.id, two.id, one.id]);
    expect(await ids({ sort: "session_start" })).toEqual([one.id, two.id, three.id]);
    expect((await list({ tester_id: "t1" })).data[0]).toMatchObject({
      id: one.id,
      project,
      total_turns: 3,
      total_improvements: 1,
      duration_minutes: 45,
      avg_processing_time_ms: 200,
      reviewed_turns: 1,
      session_end: "2026-01-01T10:45:00.000Z",
    });
    expect(Number((await list({ tester_id: "t1" })).data[0]?.avg_rag_similarity)).toBeCloseTo(0.6);
    expect((await list({ tester_id: "a,b" })).data[0]).toMatchObject({
      id: three.id,
      avg_rag_similarity: null,
      avg_processing_time_ms: null,
      reviewed_turns: 0,
    });
    expect(await ids({ tester_email: "ann@EXAMPLE.com" })).toEqual([one.id]);
    expect(await ids({ branch_name: "main,other" })).toEqual([one.id]);
    expect(await ids({ master_prompt_version: "v1,v2" })).toEqual([two.id, one.id]);
    expect(await ids({ is_active: "true" })).toEqual([three.id, two.id]);
    expect(await ids({ is_active: "false" })).toEqual([one.id]);
    expect(await ids({ from: "2026-01-02", to: "2026-01-02" })).toEqual([two.id]);
    expect(await ids({ project: "another" })).toEqual([]);
    const first = await list({ limit: 2 });
    expect(first.data.map((row) => row.id)).toEqual([three.id, two.id]);
    const rest = await list({ limit: 2, cursor: first.next_cursor ?? "" });
    expect(rest).toMatchObject({ data: [{ id: one.id }], next_cursor: null });
    for (const [params, path] of [
      [{ colour: "red" }, "colour"],
      [{ is_active: "yes" }, "is_active"],
      [{ sort: "name" }, "sort"],
      [{ limit: "0" }, "limit"],
      [{ cursor: "x" }, "cursor"],
      [{ from: "2026-02-01", to: "2026-01-01" }, "to"],
    ] as [Record<string, string>, string][]) {
      await expectProblem(await client.get("/v1/tuning/sessions", { params }), 400, path);
    }
    const ingest = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(await ingest.get("/v1/tuning/sessions"), 403);
    await expectProblem(await (await api()).get("/v1/tuning/sessions"), 401);
  });
});

test.describe("downloads", () => {
  const noted = (note: string, category: string | null = null, severity: string | null = null) => ({
    improvement_note: note,
    category,
    severity,
    timestamp: "2026-01-05T10:00:00Z",
  });

  test("a session as CSV is the seed's export, and more when asked", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client, {
      session_start: "2026-01-05T09:00:00Z",
      master_prompt_version: "v1",
    });
    const { turns } = await record(client, id, {
      turns: [
        {
          user_message: "=cmd()",
          era_response: 'He said "no",\nthen left',
          improvements: [noted("Warmer", "tone")],
        },
        { user_message: "and?", era_response: "ok" },
      ],
    });
    const path = `/v1/tuning/sessions/${id}/export.csv`;
    const response = await client.get(path);
    expect(response.status()).toBe(200);
    expect(response.headers()["content-type"]).toBe("text/csv; charset=utf-8");
    expect(response.headers()["content-disposition"]).toBe(
      `attachment; filename="retune-session-2026-01-05-${id.slice(0, 8)}.csv"`,
    );
    expect(await response.text()).toBe(
      "turn_number,user_message,era_response,improvement_note,category,timestamp\r\n" +
        '1,\'=cmd(),"He said ""no"",\nthen left",Warmer,tone,2026-01-05T10:00:00.000Z\r\n' +
        "2,and?,ok,,,\r\n",
    );
    await sql`insert into public.turn_reviews (turn_id, reviewer_id, reviewer_label, state, better_response, thumbs, done_at) values
      (${turns[1].id}, ${randomUUID()}, 'ann@example.com', 'done', 'Which shift?', -1, now()),
      (${turns[0].id}, ${randomUUID()}, 'bo@example.com', 'draft', 'a draft is nobody''s business', 1, null)`;
    const more = await client.get(path, {
      params: { columns: "better_response,reviewer,thumbs,master_prompt_version", bom: "true" },
    });
    const text = await more.text();
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(rowsOf(text)[0]).toContain("timestamp,better_response,reviewer,thumbs,master_prompt_version");
    expect(text).toContain("2,and?,ok,,,,Which shift?,ann@example.com,-1,v1\r\n");
    expect(text).not.toContain("draft");
    await expectProblem(await client.get(path, { params: { columns: "colour" } }), 400, "columns");
    await expectProblem(await client.get(path, { params: { format: "xls" } }), 400, "format");
  });

  test("who may not see a note of a blind queue does not get it in a download", async ({
    api,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client);
    const { id: turnId } = await record(client, id, turn);
    await sql`insert into public.review_queues (project, name, is_blind, reviewers_per_turn) values (${project}, 'blind', true, 2)`;
    await sql`select private.fill_review_queues(array[${turnId}]::uuid[])`;
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const bo = await createMember({ role: "reviewer", projects: [project] });
    await sql`insert into public.tuning_improvements (turn_id, session_id, improvement_note, author_kind, author_id) values
      (${turnId}, ${id}, 'note of meg', 'member', ${meg.userId}), (${turnId}, ${id}, 'note of bo', 'member', ${bo.userId})`;
    await sql`insert into public.turn_reviews (turn_id, reviewer_id, state, better_response, done_at) values
      (${turnId}, ${meg.userId}, 'done', 'answer of meg', now()), (${turnId}, ${bo.userId}, 'done', 'answer of bo', now())`;
    const path = `/v1/tuning/sessions/${id}/export.csv?columns=better_response`;
    const anonymous = await api();
    const asMember = async (person: typeof meg, file = path) => {
      const response = await anonymous.get(file, { headers: { cookie: await createSessionCookie(person) } });
      expect(response.status()).toBe(200);
      return response.text();
    };
    const seen = await asMember(meg);
    expect(seen).toContain("note of meg");
    expect(seen).toContain("answer of meg");
    expect(seen).not.toContain("of bo");
    expect(await (await client.get(path)).text()).not.toMatch(/note of|answer of/);
    expect(await asMember(bo, `/v1/tuning/sessions/${id}/brief.md`)).not.toContain("of meg");
    expect(await asMember(await createMember({ role: "admin" }))).toContain("note of bo");
  });

  test("several sessions in one file say which row is whose", async ({ api, createKey, project, sql }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const one = await start(client, { session_start: "2026-01-01T09:00:00Z", branch_name: "x" });
    const two = await start(client, { session_start: "2026-01-02T09:00:00Z" });
    const three = await start(client, { session_start: "2026-01-03T09:00:00Z", branch_name: "x" });
    for (const { id } of [three, two, one]) await record(client, id, { turns: [turn, turn] });
    const get = async (params: Record<string, string>) => {
      const response = await client.get("/v1/tuning/export.csv", { params });
      expect(response.status(), await response.text()).toBe(200);
      return rowsOf(await response.text());
    };
    const all = await get({});
    expect(all[0]).toBe(
      "turn_number,user_message,era_response,improvement_note,category,timestamp,session_id",
    );
    expect(all.slice(1).map((row) => row.slice(-36))).toEqual(
      [one, one, two, two, three, three].map(({ id }) => id),
    );
    expect(await get({ branch_name: "x" })).toHaveLength(5);
    expect(await get({ id: `${one.id},${two.id}` })).toHaveLength(5);
    expect((await get({ columns: "model,session_id" }))[0]).toContain("timestamp,model,session_id");
    expect(await get({ project: "another" })).toHaveLength(1);
    await expectProblem(await client.get("/v1/tuning/export.csv", { params: { id: "7" } }), 400, "id");
    const [entry] = await sql`
      select action, detail from public.audit_log where action = 'tuning.export' and detail -> 'filtered_by' ? 'branch_name' order by id desc limit 1`;
    expect(entry).toMatchObject({ detail: { format: "csv", filtered_by: ["branch_name"] } });
    for (const scope of ["ingest", "read"] as const) {
      const other = await api(await createKey({ scopes: [scope], project }));
      await expectProblem(await other.get("/v1/tuning/export.csv"), 403);
      await expectProblem(await other.get("/v1/tuning/brief.md"), 403);
      await expectProblem(await other.get(`/v1/tuning/sessions/${one.id}/export.csv`), 403);
      await expectProblem(await other.get(`/v1/tuning/sessions/${one.id}/brief.md`), 403);
    }
    await expectProblem(await (await api()).get("/v1/tuning/export.csv"), 401);
  });

  test("a brief puts the worst first", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: [...both], project }));
    const { id } = await start(client, { master_prompt_version: "v7" });
    await record(client, id, {
      turns: [
        { ...turn, improvements: [noted("Warmer", "tone", "low")] },
        {
          ...turn,
          user_message: "```\n# Not a heading",
          improvements: [noted("Cite the policy", "citation", "high")],
        },
      ],
    });
    for (const path of [`/v1/tuning/sessions/${id}/brief.md`, `/v1/tuning/brief.md?id=${id}`]) {
      const response = await client.get(path);
      expect(response.status(), await response.text()).toBe(200);
      expect(response.headers()["content-type"]).toBe("text/markdown; charset=utf-8");
      expect(response.headers()["content-disposition"]).toMatch(/retune-brief-.*\.md"/);
      const text = await response.text();
      expect(text).toContain("- Prompt versions: `v7`\n- Turns: 2\n- Notes: 2");
      expect(text.indexOf("## citation")).toBeGreaterThan(0);
      expect(text.indexOf("## citation")).toBeLessThan(text.indexOf("## tone"));
      expect(text).toContain("````text\n```\n# Not a heading\n````");
    }
  });
});

test("addresses of reviewing answer other methods with 405", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: [...both], project }));
  for (const [method, path, allow] of [
    ["DELETE", "/v1/tuning/sessions", "GET, POST"],
    ["POST", `/v1/tuning/turns`, "GET"],
    ["GET", "/v1/tuning/import", "POST"],
  ] as const) {
    const response = await client.fetch(path, { method });
    await expectProblem(response, 405);
    expect(response.headers().allow).toContain(allow);
  }
});
