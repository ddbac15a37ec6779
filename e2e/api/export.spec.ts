import { request as httpRequest, type IncomingMessage } from "node:http";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../fixtures";
import { createSessionCookie } from "../session-cookies";
import { awkwardVotes, expectedLine, listVotes, parseLines, recordVotes } from "../votes";

const FINETUNING = "/v1/feedback/export/finetuning";
const ROWS = "/v1/feedback/export";

async function exportText(client: APIRequestContext, data: object, path = FINETUNING): Promise<string> {
  const response = await client.post(path, { data });
  expect(response.status(), await response.text()).toBe(200);
  return response.text();
}

test.describe("fine-tuning export", () => {
  test("equals the votes of the API line by line, oldest first", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    // More than one page of the export, and the last page not full.
    await recordVotes(client, awkwardVotes(2345));
    const votes = await listVotes(client, project);
    expect(votes).toHaveLength(2345);
    const response = await client.post(FINETUNING, { data: {} });
    expect(response.headers()).toMatchObject({
      "content-type": "application/x-ndjson",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    const lines = parseLines(await response.text());
    expect(lines).toEqual(votes.map((vote) => expectedLine(vote)));
  });

  test("weights are the caller's; 0 leaves those votes out", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await recordVotes(client, awkwardVotes(20));
    const votes = await listVotes(client, project);
    const weights = { positive: 1.25, negative: 0.125 };
    const text = await exportText(client, { positive_weight: 1.25, negative_weight: 0.125 });
    expect(parseLines(text)).toEqual(votes.map((vote) => expectedLine(vote, weights)));

    const positives = votes.filter((vote) => vote.rating === 1);
    expect(parseLines(await exportText(client, { negative_weight: 0 }))).toEqual(
      positives.map((vote) => expectedLine(vote)),
    );
    for (const [name, value] of [
      ["positive_weight", -1],
      ["negative_weight", 101],
      ["positive_weight", "2"],
    ] as const) {
      const refused = await client.post(FINETUNING, { data: { [name]: value } });
      expect(refused.status()).toBe(400);
      expect((await refused.json()).issues).toMatchObject([{ path: name }]);
    }
  });

  test("thumbs-down answers are kept, replaced by their correction, or dropped", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const [, bad, corrected] = await recordVotes(client, [
      { response: "good", created_at: "2024-02-01T00:00:01Z" },
      { response: "bad", rating: -1, created_at: "2024-02-01T00:00:02Z" },
      {
        response: "wrong",
        rating: -1,
        corrected_response: "right",
        created_at: "2024-02-01T00:00:03Z",
      },
    ]);
    const range = { start_date: "2024-02-01", end_date: "2024-02-01" };
    const answers = async (negatives?: string) =>
      parseLines(await exportText(client, { ...range, negatives })).map((line) => {
        const { messages, weight } = line as { messages: { content: string }[]; weight: number };
        return [messages[1]?.content, weight];
      });
    expect(await answers()).toEqual([
      ["good", 2],
      ["bad", 0.5],
      ["wrong", 0.5],
    ]);
    expect(await answers("keep")).toEqual(await answers());
    expect(await answers("replace")).toEqual([
      ["good", 2],
      ["right", 2],
    ]);
    expect(await answers("drop")).toEqual([["good", 2]]);

    const report = await client.post(FINETUNING, { data: { ...range, negatives: "replace", dry_run: true } });
    expect((await report.json()).skipped).toEqual([
      { reason: "bad answer without a better one", count: 1, ids: [bad] },
    ]);
    const dropped = await client.post(FINETUNING, { data: { ...range, negatives: "drop", dry_run: true } });
    expect((await dropped.json()).skipped[0].ids.toSorted()).toEqual([bad, corrected].toSorted());
  });

  test("the dry run's report is the account of the file it announces", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await recordVotes(client, [...awkwardVotes(40), { response: " " }, { query: "" }]);
    const report = await (await client.post(FINETUNING, { data: { dry_run: true } })).json();
    // What comes in later is for the next file.
    await recordVotes(client, [{}]);
    const text = await exportText(client, { start_date: report.from, end_date: report.to });
    const lines = parseLines(text) as { weight: number; metadata: { feedback_id: string } }[];
    const votes = await listVotes(client, project);
    expect(report).toMatchObject({
      considered: 42,
      written: lines.length,
      positive: lines.filter((line) => line.weight === 2).length,
      negative: lines.filter((line) => line.weight === 0.5).length,
      replaced: 0,
      repeated: 0,
      warnings: [],
    });
    const skipped = report.skipped.flatMap((each: { ids: string[] }) => each.ids);
    const accounted = [...skipped, ...lines.map((line) => line.metadata.feedback_id)];
    expect(accounted.toSorted()).toEqual(
      votes
        .slice(0, 42)
        .map((vote) => vote.id)
        .toSorted(),
    );
    expect(report.skipped.map((each: { reason: string }) => each.reason).toSorted()).toEqual([
      "empty answer",
      "empty question",
    ]);
  });

  test("ranges are half-open, a date as the end includes its day, and the default is seven days", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const today = new Date().toISOString().slice(0, 10);
    const midnight = (daysAgo: number) => new Date(Date.parse(today) - daysAgo * 86_400_000).toISOString();
    const times = {
      start: "2024-02-01T00:00:00.000Z",
      inside: "2024-02-01T23:59:59.999Z",
      end: "2024-02-02T00:00:00.000Z",
      before: new Date(Date.parse(midnight(6)) - 1).toISOString(),
      weekAgo: midnight(6),
    };
    await recordVotes(
      client,
      Object.entries(times).map(([query, created_at]) => ({ query, created_at })),
    );
    const found = async (data: object) =>
      parseLines(await exportText(client, data)).map(
        (line) => (line as { messages: { content: string }[] }).messages[0]?.content,
      );
    expect(await found({ start_date: times.start, end_date: times.end })).toEqual(["start", "inside"]);
    expect(await found({ start_date: "2024-02-01", end_date: "2024-02-01" })).toEqual(["start", "inside"]);
    expect(await found({ start_date: "2024-02-01", end_date: "2024-02-02" })).toEqual([
      "start",
      "inside",
      "end",
    ]);
    expect(await found({ start_date: times.inside, end_date: times.end })).toEqual(["inside"]);
    expect(await found({ end_date: times.inside })).toEqual(["start"]);
    expect(await found({})).toEqual(["weekAgo"]);
    expect(await found({ filters: { days: 8 } })).toEqual(["before", "weekAgo"]);

    for (const [data, path] of [
      [{ start_date: "2024-02-02", end_date: "2024-02-01" }, "end_date"],
      [{ start_date: "2024-02-30" }, "start_date"],
      [{ start_date: "2024-02-01", filters: { days: 7 } }, "filters"],
      [{ filters: { modle: "m" } }, "filters.modle"],
      [{ format: "xml" }, "format"],
    ] as const) {
      const refused = await client.post(FINETUNING, { data });
      expect(refused.status()).toBe(400);
      expect((await refused.json()).issues.map((issue: { path: string }) => issue.path)).toContain(path);
    }
  });

  test("filters select what the list selects", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await recordVotes(client, awkwardVotes(48));
    const votes = await listVotes(client, project);
    const ids = async (filters: object) =>
      parseLines(await exportText(client, { filters })).map(
        (line) => (line as { metadata: { feedback_id: string } }).metadata.feedback_id,
      );
    const where = (matches: (vote: (typeof votes)[number]) => boolean) =>
      votes.filter(matches).map((vote) => vote.id);
    expect(await ids({ model: "model-1" })).toEqual(where((vote) => vote.model === "model-1"));
    expect(await ids({ model: ["model-0", "model-2"], rating: -1 })).toEqual(
      where((vote) => vote.model !== "model-1" && vote.rating === -1),
    );
    expect(await ids({ intent: "(none)" })).toEqual(where((vote) => vote.intent === null));
    expect(await ids({ has_note: true })).toEqual(where((vote) => vote.corrected_response !== null));
    expect(await ids({ project: "elsewhere" })).toEqual([]);
  });

  test("a key sees its own project only", async ({ api, createKey, project }) => {
    const other = `${project}-other`;
    await recordVotes(await api(await createKey({ scopes: ["ingest"], project })), [{ query: "own" }]);
    await recordVotes(await api(await createKey({ scopes: ["ingest"], project: other })), [
      { query: "foreign" },
    ]);
    const limited = await api(await createKey({ scopes: ["export"], project }));
    const text = await exportText(limited, {});
    expect(text).toContain('"own"');
    expect(text).not.toContain("foreign");
    expect(await exportText(limited, { filters: { project: other } })).toBe("");
    expect(await exportText(limited, { format: "jsonl" }, ROWS)).not.toContain("foreign");
  });

  test("output_path names the download and nothing else", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["export"], project }));
    const name = async (output_path?: string) => {
      const response = await client.post(FINETUNING, { data: { output_path } });
      expect(response.status()).toBe(200);
      return /^attachment; filename="([^"]*)"$/.exec(response.headers()["content-disposition"] ?? "")?.[1];
    };
    expect(await name("/tmp/dataset.jsonl")).toBe("dataset.jsonl");
    expect(await name("../../etc/x")).toBe("x");
    expect(await name("..\\..\\x.jsonl")).toBe("x.jsonl");
    expect(await name("..")).toBe("download");
    expect(await name('a"; filename="b')).toBe("a-filename-b");
    expect(await name("a\r\nset-cookie: x=1")).toBe("a-set-cookie-x-1");
    expect(await name(".bashrc")).toBe("bashrc");
    expect(await name("日本")).toBe("download");
    expect(await name()).toMatch(/^retune-finetuning-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.jsonl$/);
  });

  test("is recorded in the audit log, a dry run is not", async ({ api, createKey, project, sql }) => {
    const key = await createKey({ scopes: ["export"], project });
    const client = await api(key);
    await client.post(FINETUNING, { data: { dry_run: true } });
    await exportText(client, { filters: { user_id: "a person" } });
    const entries = await sql`
      select a.action, a.detail from public.audit_log a join public.api_keys k on k.id = a.actor_id
      where k.project = ${project}
    `;
    expect([...entries]).toEqual([
      {
        action: "feedback.export",
        detail: {
          purpose: "finetuning",
          format: "retune",
          filtered_by: expect.arrayContaining(["from", "to", "user_id"]),
        },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain("a person");
  });
});

test.describe("formats of trainers", () => {
  const votes = [
    { query: "Where is my bus?", response: "good", session_id: "s1", created_at: "2024-02-01T00:00:01Z" },
    { query: "where is my bus", response: "bad", rating: -1 as const, created_at: "2024-02-01T00:00:02Z" },
    {
      query: "When?",
      response: "=wrong",
      rating: -1 as const,
      corrected_response: "right",
      created_at: "2024-02-01T00:00:03Z",
    },
  ];
  const range = { start_date: "2024-02-01", end_date: "2024-02-01" };

  test("supervised, preference and thumbs, with the system prompt", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
    await recordVotes(client, votes);
    const linesOf = async (format: string, more: object = {}) => [
      ...new Set(
        parseLines(await exportText(client, { ...range, format, negative_weight: 1, ...more })).map((line) =>
          JSON.stringify(line),
        ),
      ),
    ];
    const system = { role: "system", content: "Be kind." };
    const user = (content: string) => ({ role: "user", content });
    const said = (content: string) => ({ role: "assistant", content });
    expect(await linesOf("openai-sft", { system_prompt: "Be kind." })).toEqual(
      [
        { messages: [system, user("Where is my bus?"), said("good")] },
        { messages: [system, user("When?"), said("right")] },
      ].map((line) => JSON.stringify(line)),
    );
    expect(await linesOf("trl-preference")).toEqual(
      [
        { prompt: [user("where is my bus")], chosen: [said("good")], rejected: [said("bad")] },
        { prompt: [user("When?")], chosen: [said("right")], rejected: [said("=wrong")] },
      ].map((line) => JSON.stringify(line)),
    );
    const labels = (await linesOf("trl-kto")).map((line) => JSON.parse(line).label);
    expect(labels).toEqual([true, false, false, true]);
  });

  test("CSV is for spreadsheets: one row per vote, neutralised", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
    const [first] = await recordVotes(client, votes);
    const response = await client.post(FINETUNING, { data: { ...range, format: "csv", bom: true } });
    expect(response.headers()["content-type"]).toBe("text/csv; charset=utf-8");
    expect(response.headers()["content-disposition"]).toMatch(/-to-2024-02-02\.csv"$/);
    const rows = (await response.text()).split("\r\n");
    expect(rows[0]).toMatch(/^\uFEFFid,source,split,kind,weight,copies,rating,prompt,answer,/);
    expect(rows[1]).toContain(`${first},feedback,train,positive,2,1,1,Where is my bus?,good,`);
    expect(rows[3]).toContain(",'=wrong,");
    expect(rows).toHaveLength(5);
  });

  test("a split keeps sessions apart, and its parts are the whole", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
    await recordVotes(
      client,
      Array.from({ length: 120 }, (_, n) => ({ query: `q${n}`, session_id: `session ${n % 30}` })),
    );
    const part = async (split: string) =>
      parseLines(await exportText(client, { split: { validation_share: 0.3, split } })) as {
        messages: { content: string }[];
      }[];
    const [all, train, validation] = [await part("all"), await part("train"), await part("validation")];
    const sessions = (lines: typeof all) =>
      new Set(lines.map((line) => Number(line.messages[0]?.content.slice(1)) % 30));
    expect([...sessions(train)].filter((session) => sessions(validation).has(session))).toEqual([]);
    expect(validation.length).toBeGreaterThan(0);
    expect(train.length + validation.length).toBe(all.length);
    const report = await client.post(FINETUNING, {
      data: { split: { validation_share: 0.3 }, dry_run: true },
    });
    expect((await report.json()).splits).toMatchObject([
      { split: "train", lines: train.length },
      { split: "validation", lines: validation.length },
    ]);
  });

  test("what cannot work is said before the file begins", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
    await recordVotes(client, [{}]);
    for (const format of ["trl-kto", "openai-dpo"]) {
      for (const dry_run of [true, false]) {
        const refused = await client.post(FINETUNING, { data: { format, dry_run } });
        expect(refused.status(), format).toBe(409);
        expect(await refused.json()).toMatchObject({
          code: "conflict",
          problems: [{ path: "format", message: expect.stringContaining("among 1 vote:") }],
        });
      }
    }
    for (const [data, path] of [
      [{ format: "prompt-response" }, "format"],
      [{ format: "trl-kto", negative_weight: 0 }, "negative_weight"],
      [{ split: { validation_share: 0.9 } }, "split.validation_share"],
      [{ split: { part: "train" } }, "split.part"],
      [{ split: { split: "test" } }, "split.split"],
    ] as const) {
      const refused = await client.post(FINETUNING, { data });
      expect(refused.status()).toBe(400);
      expect((await refused.json()).issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
    }
  });

  test("a client that stops taking makes the server stop reading", async ({
    api,
    baseURL,
    createKey,
    project,
    sql,
  }) => {
    const rows = 150;
    await sql`
      insert into public.feedback (query, response, corrected_response, model, rating, project, created_at)
      select 'question ' || n, 'a', repeat('x', 400000), 'm', -1, ${project}, now() - interval '1 day' + n * interval '1 second'
      from generate_series(1, ${rows}) n`;
    const key = await createKey({ scopes: ["read", "ingest", "export"], project });
    const client = await api(key);
    const data = { format: "trl-prompt-completion", positive_weight: 1 };
    const stalled = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const sent = httpRequest(`${baseURL}${FINETUNING}`, { method: "POST", headers }, resolve);
      sent.on("error", reject);
      sent.end(JSON.stringify(data));
    });
    // The clock: while this one is read whole, the server had the time to read all for the other.
    expect(await exportText(client, data)).toContain(`question ${rows}"`);
    const [last] = (await (await client.get("/v1/feedback?limit=1")).json()).data;
    expect((await client.delete(`/v1/feedback/${last.id}`)).status()).toBe(204);
    const rest: Buffer[] = [];
    for await (const chunk of stalled) rest.push(chunk as Buffer);
    const late = Buffer.concat(rest).toString();
    expect(late).toContain(`question ${rows - 100}"`);
    expect(late).not.toContain(`question ${rows}"`);
  });
});

