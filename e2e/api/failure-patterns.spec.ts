import type { APIRequestContext } from "@playwright/test";
import { pathsOf, requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

const PATTERNS = "/v1/executions/failure-patterns";

type Item = Record<string, unknown>;
const failure = (project: string, error: string | null, more: Item = {}): Item => ({
  project,
  user_prompt: "show sales by region",
  action_plan: {},
  success: false,
  error,
  ...more,
});

async function record(program: APIRequestContext, items: Item[]): Promise<string[]> {
  const answer = await program.post("/v1/executions/batch", { data: { items } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).ids;
}
const read = async (client: Pick<APIRequestContext, "get">, path: string) => {
  const answer = await client.get(path);
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
};

test("a pattern is new, known, fixed in a version, and comes back by itself when that version fails", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const status = async () => (await read(program, `${PATTERNS}?project=${project}`)).data[0];
  const update = async (data: Item) => {
    const answer = await owner.patch(`${PATTERNS}/${(await status()).id}`, data);
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  const keyError = (column: string, prompt_version: string) =>
    failure(project, `KeyError: '${column}'`, { prompt_version, error_class: "execution" });
  await record(program, [keyError("price", "v1"), keyError("unit cost", "v1"), keyError("qty", "v2")]);
  expect(await status()).toMatchObject({
    project,
    pattern: "KeyError: <value>",
    error_class: "execution",
    status: "new",
    count: 3,
    versions: [
      { version: "v1", count: 2 },
      { version: "v2", count: 1 },
    ],
    examples: [{ user_prompt: "show sales by region" }, {}, {}],
  });
  expect(await update({ status: "known", note: "Models invent columns." })).toMatchObject({
    status: "known",
    note: "Models invent columns.",
    version: 2,
  });
  const stale = await owner.patch(`${PATTERNS}/${(await status()).id}`, { note: null, expected_version: 1 });
  expect(stale.status()).toBe(409);
  expect(await stale.json()).toMatchObject({ stored_version: 2 });
  expect(await update({ status: "fixed", fixed_in_version: "v3" })).toMatchObject({
    status: "fixed",
    fixed_in_version: "v3",
    version: 3,
  });
  await record(program, [keyError("a", "v2")]);
  expect(await status()).toMatchObject({ status: "fixed", count: 4 });
  const [id] = await record(program, [keyError("b", "v3")]);
  const back = await status();
  expect(back).toMatchObject({
    status: "regressed",
    regressed_in_version: "v3",
    fixed_in_version: "v3",
    count: 5,
  });
  expect(await read(program, `${PATTERNS}?project=${project}&status=known,new`)).toEqual({
    data: [],
    next_cursor: null,
  });

  expect((await read(program, `/v1/executions?failure_pattern_id=${back.id}`)).data).toHaveLength(5);
  expect(await read(program, `${PATTERNS}/heatmap?project=${project}`)).toMatchObject({
    patterns: [{ id: back.id, count: 5, status: "regressed" }],
    total_patterns: 1,
    versions: [
      { version: "v1", total: 2 },
      { version: "v2", total: 2 },
      { version: "v3", total: 1 },
    ],
    cells: [
      { version: "v1", count: 2 },
      { version: "v2", count: 2 },
      { version: "v3", count: 1 },
    ],
  });
  expect((await read(program, `${PATTERNS}/heatmap?project=${project}&versions=1`)).cells).toEqual([
    { pattern_id: back.id, version: "v3", count: 1 },
  ]);
  // What is reported as a success after all leaves the pattern.
  const patched = await program.patch(`/v1/executions/${id}`, { data: { success: true } });
  expect(patched.status(), await patched.text()).toBe(200);
  expect(await status()).toMatchObject({ count: 4 });
});

test("twenty writers of the same new error make one pattern", async ({ api, createKey, project }) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      program.post("/v1/executions", {
        data: failure(project, `TimeoutError: no answer after ${n * 100} ms`),
      }),
    ),
  );
  expect(answers.map((answer) => answer.status())).toEqual(Array(20).fill(201));
  expect((await read(program, `${PATTERNS}?project=${project}`)).data).toMatchObject([
    { pattern: "TimeoutError: no answer after <n> ms", count: 20 },
  ]);
});

