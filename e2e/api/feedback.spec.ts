import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";

const vote = {
  query: "Write hello world",
  response: 'print("Hello, World!")',
  model: "qwen-2.5-coder-7b",
  rating: 1,
  intent: "code",
};

test.describe("POST /v1/feedback", () => {
  test("records the seed's vote as printed and answers with the stored row", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const response = await client.post("/v1/feedback", { data: vote });
    expect(response.status()).toBe(201);
    const row = await response.json();
    expect(row).toMatchObject({
      ...vote,
      project,
      user_id: null,
      tools_called: [],
      metadata: {},
      comment: null,
    });
    expect(row.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(response.headers().location).toBe(`/v1/feedback/${row.id}`);
    expect(await (await client.get(`/v1/feedback/${row.id}`)).json()).toEqual(row);
  });

  test("takes every field of the seed's integration snippets", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const full = {
      ...vote,
      rating: -1,
      user_id: "user-1, the first",
      session_id: "s-1",
      response_id: "r-1",
      memory_used: 512.5,
      tools_called: ["rag_search", "graph_query"],
      metadata: { deep: { list: [1, "two", null] }, emoji: "🙈", rtl: "مرحبا" },
      comment: "wrong language",
      corrected_response: "console.log('hi')",
      created_at: "2026-01-31T12:00:00.123+02:00",
    };
    const row = await (await client.post("/v1/feedback", { data: full })).json();
    expect(row).toMatchObject({ ...full, project, created_at: "2026-01-31T10:00:00.123Z" });
    expect(await (await client.get(`/v1/feedback/${row.id}`)).json()).toEqual(row);
  });

  for (const [name, data, path] of [
    ["a missing query", { ...vote, query: undefined }, "query"],
    ["rating 0", { ...vote, rating: 0 }, "rating"],
    ["rating as text", { ...vote, rating: "1" }, "rating"],
    ["an empty model", { ...vote, model: "" }, "model"],
    ["a model of 201 characters", { ...vote, model: "m".repeat(201) }, "model"],
    ["an unknown field", { ...vote, colour: "red" }, "colour"],
    ["negative memory", { ...vote, memory_used: -1 }, "memory_used"],
    ["metadata that is a list", { ...vote, metadata: [1] }, "metadata"],
    ["tools that are not text", { ...vote, tools_called: [1] }, "tools_called.0"],
    ["a malformed id", { ...vote, id: "7" }, "id"],
    ["a time without zone", { ...vote, created_at: "2026-01-31T12:00:00" }, "created_at"],
    [
      "a time in an hour",
      { ...vote, created_at: new Date(Date.now() + 3_600_000).toISOString() },
      "created_at",
    ],
    ["a NUL character", { ...vote, query: "a\u0000b" }, "query"],
    ["a NUL deep in metadata", { ...vote, metadata: { a: [{ b: "\u0000" }] } }, "metadata.a.0.b"],
    ["a list", [vote], ""],
    ["nothing", null, ""],
  ] as const) {
    test(`refuses ${name} and names it`, async ({ api, createKey, project, sql }) => {
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      const response = await client.post("/v1/feedback", {
        headers: { "content-type": "application/json" },
        data: JSON.stringify(data),
      });
      await expectProblem(response, 400, path);
      expect(await sql`select from public.feedback where project = ${project}`).toHaveLength(0);
    });
  }

  test("refuses lone surrogates, broken JSON, other types, encodings and large bodies", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
      client.post("/v1/feedback", {
        headers: { "content-type": "application/json", ...headers },
        data: body,
      });
    await expectProblem(await send(JSON.stringify(vote).replace("Write", "\\ud800")), 400, "query");
    await expectProblem(await send("{"), 400, "");
    await expectProblem(await send(Buffer.from([0x22, 0xff, 0x22])), 400, "");
    await expectProblem(await send("rating=1", { "content-type": "application/x-www-form-urlencoded" }), 415);
    await expectProblem(await send(JSON.stringify(vote), { "content-encoding": "gzip" }), 415);
    await expectProblem(await send(JSON.stringify({ ...vote, query: "x".repeat(1024 * 1024) })), 413);
    const nested = "[".repeat(40) + "]".repeat(40);
    await expectProblem(
      await send(JSON.stringify({ ...vote, metadata: { a: 1 } }).replace('"a":1', `"a":${nested}`)),
      400,
    );
  });

  test("the same id with the same body answers as the first time, with another body 409", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const body = { ...vote, id: randomUUID() };
    const first = await client.post("/v1/feedback", { data: body });
    const again = await client.post("/v1/feedback", { data: body });
    expect([first.status(), again.status()]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    await expectProblem(await client.post("/v1/feedback", { data: { ...body, rating: -1 } }), 409, "id");
    expect(await sql`select rating from public.feedback where project = ${project}`).toEqual([{ rating: 1 }]);
  });

  test("an id taken in another project answers the same generic 409", async ({ api, createKey, project }) => {
    const id = randomUUID();
    const other = await api(await createKey({ scopes: ["ingest"], project: `${project}-other` }));
    await other.post("/v1/feedback", { data: { ...vote, id } });
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const problem = await expectProblem(
      await client.post("/v1/feedback", { data: { ...vote, id } }),
      409,
      "id",
    );
    expect(JSON.stringify(problem)).not.toContain("-other");
  });

  test("an Idempotency-Key makes a retried vote one vote, also when both arrive together", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const send = (data: object) =>
      client.post("/v1/feedback", { headers: { "idempotency-key": "retry-1" }, data });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(vote)));
    expect(new Set(await Promise.all(answers.map(async (answer) => (await answer.json()).id))).size).toBe(1);
    await expectProblem(await send({ ...vote, rating: -1 }), 409);
    expect(await sql`select from public.feedback where project = ${project}`).toHaveLength(1);
    // Another principal's key of the same name is another key.
    const second = await api(await createKey({ scopes: ["ingest"], project }));
    expect(
      (await second.post("/v1/feedback", { headers: { "idempotency-key": "retry-1" }, data: vote })).status(),
    ).toBe(201);
    expect(await sql`select from public.feedback where project = ${project}`).toHaveLength(2);
  });

  test("a second vote by the same user on the same answer replaces the first and keeps it as a revision", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const identified = { ...vote, user_id: "u", response_id: "r" };
    const first = await (
      await client.post("/v1/feedback", { data: { ...identified, comment: "nice" } })
    ).json();
    const response = await client.post("/v1/feedback", { data: { ...identified, rating: -1 } });
    expect(response.status()).toBe(200);
    const second = await response.json();
    expect(second).toMatchObject({ id: first.id, rating: -1, created_at: first.created_at, comment: "nice" });
    const { data } = await (await client.get(`/v1/feedback/${first.id}/revisions`)).json();
    expect(data).toEqual([expect.objectContaining({ old_values: { rating: 1 }, editor_kind: "key" })]);
    expect(await (await client.get("/v1/feedback/accuracy")).json()).toMatchObject({
      data: [{ total: 1, positive: 0, negative: 1 }],
    });
    // A repetition is answered as the first time, whether its vote was new or replaced one.
    const repeat = (rating: number, key: string) =>
      client.post("/v1/feedback", {
        headers: { "idempotency-key": key },
        data: { ...vote, rating, user_id: "u2", response_id: "r" },
      });
    const statuses: number[] = [];
    for (const [rating, key] of [
      [1, "new"],
      [-1, "replacing"],
      [-1, "replacing"],
      [1, "new"],
    ] as const) {
      statuses.push((await repeat(rating, key)).status());
    }
    expect(statuses).toEqual([201, 200, 200, 201]);
    // Without user_id every vote is new.
    await client.post("/v1/feedback", { data: { ...vote, response_id: "r" } });
    await client.post("/v1/feedback", { data: { ...vote, response_id: "r" } });
    expect(await (await client.get("/v1/feedback/count")).json()).toEqual({ total: 4 });
  });

  test("many votes at once are all stored, each answer its own, one bad one fails alone", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const taken = randomUUID();
    const stranger = await api(await createKey({ scopes: ["ingest"], project: `${project}-2` }));
    await stranger.post("/v1/feedback", { data: { ...vote, id: taken } });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        client.post("/v1/feedback", {
          data: { ...vote, query: `question ${n}`, ...(n === 30 ? { id: taken } : {}) },
        }),
      ),
    );
    expect(answers.map((answer) => answer.status()).filter((status) => status === 201)).toHaveLength(59);
    expect(answers[30]?.status()).toBe(409);
    const rows = await Promise.all(answers.filter((_, n) => n !== 30).map((answer) => answer.json()));
    const stored = await sql`select id, query from public.feedback where project = ${project}`;
    expect(new Map(rows.map((row) => [row.id, row.query]))).toEqual(
      new Map(stored.map((row) => [row.id, row.query])),
    );
  });

  test("an omitted project is the key's only one, else default; another project is 403", async ({
    api,
    createKey,
    project,
  }) => {
    const limited = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(
      await limited.post("/v1/feedback", { data: { ...vote, project: "elsewhere" } }),
      403,
      "project",
    );
    const unlimited = await api(await createKey({ scopes: ["ingest"] }));
    expect(await (await unlimited.post("/v1/feedback", { data: vote })).json()).toMatchObject({
      project: "default",
    });
    expect(await (await unlimited.post("/v1/feedback", { data: { ...vote, project } })).json()).toMatchObject(
      { project },
    );
  });
});

