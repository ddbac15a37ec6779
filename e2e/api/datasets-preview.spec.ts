import type { APIRequestContext } from "@playwright/test";
import { type TrainingFormat, trainingFormats } from "@/lib/datasets/definitions/schemas";
import { formats } from "@/lib/datasets/formats/formats";
import type { DatasetPreview } from "@/lib/datasets/versions/schemas";
import { recordExecutions } from "../execution-rows";
import { recordInteractions } from "../interaction-rows";
import { expectProblem } from "../problems";
import { emptyReview, pathsOf, recordTurns } from "../reviewing";
import { expect, test } from "../signed-in";
import { recordVotes } from "../votes";

const PATH = "/v1/datasets/preview";

async function preview(
  client: APIRequestContext,
  definition: object,
  more: object = {},
): Promise<DatasetPreview> {
  const response = await client.post(PATH, { data: { definition, ...more } });
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

const day = (n: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, n)).toISOString();

test("shows the report, the first lines, how they read, and how large the file will be", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
  const votes = Array.from({ length: 30 }, (_, n) => ({
    query: `question ${n}`,
    response: `answer ${n}`,
    rating: n % 3 === 0 ? (-1 as const) : (1 as const),
    created_at: day(n),
    ...(n % 6 === 0 ? { corrected_response: `correction ${n}` } : {}),
  }));
  const ids = await recordVotes(client, votes);
  const result = await preview(client, { format: "openai-sft" });
  // 20 good ones and 5 corrections twice each; 5 bad ones without a correction.
  expect(result).toMatchObject({
    total: 30,
    is_complete: true,
    problems: [],
    report: { considered: 30, written: 50, examples: 25, replaced: 10, repeated: 25 },
    estimate: { lines: 50 },
  });
  expect(result.report.skipped).toEqual([
    { reason: "bad answer without a better one", count: 5, ids: [3, 9, 15, 21, 27].map((n) => ids[n]) },
  ]);
  expect(result.sample).toHaveLength(20);
  expect(result.sample[0]).toMatchObject({
    position: 1,
    split: "train",
    source: "feedback",
    source_id: ids[0],
    kind: "better",
    weight: 2,
    lines: 2,
    readable: {
      messages: [{ role: "user", content: "question 0" }],
      answers: [{ label: "answer", content: "correction 0" }],
    },
    project,
    created_at: day(0),
  });
  expect(result.sample[0]?.body).toBe(
    `${JSON.stringify({
      messages: [
        { role: "user", content: "question 0" },
        { role: "assistant", content: "correction 0" },
      ],
    })}\n`,
  );

  const part = await preview(client, { format: "openai-sft" }, { rows: 12, sample: 2 });
  expect(part).toMatchObject({ total: 30, is_complete: false, report: { considered: 12, written: 20 } });
  expect(part.estimate.lines).toBe(50);
  expect(part.sample).toHaveLength(2);
  const narrow = await preview(client, { filters: { rating: -1, to: day(10) } }, { rows: null });
  expect(narrow).toMatchObject({ total: 4, is_complete: true });
});

test("says what is missing before anything is written", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
  await recordVotes(client, [
    { query: "a", created_at: day(1) },
    { query: "b", created_at: day(2) },
  ]);
  const problemOf = async (definition: object, rows?: null) => {
    const { problems, report } = await preview(client, definition, rows === null ? { rows } : {});
    expect(problems).toHaveLength(1);
    return { path: problems[0]?.path, message: problems[0]?.message, considered: report.considered };
  };
  expect(await problemOf({ format: "trl-kto" })).toEqual({
    path: "format",
    message: expect.stringContaining("no answer that people called bad among 2 votes"),
    considered: 2,
  });
  // What cannot be written is not read to its end.
  expect(await problemOf({ format: "trl-kto" }, null)).toMatchObject({ considered: 0 });
  expect(await problemOf({ format: "openai-dpo" })).toMatchObject({
    message: expect.stringContaining("no better answer"),
  });
  expect(await problemOf({ format: "prompt-response" })).toMatchObject({ path: "format", considered: 0 });
  expect(await problemOf({ source: "executions", format: "prompt-response" })).toMatchObject({
    message: expect.stringContaining("no action plan"),
  });
  expect(await problemOf({ format: "trl-kto", weights: { negative: 0 } })).toMatchObject({
    path: "weights.negative",
  });

  await recordVotes(client, [{ query: "A?", rating: -1, response: "wrong", created_at: day(3) }]);
  for (const format of ["trl-kto", "openai-dpo"])
    expect((await preview(client, { format })).problems, format).toEqual([]);
  const few = await preview(client, { format: "openai-sft" });
  expect(few.problems).toEqual([]);
  expect(few.report.warnings).toEqual([expect.stringContaining("at least 10 lines")]);
});

test("bad input names the field; filters are those of the source", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["export"], project }));
  for (const [definition, path] of [
    [{ filters: { modle: "m" } }, "definition.filters.modle"],
    [{ filters: { rating: "5" } }, "definition.filters.rating"],
    [{ filters: { days: 7, from: "2026-01-01" } }, "definition.filters.days"],
    [{ filters: { from: "9000-01-01" } }, "definition.filters.from"],
    [{ source: "turns", filters: { user_id: "u" } }, "definition.filters.user_id"],
    [{ source: "executions", filters: { has_note: true } }, "definition.filters.has_note"],
    [{ source: "votes" }, "definition.source"],
    [{ format: "jsonl" }, "definition.format"],
    [{ weights: { positive: 101 } }, "definition.weights.positive"],
    [{ validation_share: 0.6 }, "definition.validation_share"],
    [{ wieghts: {} }, "definition.wieghts"],
  ] as const) {
    const refused = await client.post(PATH, { data: { definition } });
    expect(refused.status(), path).toBe(400);
    expect(await pathsOf(refused)).toContain(path);
  }
  const many = await client.post(PATH, { data: { definition: {}, rows: 5001 } });
  expect(await pathsOf(many)).toEqual(["rows"]);
});

