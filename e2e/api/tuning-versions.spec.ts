import type { Sql } from "postgres";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";
import { storeBlindQueue, storeNote, storeReview, storeSession, storeTurn } from "../tuning-rows";

const VERSIONS = "/v1/tuning/versions";

type Turn = Record<string, unknown> & { thumbs?: 1 | -1; review?: object; notes?: (string | null)[] };

/** Sessions of one version with these turns each; `thumbs` and `review` are a finished review, `notes` the categories of notes. */
async function storeVersion(
  sql: Sql,
  project: string,
  version: string,
  sessions: Turn[][],
): Promise<string[]> {
  const turnIds: string[] = [];
  for (const turns of sessions) {
    const sessionId = await storeSession(sql, { project, master_prompt_version: version });
    for (const { thumbs, review, notes = [], ...values } of turns) {
      const id = await storeTurn(sql, sessionId, values);
      if (thumbs) await storeReview(sql, id, { thumbs, ...review });
      for (const category of notes) await storeNote(sql, id, { category });
      turnIds.push(id);
    }
  }
  return turnIds;
}

test.describe("versions and their texts", () => {
  test("are known from sessions, from their text, or both", async ({
    api,
    as,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    await storeVersion(sql, project, "v1", [[{}, {}], [{}]]);
    const put = await client.put(`${VERSIONS}/v1`, { data: { prompt_text: "Be kind." } });
    expect(put.status(), await put.text()).toBe(200);
    const first = await put.json();
    expect(first).toEqual({
      project,
      version: "v1",
      prompt_text: "Be kind.",
      has_prompt_text: true,
      sessions: 2,
      turns: 3,
      first_session_start: "2026-03-01T10:00:00.000Z",
      last_session_start: "2026-03-01T10:00:00.000Z",
    });
    // A name is anything, and so is a text.
    const odd = "feature/ä 100%";
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    const text = "Antworte höflich 🙈\n\tمرحبا";
    const second = await (
      await owner.put(`${VERSIONS}/${encodeURIComponent(odd)}`, { data: { prompt_text: text } })
    ).json();
    expect(second).toMatchObject({ version: odd, prompt_text: text, sessions: 0, first_session_start: null });
    expect(await (await client.get(`${VERSIONS}/${encodeURIComponent(odd)}`)).json()).toEqual(second);
    const again = await client.put(`${VERSIONS}/v1`, { data: { prompt_text: "Be kinder." } });
    expect((await again.json()).prompt_text).toBe("Be kinder.");
    const { data } = await (await client.get(VERSIONS)).json();
    expect(data).toEqual([second, { ...first, prompt_text: "Be kinder." }]);
    expect((await (await client.get(`${VERSIONS}?project=${project}-x`)).json()).data).toEqual([]);
    await expectProblem(await client.get(`${VERSIONS}/v9`), 404);
    for (const [body, path] of [
      [{ prompt_text: "" }, "prompt_text"],
      [{}, "prompt_text"],
      [{ prompt_text: "a", colour: 1 }, "colour"],
      [{ prompt_text: "a\u0000" }, "prompt_text"],
    ] as const) {
      await expectProblem(await client.put(`${VERSIONS}/v1`, { data: body }), 400, path);
    }
  });

  test("of another project are neither read nor written", async ({
    api,
    as,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    await storeVersion(sql, project, "v1", [[{}]]);
    const elsewhere = `${project}-other`;
    const other = await api(await createKey({ scopes: ["ingest", "read"], project: elsewhere }));
    expect((await (await other.get(VERSIONS)).json()).data).toEqual([]);
    await expectProblem(await other.get(`${VERSIONS}/v1`), 404);
    await expectProblem(await other.get(`${VERSIONS}/v1?project=${project}`), 404);
    await expectProblem(
      await other.put(`${VERSIONS}/v1`, { data: { project, prompt_text: "x" } }),
      403,
      "project",
    );
    for (const [client, status] of [
      [await api(await createKey({ scopes: ["read", "export"], project })), 403],
      [await as(await createMember({ role: "reviewer", projects: [project] })), 403],
      [await api(), 401],
    ] as const) {
      await expectProblem(await client.put(`${VERSIONS}/v1`, { data: { prompt_text: "x" } }), status);
    }
    const both = await as(await createMember({ role: "product_owner", projects: [project, elsewhere] }));
    await expectProblem(await both.put(`${VERSIONS}/v1`, { data: { prompt_text: "x" } }), 400, "project");
    expect(
      (await both.put(`${VERSIONS}/v1`, { data: { project: elsewhere, prompt_text: "x" } })).status(),
    ).toBe(200);
    await expectProblem(await both.get(`${VERSIONS}/v1`), 400, "project");
    expect((await (await both.get(`${VERSIONS}/v1?project=${elsewhere}`)).json()).prompt_text).toBe("x");
  });
});

test.describe("comparing versions", () => {
  test("gives each figure of both with the difference, its interval and n", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    // Newcombe 1998, example (a): 48 of 80 and 56 of 70, in one session each.
    const votes = (n: number, up: number): Turn[] =>
      Array.from({ length: n }, (_, index) => ({ thumbs: index < up ? 1 : -1 }));
    const [noted = {}, ...rest] = votes(80, 48);
    await storeVersion(sql, project, "v1", [
      [
        { ...noted, notes: ["tone", "tone", null], processing_time_ms: 1000, avg_similarity: 0.5 },
        { ...rest[0], processing_time_ms: 3000, review: { clarity_score: 4 } },
        ...rest.slice(1),
      ],
    ]);
    await storeVersion(sql, project, "v2", [
      votes(70, 56).map((turn, index) =>
        index < 2
          ? { ...turn, processing_time_ms: 1000 * (index + 1), review: { has_policy_citation: true } }
          : turn,
      ),
    ]);
    await storeVersion(sql, `${project}-other`, "v1", [[{ processing_time_ms: 999_999, notes: ["tone"] }]]);
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    await client.put(`${VERSIONS}/v1`, { data: { prompt_text: "Be kind." } });
    const response = await client.get(`${VERSIONS}/compare?a=v1&b=v2`);
    expect(response.status(), await response.text()).toBe(200);
    const result = await response.json();
    expect(result).toMatchObject({
      project: null,
      a: {
        version: "v1",
        sessions: 1,
        turns: 80,
        reviewed_turns: 80,
        improvements: 3,
        prompt_text: "Be kind.",
      },
      b: { version: "v2", sessions: 1, turns: 70, reviewed_turns: 70, improvements: 0, prompt_text: null },
    });
    const metric = (name: string) =>
      result.metrics.find((each: { metric_name: string }) => each.metric_name === name);
    const thumbs = metric("thumbs_up");
    expect(thumbs).toMatchObject({ unit: "share", a: 0.6, b: 0.8, a_n: 80, b_n: 70, method: "newcombe" });
    expect(thumbs.difference).toBeCloseTo(0.2, 12);
    expect(thumbs.ci_low).toBeCloseTo(0.0524, 4);
    expect(thumbs.ci_high).toBeCloseTo(0.3339, 4);
    expect(metric("processing_time_ms")).toMatchObject({
      unit: "ms",
      a: 2000,
      b: 1500,
      a_n: 2,
      b_n: 2,
      difference: -500,
      method: "welch",
    });
    expect(metric("avg_similarity")).toMatchObject({
      a: 0.5,
      b: null,
      a_n: 1,
      b_n: 0,
      difference: null,
      ci_low: null,
      method: null,
    });
    expect(metric("clarity_score")).toMatchObject({ unit: "score", a: 4, b: null });
    expect(metric("has_policy_citation")).toMatchObject({ a: null, b: 1, b_n: 2, difference: null });
    expect(metric("improvements_per_reviewed_turn")).toMatchObject({
      unit: "per_turn",
      a: 3 / 80,
      b: 0,
      a_n: 80,
      b_n: 70,
    });
    const category = (name: string | null) =>
      result.categories.find((each: { category: string | null }) => each.category === name);
    expect(category("tone")).toMatchObject({ a: 2 / 80, b: 0, difference: -2 / 80 });
    expect(category(null)).toMatchObject({ a: 1 / 80 });
    expect(category("action")).toMatchObject({ a: 0, b: 0, difference: 0, ci_low: null, method: null });
    // The figures follow the rows.
    await sql`update public.tuning_conversation_turns set processing_time_ms = 500 where project = ${project} and processing_time_ms = 2000`;
    const after = await (await client.get(`${VERSIONS}/compare?a=v1&b=v2`)).json();
    expect(
      after.metrics.find((each: { metric_name: string }) => each.metric_name === "processing_time_ms").b,
    ).toBe(750);
  });

  test("draws whole sessions when there are five of both, and answers the same every time", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const sessions = (offset: number): Turn[][] =>
      Array.from({ length: 6 }, (_, index) => [
        { avg_similarity: 0.1 * index + offset },
        { avg_similarity: 0.1 * index + offset },
      ]);
    await storeVersion(sql, project, "v1", sessions(0));
    await storeVersion(sql, project, "v2", sessions(0.3));
    const client = await api(await createKey({ scopes: ["read"], project }));
    const read = async () => (await client.get(`${VERSIONS}/compare?a=v1&b=v2&project=${project}`)).json();
    const result = await read();
    expect(result.project).toBe(project);
    const similarity = result.metrics[0];
    expect(similarity).toMatchObject({
      metric_name: "avg_similarity",
      a_n: 12,
      b_n: 12,
      method: "bootstrap_by_session",
    });
    expect(similarity.difference).toBeCloseTo(0.3, 10);
    // Standard error of a mean of 6 of 0, 0.1 ... 0.5: 0.1708 / sqrt(6); of the difference 0.0986.
    expect(similarity.ci_low).toBeGreaterThan(0.3 - 2.3 * 0.0986);
    expect(similarity.ci_low).toBeLessThan(0.3 - 1.6 * 0.0986);
    expect(similarity.ci_high).toBeGreaterThan(0.3 + 1.6 * 0.0986);
    expect(similarity.ci_high).toBeLessThan(0.3 + 2.3 * 0.0986);
    expect(await read()).toEqual(result);
  });

  test("tells nothing of turns a blind queue waits for", async ({ api, createKey, project, sql }) => {
    const [hidden = ""] = await storeVersion(sql, project, "v1", [
      [
        { thumbs: -1, notes: ["tone"] },
        { thumbs: 1, notes: ["action"] },
      ],
    ]);
    await storeVersion(sql, project, "v2", [[{}]]);
    await storeBlindQueue(sql, project, hidden);
    const client = await api(await createKey({ scopes: ["read"], project }));
    const result = await (await client.get(`${VERSIONS}/compare?a=v1&b=v2`)).json();
    expect(result.a).toMatchObject({ turns: 2, pending_turns: 1, reviewed_turns: 1, improvements: 1 });
    const find = (name: string) =>
      [...result.metrics, ...result.categories].find(
        (each: { metric_name: string }) => each.metric_name === name,
      );
    expect(find("thumbs_up")).toMatchObject({ a: 1, a_n: 1 });
    expect(find("improvements_per_reviewed_turn_tone")).toMatchObject({ a: 0, a_n: 1 });
    expect(find("improvements_per_reviewed_turn_action")).toMatchObject({ a: 1, a_n: 1 });
  });

  test("how much was reviewed does not move the notes per reviewed turn", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    await storeVersion(sql, project, "v1", [
      [{ thumbs: 1, notes: ["tone", "action"] }, { thumbs: 1 }, { notes: ["tone"] }, {}],
    ]);
    await storeVersion(sql, project, "v2", [[{}]]);
    const client = await api(await createKey({ scopes: ["read"], project }));
    const result = await (await client.get(`${VERSIONS}/compare?a=v1&b=v2`)).json();
    expect(result.a).toMatchObject({ turns: 4, pending_turns: 0, reviewed_turns: 2, improvements: 3 });
    const find = (name: string) =>
      [...result.metrics, ...result.categories].find(
        (each: { metric_name: string }) => each.metric_name === name,
      );
    expect(find("improvements_per_reviewed_turn")).toMatchObject({ a: 1, a_n: 2, b: null, b_n: 0 });
    expect(find("improvements_per_reviewed_turn_tone")).toMatchObject({ a: 0.5, a_n: 2, difference: null });
  });

  test("shows the turns behind a figure, those that speak against the version first", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const [good = "", bad = "", , split = "", hidden = ""] = await storeVersion(sql, project, "v1", [
      [
        { thumbs: 1, avg_similarity: 0.1, review: { has_policy_citation: true } },
        { thumbs: -1, avg_similarity: -0.2, review: { has_policy_citation: false }, notes: ["tone"] },
        { notes: ["tone"] },
        { thumbs: 1, processing_time_ms: 5 },
        { thumbs: -1 },
      ],
    ]);
    await storeReview(sql, split, { thumbs: -1 });
    await storeBlindQueue(sql, project, hidden);
    const client = await api(await createKey({ scopes: ["read"], project }));
    const read = async (search: string) => {
      const response = await client.get(`/v1/tuning/turns?master_prompt_version=v1&${search}`);
      expect(response.status(), await response.text()).toBe(200);
      return response.json();
    };
    const idsOf = async (search: string) => (await read(search)).data.map(({ id }: { id: string }) => id);
    expect(await idsOf("figure=has_policy_citation")).toEqual([bad, good]);
    expect(await idsOf("figure=thumbs_up")).toEqual([bad, good]);
    expect(await idsOf("figure=processing_time_ms")).toEqual([split]);
    expect(await idsOf("figure=improvements_per_reviewed_turn&category=tone")).toEqual([bad]);
    expect((await idsOf("figure=improvements_per_reviewed_turn"))[0]).toBe(bad);
    expect(await idsOf("figure=improvements_per_reviewed_turn")).toHaveLength(3);
    const first = await read("figure=avg_similarity&limit=1");
    expect(first.data[0].id).toBe(bad);
    const second = await read(`figure=avg_similarity&limit=1&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ data: [{ id: good }], next_cursor: null });
    await expectProblem(await client.get(`/v1/tuning/turns?cursor=${first.next_cursor}`), 400, "cursor");
    await expectProblem(await client.get("/v1/tuning/turns?figure=mood"), 400, "figure");
  });

  test("is kept by product owners and admins, and listed", async ({
    api,
    as,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    await storeVersion(sql, project, "v1", [[{ thumbs: 1 }, { thumbs: -1 }]]);
    await storeVersion(sql, project, "v2", [[{ thumbs: 1 }, { thumbs: 1 }]]);
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    const response = await owner.post(`${VERSIONS}/compare`, { data: { a: "v1", b: "v2" } });
    expect(response.status(), await response.text()).toBe(201);
    const kept = await response.json();
    expect(kept).toMatchObject({ project, version_a: "v1", version_b: "v2" });
    expect(
      kept.metrics.find((each: { metric_name: string }) => each.metric_name === "thumbs_up"),
    ).toMatchObject({
      version_a_score: 0.5,
      version_b_score: 1,
      version_a_n: 2,
      version_b_n: 2,
      difference: 0.5,
      method: "newcombe",
    });
    const reader = await api(await createKey({ scopes: ["read"], project }));
    expect(await (await reader.get(`${VERSIONS}/comparisons`)).json()).toEqual({ data: [kept] });
    const other = await api(await createKey({ scopes: ["read", "ingest"], project: `${project}-other` }));
    expect(await (await other.get(`${VERSIONS}/comparisons`)).json()).toEqual({ data: [] });
    for (const client of [
      reader,
      await api(await createKey({ scopes: ["ingest", "read"], project })),
      await as(await createMember({ role: "reviewer", projects: [project] })),
    ]) {
      await expectProblem(await client.post(`${VERSIONS}/compare`, { data: { a: "v1", b: "v2" } }), 403);
    }
    await expectProblem(
      await owner.post(`${VERSIONS}/compare`, { data: { a: "v1", b: "v2", project: `${project}-other` } }),
      403,
      "project",
    );
    await expectProblem(await other.get(`${VERSIONS}/compare?a=v1&b=v2`), 404, "a");
    await expectProblem(await other.get(`${VERSIONS}/compare?a=v1&b=v2&project=${project}`), 404);
    for (const [search, status, path] of [
      ["a=v1", 400, "b"],
      ["a=v1&b=v1", 400, "b"],
      ["a=v1&b=v9", 404, "b"],
      ["a=v1&b=v2&colour=red", 400, "colour"],
    ] as const) {
      await expectProblem(await reader.get(`${VERSIONS}/compare?${search}`), status, path);
    }
  });
});