test.describe("who may export", () => {
  test("keys need the scope export", async ({ api, createKey, project }) => {
    for (const scopes of [["read"], ["ingest"], ["ingest", "read"], ["metrics"]] as const) {
      const client = await api(await createKey({ scopes: [...scopes], project }));
      for (const [path, data] of [
        [FINETUNING, {}],
        [FINETUNING, { dry_run: true }],
        [ROWS, { format: "csv" }],
      ] as const) {
        const response = await client.post(path, { data });
        if (response.status() === 200) await response.text();
        expect(response.status(), `${scopes} ${path}`).toBe(403);
      }
    }
    expect((await (await api()).post(FINETUNING, { data: {} })).status()).toBe(401);
  });

  for (const [role, finetuning, rows] of [
    ["reviewer", 403, 403],
    ["product_owner", 403, 200],
    ["admin", 200, 200],
  ] as const) {
    test(`a ${role} gets ${finetuning} for training data and ${rows} for rows`, async ({
      api,
      baseURL,
      createMember,
      project,
    }) => {
      const cookie = await createSessionCookie(await createMember({ role }));
      const headers = { cookie, origin: baseURL ?? "" };
      const client = await api();
      const filters = { project };
      for (const [path, data, status] of [
        [FINETUNING, { filters }, finetuning],
        [FINETUNING, { filters, dry_run: true }, finetuning],
        [ROWS, { format: "csv", filters }, rows],
      ] as const) {
        const response = await client.post(path, { data, headers });
        expect(response.status(), path).toBe(status);
      }
    });
  }
});