test.describe("POST /v1/feedback/batch", () => {
  test("stores all in order; a retry with the same key adds nothing", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const items = Array.from({ length: 500 }, (_, n) => ({
      ...vote,
      query: `q${n}`,
      rating: n % 4 === 0 ? -1 : 1,
    }));
    const send = () =>
      client.post("/v1/feedback/batch", { headers: { "idempotency-key": "b1" }, data: { items } });
    const first = await send();
    expect(first.status(), await first.text()).toBe(201);
    const result = await first.json();
    expect(result).toMatchObject({ inserted: 500, updated: 0 });
    expect(await (await send()).json()).toEqual(result);
    expect(await (await client.get("/v1/feedback/count")).json()).toEqual({ total: 500 });
    expect(await (await client.get(`/v1/feedback/${result.ids[7]}`)).json()).toMatchObject({ query: "q7" });
    await expectProblem(
      await client.post("/v1/feedback/batch", {
        headers: { "idempotency-key": "b1" },
        data: { items: items.slice(0, 3) },
      }),
      409,
    );
  });

  test("bad input: every issue with its index, and nothing is written", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const items = [vote, { ...vote, rating: 3 }, vote, { ...vote, model: "", extra: 1 }];
    const problem = await expectProblem(await client.post("/v1/feedback/batch", { data: { items } }), 400);
    expect((problem.issues as { path: string }[]).map((issue) => issue.path)).toEqual([
      "items.1.rating",
      "items.3.model",
      "items.3.extra",
    ]);
    for (const bad of [
      { items: [] },
      { items: Array.from({ length: 1001 }, () => vote) },
      { rows: [vote] },
    ]) {
      await expectProblem(await client.post("/v1/feedback/batch", { data: bad }), 400);
    }
    await expectProblem(
      await client.post("/v1/feedback/batch", { data: { items: [vote, { ...vote, project: "elsewhere" }] } }),
      403,
      "items.1.project",
    );
    expect(await sql`select from public.feedback where project = ${project}`).toHaveLength(0);
  });

  test("a taken id fails the whole batch by its index", async ({ api, createKey, project, sql }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const id = randomUUID();
    await client.post("/v1/feedback", { data: { ...vote, id, query: "first" } });
    const other = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(
      await other.post("/v1/feedback/batch", { data: { items: [vote, { ...vote, id }] } }),
      409,
      "items.1.id",
    );
    expect(await sql`select query from public.feedback where project = ${project}`).toEqual([
      { query: "first" },
    ]);
  });

  test("takes up to 16 MiB", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const items = Array.from({ length: 30 }, () => ({ ...vote, response: "x".repeat(400_000) }));
    expect((await client.post("/v1/feedback/batch", { data: { items } })).status()).toBe(201);
    const tooMany = Array.from({ length: 45 }, () => ({ ...vote, response: "x".repeat(400_000) }));
    await expectProblem(await client.post("/v1/feedback/batch", { data: { items: tooMany } }), 413);
  });
});