test("reads turns, interactions and executions as it reads votes", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
  const [first, second] = await recordTurns(sql, project, 2);
  const review = emptyReview({ thumbs: -1, better_response: "Better 2" });
  const reviewed = await reviewer.put(`/v1/tuning/turns/${second}/review`, {
    data: { state: "done", content: review },
  });
  expect(reviewed.status(), await reviewed.text()).toBe(200);
  await recordInteractions(client, [
    { user_message: "Where?", agent_response: "Here.", user_satisfaction: 5 },
    { user_message: "where", agent_response: "No idea.", user_satisfaction: 1 },
  ]);
  await recordExecutions(client, [{ success: true }, { success: false, error: "no" }]);

  const turns = await preview(client, { source: "turns", format: "openai-dpo" });
  expect(turns.sample).toMatchObject([
    {
      source: "turns",
      source_id: second,
      readable: {
        messages: [
          { role: "user", content: "Question 1" },
          { role: "assistant", content: "Answer 1" },
          { role: "user", content: "Question 2" },
        ],
        answers: [
          { label: "preferred", content: "Better 2" },
          { label: "rejected", content: "Answer 2" },
        ],
      },
    },
  ]);
  expect(turns.report.skipped).toMatchObject([{ ids: [first] }]);
  const pairs = await preview(client, {
    source: "interactions",
    format: "trl-preference",
    weights: { negative: 1 },
  });
  expect(pairs.sample).toMatchObject([
    { readable: { answers: [{ content: "Here." }, { content: "No idea." }] }, other_id: expect.any(String) },
  ]);
  const plans = await preview(client, { source: "executions", format: "prompt-response" });
  expect(plans).toMatchObject({ total: 2, report: { examples: 1 } });
});

test("personal data is taken out by the settings of each project, when the definition asks for it", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
  await sql`
    insert into public.project_settings (project, privacy_mode, detectors, patterns)
    values (${project}, 'off', '{email}', '[{"name": "STAFF", "pattern": "E-[0-9]{4}"}]')`;
  await recordVotes(client, [{ query: "I am ann@example.com, E-1234", response: "Call 192.0.2.7" }]);
  const textOf = async (redaction: string) => {
    const [shown] = (await preview(client, { redaction })).sample;
    return [shown?.readable.messages[0]?.content, shown?.readable.answers[0]?.content];
  };
  expect(await textOf("none")).toEqual(["I am ann@example.com, E-1234", "Call 192.0.2.7"]);
  expect(await textOf("redact")).toEqual(["I am [EMAIL], [STAFF]", "Call 192.0.2.7"]);
});

test("admins and export keys see rows of their projects alone; nobody else sees any", async ({
  api,
  as,
  createKey,
  createMember,
  project,
}) => {
  const other = `${project}-other`;
  for (const each of [project, other])
    await recordVotes(await api(await createKey({ scopes: ["ingest"], project: each })), [
      { query: `of ${each}` },
    ]);
  const admin = await as(await createMember({ role: "admin", projects: [project] }));
  const exporter = await api(await createKey({ scopes: ["export"], project }));
  for (const client of [admin, exporter])
    for (const [filters, expected] of [
      [{}, [project]],
      [{ project: other }, []],
      [{ project: `${project},${other}` }, [project]],
    ] as const) {
      const { total, sample } = await preview(client, { filters });
      expect(sample.map((each) => each.project)).toEqual(expected);
      expect(total).toBe(expected.length);
    }
  const data = { definition: {} };
  for (const role of ["reviewer", "product_owner"] as const)
    await expectProblem(await (await as(await createMember({ role }))).post(PATH, { data }), 403);
  for (const scopes of [["ingest", "read"], ["metrics"]] as const) {
    const key = await createKey({ scopes: [...scopes], project });
    await expectProblem(await (await api(key)).post(PATH, { data }), 403);
  }
  await expectProblem(await (await api()).post(PATH, { data }), 401);
});

test("votes in every format, from the preview and from the endpoint for cron, are the same lines", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "export"], project }));
  await recordVotes(
    client,
    Array.from({ length: 40 }, (_, n) => ({
      query: `question ${n % 10}`,
      response: `answer ${n}`,
      rating: n % 4 === 0 ? (-1 as const) : (1 as const),
      ...(n % 8 === 0 ? { corrected_response: `correction ${n}` } : {}),
    })),
  );
  const made: TrainingFormat[] = trainingFormats.filter((format) => format !== "prompt-response");
  for (const format of made) {
    const shown = await preview(client, { format, filters: { days: 7 } }, { sample: 100 });
    const file = await client.post("/v1/feedback/export/finetuning", { data: { format } });
    expect(file.status(), format).toBe(200);
    const text = await file.text();
    const shownLines = shown.sample.flatMap(({ body, lines }) => {
      const once = body.split("\n").slice(0, -1);
      return Array.from({ length: lines / once.length }, () => once).flat();
    });
    expect(text.split("\n").slice(0, -1), format).toEqual(shownLines);
    expect(shownLines.length, format).toBe(shown.report.written);
    for (const line of shownLines) formats[format].lineSchema.parse(JSON.parse(line));
  }
});