test("pages go on where they end; filters and changes name what is wrong with them", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const texts = ["KeyError: 'a'", "ZeroDivisionError: division by zero", "no numeric column", null];
  await record(
    program,
    texts.flatMap((error, n) =>
      Array.from({ length: n + 1 }, () => failure(project, error, { model: "m1" })),
    ),
  );
  const first = await read(program, `${PATTERNS}?project=${project}&limit=3`);
  expect(first.data.map(({ count }: { count: number }) => count)).toEqual([4, 3, 2]);
  const second = await read(program, `${PATTERNS}?project=${project}&limit=3&cursor=${first.next_cursor}`);
  expect(second).toMatchObject({ data: [{ pattern: "KeyError: <value>", count: 1 }], next_cursor: null });
  expect((await read(program, `${PATTERNS}?project=${project}&model=m1,m2`)).data).toHaveLength(4);
  expect((await read(program, `${PATTERNS}?project=${project}&model=m2`)).data).toEqual([]);

  for (const [query, path] of [
    ["status=open", "status"],
    ["error_class=typo", "error_class"],
    ["limit=501", "limit"],
    ["cursor=MTJ8Zm9v", "cursor"],
    ["from=2026-03-01T10:00:00Z", "from"],
    ["colour=red", "colour"],
  ]) {
    const refused = await program.get(`${PATTERNS}?${query}`);
    expect(refused.status(), query).toBe(400);
    expect(await pathsOf(refused), query).toContain(path);
  }
  for (const path of ["patterns", "versions"])
    expect(await pathsOf(await program.get(`${PATTERNS}/heatmap?${path}=0`))).toEqual([path]);
  const owner = requestsOf(await as(await createMember({ role: "product_owner" })));
  const target = `${PATTERNS}/${first.data[0].id}`;
  for (const [body, path] of [
    [{ status: "open" }, "status"],
    [{ status: "known", fixed_in_version: "v1" }, "fixed_in_version"],
    [{ note: "" }, "note"],
    [{ expected_version: 1 }, ""],
  ] as const) {
    const refused = await owner.patch(target, body);
    expect(refused.status(), JSON.stringify(body)).toBe(400);
    expect(await pathsOf(refused)).toContain(path);
  }
  expect((await owner.patch(target, { status: "regressed" })).status()).toBe(409);
});

test("reviewers and keys read but do not judge; another project has no patterns to see", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  await record(program, [failure(project, "KeyError: 'a'")]);
  const { data } = await read(program, `${PATTERNS}?project=${project}`);
  const target = `${PATTERNS}/${data[0].id}`;
  const reviewer = requestsOf(await as(await createMember({ role: "reviewer", projects: [project] })));
  const elsewhere = requestsOf(await as(await createMember({ role: "admin", projects: [`${project}-2`] })));
  const recorder = await api(await createKey({ scopes: ["ingest"], project }));
  expect((await read(reviewer, `${PATTERNS}?project=${project}`)).data).toHaveLength(1);
  expect((await reviewer.patch(target, { status: "known" })).status()).toBe(403);
  expect((await program.patch(target, { data: { status: "known" } })).status()).toBe(403);
  expect((await elsewhere.patch(target, { status: "known" })).status()).toBe(404);
  for (const path of [PATTERNS, `${PATTERNS}/heatmap`]) {
    expect((await recorder.get(path)).status()).toBe(403);
    expect((await (await api()).get(path)).status()).toBe(401);
  }
  expect((await read(elsewhere, `${PATTERNS}?project=${project}`)).data).toEqual([]);
  expect(await read(elsewhere, `${PATTERNS}/heatmap?project=${project}`)).toMatchObject({
    patterns: [],
    versions: [],
    cells: [],
  });
});