test.describe("reading", () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();

  test("lists newest first, by cursor, each row once, under every filter", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const items = Array.from({ length: 25 }, (_, n) => ({
      ...vote,
      query: n === 3 ? "find the needle, please" : `question ${n}`,
      model: n % 2 ? "a" : "b",
      rating: n % 5 === 0 ? -1 : 1,
      intent: n % 3 === 0 ? null : "code",
      user_id: n === 4 ? "x, y" : "u",
      session_id: `s${n % 2}`,
      comment: n === 6 ? "see here" : null,
      // Groups of five share their time, so that paging must go by id within it.
      created_at: day(Math.floor(n / 5)),
    }));
    expect((await client.post("/v1/feedback/batch", { data: { items } })).status()).toBe(201);
    const list = async (query: string) => {
      const response = await client.get(`/v1/feedback?${query}`);
      expect(response.status(), await response.text()).toBe(200);
      return response.json();
    };

    const seen: string[] = [];
    const times: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: { id: string; created_at: string }[]; next_cursor: string | null } = await list(
        `limit=4${cursor ? `&cursor=${cursor}` : ""}`,
      );
      seen.push(...page.data.map((row) => row.id));
      times.push(...page.data.map((row) => row.created_at));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(times).toEqual([...times].sort().reverse());
    expect((await list("sort=created_at&limit=1000")).data.map((row: { id: string }) => row.id)).toEqual(
      [...seen].reverse(),
    );

    for (const [query, count] of [
      ["model=a", 12],
      ["model=a,b", 25],
      ["model=a&model=b", 25],
      ["model=missing", 0],
      ["rating=-1", 5],
      ["intent=(none)", 9],
      ["intent=(none),code", 25],
      ["user_id=x,%20y", 1],
      ["user_id=x&user_id=u", 24],
      ["session_id=s1", 12],
      ["q=needle", 1],
      ["q=need", 1],
      ["q=%22the%20needle%22", 1],
      ["q=question%20-12", 23],
      ["has_note=true", 1],
      ["has_note=false", 24],
      ["from=2026-01-02", 20],
      ["from=2026-01-02&to=2026-01-02", 5],
      ["from=2026-01-01T00:00:00.001Z&to=2026-01-03T00:00:00Z", 5],
      ["project=elsewhere", 0],
      ["days=1", 0],
    ] as const) {
      expect((await list(`${query}&limit=1000`)).data, query).toHaveLength(count);
      expect(await (await client.get(`/v1/feedback/count?${query}`)).json(), query).toEqual({ total: count });
    }
  });

  for (const [query, path] of [
    ["colour=red", "colour"],
    ["q=%00", "q"],
    ["model=a%00b", "model"],
    ["user_id=%00", "user_id"],
    ["from=%00", "from"],
    ["limit=0", "limit"],
    ["limit=1001", "limit"],
    ["limit=1&limit=2", "limit"],
    ["cursor=abc", "cursor"],
    ["sort=rating", "sort"],
    ["rating=0", "rating"],
    ["days=367", "days"],
    ["days=7&from=2026-01-01", "days"],
    ["from=yesterday", "from"],
    ["from=2026-02-30", "from"],
    ["from=2026-01-02&to=2026-01-01", "to"],
    ["has_note=maybe", "has_note"],
    ["model=", "model"],
  ] as const) {
    test(`refuses ?${query} and names it`, async ({ api, createKey, project }) => {
      const client = await api(await createKey({ scopes: ["read"], project }));
      await expectProblem(await client.get(`/v1/feedback?${query}`), 400, path);
    });
  }

  test("analytics take whole UTC days, known groups and granularities", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["read"], project }));
    for (const [url, path] of [
      ["accuracy?from=2026-01-01T12:00:00Z", "from"],
      ["accuracy?group_by=colour", "group_by"],
      ["stats?to=2026-01-01T12:00:00Z", "to"],
      ["stats?limit=5", "limit"],
      ["timeseries?granularity=year", "granularity"],
      ["timeseries?granularity=hour&days=3", "granularity"],
      ["timeseries?group_by=day", "group_by"],
    ]) {
      await expectProblem(await client.get(`/v1/feedback/${url}`), 400, path);
    }
  });

  test("accuracy, stats and time series count what was recorded, with Wilson intervals", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const at = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const items = [
      ...Array.from({ length: 10 }, (_, n) => ({
        ...vote,
        model: "a",
        rating: n < 8 ? 1 : -1,
        user_id: `u${n % 3}`,
        created_at: at(1),
      })),
      ...Array.from({ length: 4 }, () => ({
        ...vote,
        model: "b",
        intent: null,
        rating: -1,
        memory_used: 100,
        session_id: "s",
        created_at: at(2),
      })),
      ...Array.from({ length: 5 }, () => ({ ...vote, model: "a", rating: 1, created_at: at(8) })),
      { ...vote, model: "a", rating: 1 },
    ];
    await client.post("/v1/feedback/batch", { data: { items } });
    const get = async (path: string) => (await client.get(`/v1/feedback/${path}`)).json();

    const { data: rows } = await get("accuracy?days=7&group_by=model");
    expect(rows).toEqual([
      {
        model: "a",
        intent: null,
        project: null,
        day: null,
        total: 11,
        positive: 9,
        negative: 2,
        accuracy: 9 / 11,
        ci_low: expect.closeTo(0.523, 4),
        ci_high: expect.closeTo(0.9486, 4),
      },
      {
        model: "b",
        intent: null,
        project: null,
        day: null,
        total: 4,
        positive: 0,
        negative: 4,
        accuracy: 0,
        ci_low: 0,
        ci_high: expect.closeTo(0.4899, 4),
      },
    ]);
    expect((await get("accuracy")).data.find((row: { model: string }) => row.model === "a")).toMatchObject({
      total: 16,
      positive: 14,
      project,
    });
    expect((await get("accuracy?model=b&intent=(none)")).data).toMatchObject([{ total: 4, intent: null }]);
    expect((await get("accuracy?user_id=u1&group_by=day")).data).toMatchObject([
      { total: 3, day: at(1).slice(0, 10) },
    ]);

    expect(await get("stats")).toMatchObject({
      total: 15,
      positive: 9,
      negative: 6,
      positive_pct: 60,
      negative_pct: 40,
      unique_users: 3,
      unique_sessions: 1,
      unique_models: 2,
      avg_memory_used: 100,
      complete: { total: 14, positive: 8 },
      previous: { total: 5, positive: 5 },
    });
    expect(await get("stats?rating=-1")).toMatchObject({
      total: 6,
      positive: 0,
      negative: 6,
      avg_memory_used: 100,
      unique_sessions: 1,
    });
    expect(await get("stats?q=hello&model=a")).toMatchObject({ total: 11, unique_users: 3 });

    const series = await get("timeseries");
    expect(series.granularity).toBe("day");
    expect(series.data).toMatchObject([
      { bucket: `${at(2).slice(0, 10)}T00:00:00.000Z`, series: null, total: 4, accuracy: 0, partial: false },
      {
        bucket: `${at(1).slice(0, 10)}T00:00:00.000Z`,
        total: 10,
        positive: 8,
        accuracy: 0.8,
        partial: false,
      },
      { bucket: `${at(0).slice(0, 10)}T00:00:00.000Z`, total: 1, partial: true },
    ]);
    expect((await get("timeseries?days=1")).granularity).toBe("hour");
    expect(
      (await get("timeseries?group_by=model&days=7")).data.map((row: { series: string }) => row.series),
    ).toEqual(["b", "a", "a"]);
  });

  test("another project's votes do not exist for a limited key", async ({ api, createKey, project }) => {
    const writer = await api(await createKey({ scopes: ["ingest"], project }));
    const { id } = await (await writer.post("/v1/feedback", { data: vote })).json();
    const stranger = await api(
      await createKey({ scopes: ["ingest", "read", "export"], project: `${project}-other` }),
    );
    await expectProblem(await stranger.get(`/v1/feedback/${id}`), 404);
    await expectProblem(await stranger.get(`/v1/feedback/${id}/revisions`), 404);
    await expectProblem(await stranger.put(`/v1/feedback/${id}`, { data: { rating: -1 } }), 404);
    await expectProblem(await stranger.delete(`/v1/feedback/${id}`), 404);
    await expectProblem(await stranger.post(`/v1/feedback/${id}/restore`), 404);
    for (const path of ["", "/count", "/accuracy", "/stats", "/timeseries"]) {
      const text = await (await stranger.get(`/v1/feedback${path}?project=${project}`)).text();
      expect(text, path).not.toContain(id);
      expect(text, path).toMatch(/"data":\[\]|"total":0/);
    }
    const file = await stranger.post("/v1/feedback/export", { data: { format: "jsonl", ids: [id] } });
    expect(await file.text()).toBe("");
    expect(await (await stranger.get("/v1/projects")).json()).toEqual({ data: [] });
  });
});