test.describe("rows export", () => {
  test("CSV neutralises formulas and keeps numbers", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
    const created_at = "2024-02-01T00:00:00.000Z";
    await recordVotes(
      client,
      ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "plain, quoted"].map((query, n) => ({
        query,
        rating: -1,
        created_at: new Date(Date.parse(created_at) + n).toISOString(),
      })),
    );
    const data = { format: "csv", columns: ["query", "rating"] };
    expect(await exportText(client, data, ROWS)).toBe(
      "query,rating\r\n'=1+1,-1\r\n'+1,-1\r\n'-1,-1\r\n'@x,-1\r\n'\tx,-1\r\n\"'\rx\",-1\r\n\"plain, quoted\",-1\r\n",
    );
    expect(await exportText(client, { ...data, bom: true }, ROWS)).toMatch(/^\ufeffquery,rating\r\n/);
  });

  test("ends when it begins: what is dated later is for the next file, unless it is named", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    const [past, later] = await recordVotes(client, [
      { query: "past" },
      // Clocks differ, so votes may be dated a little ahead.
      { query: "later", created_at: new Date(Date.now() + 4 * 60_000).toISOString() },
    ]);
    const queries = async (data: object) =>
      parseLines(await exportText(client, { format: "jsonl", columns: ["query"], ...data }, ROWS));
    expect(await queries({})).toEqual([{ query: "past" }]);
    expect(await queries({ ids: [past, later] })).toEqual([{ query: "past" }, { query: "later" }]);
  });

  test("JSONL equals the list; ids select exactly these", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await recordVotes(client, awkwardVotes(30));
    const votes = await listVotes(client, project);
    expect(parseLines(await exportText(client, { format: "jsonl" }, ROWS))).toEqual(votes);
    const chosen = votes.filter((_, n) => n % 7 === 0);
    const ids = chosen.map((vote) => vote.id);
    expect(parseLines(await exportText(client, { format: "jsonl", ids }, ROWS))).toEqual(chosen);
  });
});