test.describe("changing", () => {
  test("PUT changes what is sent, keeps revisions and moves the rollup; a stale expected_updated_at is 409", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const row = await (await client.post("/v1/feedback", { data: { ...vote, metadata: { a: 1 } } })).json();
    const put = (data: object) => client.put(`/v1/feedback/${row.id}`, { data });
    const changed = await (await put({ rating: -1, comment: "no", intent: null, metadata: { b: 2 } })).json();
    expect(changed).toMatchObject({
      rating: -1,
      comment: "no",
      intent: null,
      metadata: { b: 2 },
      query: vote.query,
      created_at: row.created_at,
    });
    await expectProblem(await put({ comment: "late", expected_updated_at: row.updated_at }), 409);
    expect((await put({ comment: null, expected_updated_at: changed.updated_at })).status()).toBe(200);
    const { data } = await (await client.get(`/v1/feedback/${row.id}/revisions`)).json();
    expect(data.map((revision: { old_values: object }) => revision.old_values)).toEqual([
      { comment: "no" },
      { rating: 1, intent: "code", comment: null, metadata: { a: 1 } },
    ]);
    expect((await (await client.get("/v1/feedback/accuracy")).json()).data).toMatchObject([
      { intent: null, positive: 0, negative: 1 },
    ]);
    await expectProblem(await put({ query: "other" }), 400, "query");
    await expectProblem(await put({ rating: 5 }), 400, "rating");
    await expectProblem(await put({ project: "elsewhere" }), 403);
    await expectProblem(await client.put(`/v1/feedback/${randomUUID()}`, { data: {} }), 404);
    await expectProblem(await client.get("/v1/feedback/not-a-uuid"), 404);
  });

  test("DELETE, then restore: the vote, its revisions and every count come back byte for byte", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const row = await (
      await client.post("/v1/feedback", {
        data: { ...vote, user_id: "u", session_id: "s", memory_used: 1.5 },
      })
    ).json();
    await client.put(`/v1/feedback/${row.id}`, { data: { rating: -1 } });
    const urls = [`/${row.id}`, `/${row.id}/revisions`, "/accuracy", "/stats", "/timeseries", ""];
    const snapshot = async () =>
      Promise.all(urls.map(async (url) => (await client.get(`/v1/feedback${url}`)).text()));
    const before = await snapshot();
    expect((await client.delete(`/v1/feedback/${row.id}`)).status()).toBe(204);
    await expectProblem(await client.get(`/v1/feedback/${row.id}`), 404);
    expect(await (await client.get("/v1/feedback/count")).json()).toEqual({ total: 0 });
    await expectProblem(await client.delete(`/v1/feedback/${row.id}`), 404);
    expect((await client.post(`/v1/feedback/${row.id}/restore`)).status()).toBe(200);
    expect(await snapshot()).toEqual(before);
    await expectProblem(await client.post(`/v1/feedback/${row.id}/restore`), 404);
  });
});

test.describe("permissions of keys", () => {
  const id = randomUUID();
  const calls = [
    { name: "POST /v1/feedback", method: "POST", url: "/v1/feedback", data: vote, scopes: ["ingest"] },
    {
      name: "POST /v1/feedback/batch",
      method: "POST",
      url: "/v1/feedback/batch",
      data: { items: [vote] },
      scopes: ["ingest"],
    },
    { name: "GET /v1/feedback", method: "GET", url: "/v1/feedback", scopes: ["read", "export"] },
    { name: "GET /v1/feedback/count", method: "GET", url: "/v1/feedback/count", scopes: ["read", "export"] },
    {
      name: "GET /v1/feedback/accuracy",
      method: "GET",
      url: "/v1/feedback/accuracy",
      scopes: ["read", "export"],
    },
    { name: "GET /v1/feedback/stats", method: "GET", url: "/v1/feedback/stats", scopes: ["read", "export"] },
    {
      name: "GET /v1/feedback/timeseries",
      method: "GET",
      url: "/v1/feedback/timeseries",
      scopes: ["read", "export"],
    },
    { name: "GET /v1/feedback/{id}", method: "GET", url: `/v1/feedback/${id}`, scopes: ["read", "export"] },
    {
      name: "GET /v1/feedback/{id}/revisions",
      method: "GET",
      url: `/v1/feedback/${id}/revisions`,
      scopes: ["read", "export"],
    },
    {
      name: "PUT /v1/feedback/{id}",
      method: "PUT",
      url: `/v1/feedback/${id}`,
      data: { rating: 1 },
      scopes: ["ingest,read"],
    },
    {
      name: "DELETE /v1/feedback/{id}",
      method: "DELETE",
      url: `/v1/feedback/${id}`,
      scopes: ["ingest,read"],
    },
    {
      name: "POST /v1/feedback/{id}/restore",
      method: "POST",
      url: `/v1/feedback/${id}/restore`,
      scopes: ["ingest,read"],
    },
    {
      name: "POST /v1/feedback/export",
      method: "POST",
      url: "/v1/feedback/export",
      data: { format: "csv" },
      scopes: ["export"],
    },
    {
      name: "POST /v1/feedback/export/finetuning",
      method: "POST",
      url: "/v1/feedback/export/finetuning",
      data: {},
      scopes: ["export"],
    },
    { name: "GET /v1/projects", method: "GET", url: "/v1/projects", scopes: ["read", "export"] },
  ] as const;

  for (const call of calls) {
    test(`${call.name}: without a key 401, by scope allowed or 403`, async ({ api, createKey, project }) => {
      const send = async (key?: string) =>
        (await api(key)).fetch(call.url, {
          method: call.method,
          ...("data" in call ? { data: call.data } : {}),
        });
      const anonymous = await send();
      await expectProblem(anonymous, 401);
      expect(anonymous.headers()["www-authenticate"]).toContain("Bearer");
      await expectProblem(await send(`rt_${"x".repeat(32)}`), 401);
      for (const scopes of [["ingest"], ["read"], ["export"], ["metrics"], ["ingest", "read"]] as const) {
        const response = await send(await createKey({ scopes: [...scopes], project }));
        const allowed = call.scopes.some((wanted) =>
          wanted.split(",").every((scope) => (scopes as readonly string[]).includes(scope)),
        );
        // The vote does not exist, so whoever may act on it learns 404.
        if (allowed) expect([200, 201, 404], `${scopes}`).toContain(response.status());
        else await expectProblem(response, 403);
      }
    });
  }
});

test("the API answers problem details for unknown addresses and methods, and knows its health", async ({
  api,
}) => {
  const client = await api();
  await expectProblem(await client.get("/v1/nothing/here"), 404);
  const refused = await client.delete("/v1/health");
  await expectProblem(refused, 405);
  expect(refused.headers().allow).toBe("GET, HEAD, OPTIONS");
  expect(await (await client.get("/v1/health")).json()).toEqual({ status: "ok" });
  expect(await (await client.get("/v1/ready")).json()).toEqual({ status: "ready" });
  const sent = await client.get("/v1/health", { headers: { "x-request-id": "abc-1" } });
  expect(sent.headers()["x-request-id"]).toBe("abc-1");
});
