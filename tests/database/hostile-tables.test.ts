import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testEnvironment } from "./support/environment";
import {
  bury,
  findText,
  fingerprint,
  forgedText,
  inParallel,
  isEmptyAnswer,
  listRelations,
  nobodies,
  type Relation,
  send,
  summonHostiles,
  type Treasure,
  unbury,
} from "./support/hostile";
import { uniqueName } from "./support/principals";
import { type Caller, issueKey, removeFixtures, signUpPerson } from "./support/rest";

type Asked = { method: string; path: string; body?: unknown; headers?: Record<string, string> };

// What access.test.ts asks row by row, asked as an attacker would: whole tables, other verbs, embeddings, aggregates and headers,
// for every table and view that PostgreSQL knows. Afterwards the owner of the database counts and hashes the rows again.

// Thousands of requests, beside other work.
vi.setConfig({ testTimeout: 300_000 });

const own = uniqueName("p");
const other = uniqueName("q");
const everywhere: Record<string, Caller> = {};
let sql: Sql;
let relations: Relation[] = [];
let callers: Record<string, Caller> = {};
let mine: Treasure;
let theirs: Treasure;
let before: Record<string, string>;

beforeAll(async () => {
  sql = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { max: 4, onnotice: () => {} });
  callers = await summonHostiles(sql, own);
  Object.assign(everywhere, {
    reviewer: await signUpPerson(sql, "reviewer"),
    product_owner: await signUpPerson(sql, "product_owner"),
    read: await issueKey(sql, ["read"]),
    export: await issueKey(sql, ["export"]),
  });
  relations = await listRelations(sql);
  mine = await bury(sql, own);
  theirs = await bury(sql, other);
  before = await fingerprint(sql, [mine, theirs]);
});
afterAll(async () => {
  await unbury(sql, [mine, theirs]);
  await removeFixtures(sql, [...Object.values(callers), ...Object.values(everywhere)], [own, other]);
  await sql.end();
});

const relationNamed = (name: string) => relations.find((each) => each.name === name);

/** Every trick for those whose rights differ most; for the others, whose rights are the same or less, the plain ones. */
const thorough = ["stranger", "all of P"];

/** Ways to ask a relation for more than one row by its key. */
function readsOf(
  caller: string,
  { name, columns, neighbours }: Relation,
): { path: string; headers?: Record<string, string> }[] {
  const [first = "id"] = columns;
  const path = (query: string) => `/rest/v1/${name}?${query}`;
  const plain = [
    { path: path("") },
    { path: path("select=*"), headers: { prefer: "count=exact", range: "0-99999" } },
    { path: path("select=count()") },
  ];
  if (!thorough.includes(caller)) return plain;
  return [
    ...plain,
    { path: path(`select=${first},count()`) },
    { path: path(`or=(${first}.not.is.null,${first}.is.null)`) },
    { path: path(`${first}=not.is.null&limit=100000&offset=0`) },
    { path: path(`select=${columns.map((column) => `${column}::text`).join(",")}`) },
    { path: path(""), headers: { accept: "text/csv" } },
    { path: path("limit=1"), headers: { accept: "application/vnd.pgrst.object+json" } },
    { path: path(""), headers: { accept: "application/vnd.pgrst.plan+json; options=analyze|verbose" } },
    { path: path(`order=${first}.desc;select+1--`) },
    { path: path("select=*,(select+key_sha256+from+api_keys)") },
    { path: path(`${first}=eq.x')+or+1%3D1--`) },
    ...["api_keys", "members"].map((target) => ({
      path: path(`select=*,${target}(*)`),
    })),
    ...neighbours.flatMap((target) => [
      { path: path(`select=*,${target}(*)`) },
      { path: path(`select=${target}!inner(*)`) },
    ]),
    ...(name === "feedback" ? ["private", "auth", "pg_catalog", "information_schema"] : ["private"]).map(
      (schema) => ({ path: path(""), headers: { "accept-profile": schema } }),
    ),
  ];
}

describe("reading whole tables", () => {
  test("the catalog is all there", () => {
    expect(relations.length).toBeGreaterThan(60);
    expect(relationNamed("model_accuracy_by_intent")?.kind).toBe("view");
  });

  test.each(nobodies)("%s gets no row of any table or view, however it asks", async (name) => {
    const caller = callers[name] as Caller;
    const leaks: string[] = [];
    const broken: string[] = [];
    const asked = relations.flatMap((relation) =>
      readsOf(name, relation).map((read) => ({ relation: relation.name, ...read })),
    );
    await inParallel(asked, 8, async ({ relation, path, headers = {} }) => {
      // Of herself a stranger has no row in any table; whoever is limited to a project is among the limited below.
      const answer = await send(caller, "GET", path, { headers });
      const isPlan = (answer.headers.get("content-type") ?? "").includes("pgrst.plan");
      if (!isPlan && !isEmptyAnswer(answer)) leaks.push(`${path}: ${answer.text.slice(0, 200)}`);
      if ([...mine.marks, ...theirs.marks].some((mark) => answer.text.includes(mark)))
        leaks.push(`${relation} names a row: ${path}`);
      if (answer.status >= 500 && answer.status !== 501)
        broken.push(`${answer.status} ${path} ${answer.text}`);
    });
    expect(leaks).toEqual([]);
    expect(broken).toEqual([]);
  });

  test.each(["read of P", "export of P", "all of P", "reviewer of P", "product_owner of P", "admin of P"])(
    "%s gets no word of another project, however it asks",
    async (name) => {
      const caller = callers[name] as Caller;
      const leaks: string[] = [];
      const asked = relations.flatMap((relation) => readsOf(name, relation));
      await inParallel(asked, 8, async ({ path, headers = {} }) => {
        const answer = await send(caller, "GET", path, { headers });
        if (theirs.marks.some((mark) => answer.text.includes(mark))) leaks.push(path);
      });
      expect(leaks).toEqual([]);
      // The questions do find rows where there is a right to them.
      const found = await send(caller, "GET", "/rest/v1/projects?select=project");
      expect(found.text).toContain(own);
    },
  );

  test("nobody but an admin of every project reads a secret's hash, a token or a webhook's secret", async () => {
    const secrets = await sql<{ secret: string }[]>`
      select key_sha256 as secret from public.api_keys union select token_sha256 from public.invitations
      union select secret from public.webhooks`;
    const values = secrets.map((row) => row.secret);
    expect(values.length).toBeGreaterThan(3);
    const leaks: string[] = [];
    const holders = relations.filter(({ columns }) => columns.some((each) => /sha256|secret/.test(each)));
    expect(holders.map((each) => each.name)).toEqual(
      expect.arrayContaining(["api_keys", "invitations", "webhooks"]),
    );
    const names = holders.flatMap(({ name, neighbours }) => [name, ...neighbours]);
    const secretive = relations.filter(({ name }) => names.includes(name));
    const asked = Object.entries({ ...callers, ...everywhere }).flatMap(([name, caller]) =>
      secretive.flatMap((relation) =>
        [
          `/rest/v1/${relation.name}`,
          ...relation.neighbours.map((target) => `/rest/v1/${relation.name}?select=*,${target}(*)`),
        ].map((path) => ({ name, caller, path })),
      ),
    );
    await inParallel(asked, 8, async ({ name, caller, path }) => {
      const { text } = await send(caller, "GET", path);
      if (values.some((value) => text.includes(value))) leaks.push(`${name}: ${path}`);
    });
    expect(leaks).toEqual([]);
  });

  test("nothing is published for listeners: the realtime publication, if there is one, holds no table", async () => {
    expect([...(await sql`select * from pg_catalog.pg_publication_tables`)]).toEqual([]);
  });
});

describe("writing whole tables", () => {
  /** Callers whose role in the matrix of access.test.ts lets them change no row at all but views of their own. */
  const writers = [
    ...nobodies,
    "read of P",
    "export of P",
    "all of P",
    "reviewer of P",
    "product_owner of P",
  ];

  test.each(writers)("%s changes, replaces, adds and deletes nothing", async (name) => {
    const caller = callers[name] as Caller;
    const text = forgedText();
    const asked: Asked[] = relations.flatMap((relation): Asked[] => {
      const path = `/rest/v1/${relation.name}`;
      const rows = [...(mine.rows[relation.name] ?? []), ...(theirs.rows[relation.name] ?? [])];
      const [first = "id"] = relation.columns;
      const forged = Object.fromEntries(
        relation.columns.map((column) => [column, column === "project" ? own : text]),
      );
      const plain = [
        { method: "PATCH", path, body: rows[0]?.change ?? forged },
        { method: "DELETE", path },
        { method: "POST", path, body: forged },
      ];
      if (!thorough.includes(name)) return plain;
      return [
        ...plain,
        {
          method: "PATCH",
          path: `${path}?or=(${first}.not.is.null,${first}.is.null)`,
          body: rows[0]?.change,
        },
        { method: "DELETE", path: `${path}?${first}=not.is.null` },
        { method: "POST", path, body: [forged, forged], headers: { prefer: "return=representation" } },
        { method: "POST", path: `${path}?columns=${first}`, body: [forged] },
        { method: "POST", path, body: forged, headers: { "content-profile": "private" } },
        { method: "POST", path, body: {}, headers: { "x-http-method-override": "DELETE" } },
        ...rows.flatMap(({ filter, key, change }) => [
          {
            method: "POST",
            path: `${path}?on_conflict=${Object.keys(key).join(",")}`,
            body: { ...key, ...change },
            headers: { prefer: "resolution=merge-duplicates,return=representation" },
          },
          { method: "PUT", path: `${path}?${filter}`, body: { ...key, ...change } },
          {
            method: "PATCH",
            path: `${path}?${filter}`,
            body: change,
            headers: { prefer: "return=representation,handling=lenient,tx=commit" },
          },
        ]),
      ];
    });
    const leaks: string[] = [];
    await inParallel(asked, 8, async ({ method, path, ...rest }) => {
      const answer = await send(caller, method, path, rest);
      const marks = nobodies.includes(name) ? [...mine.marks, ...theirs.marks] : theirs.marks;
      // What was sent may come back in a refusal; another row's content may not.
      const sent = JSON.stringify(rest.body ?? "") + path;
      if (marks.some((mark) => answer.text.includes(mark) && !sent.includes(mark)))
        leaks.push(`${method} ${path}`);
    });
    expect(leaks).toEqual([]);
    expect(await findText(sql, text)).toEqual([]);
    expect(await fingerprint(sql, [mine, theirs])).toEqual(before);
  });

  test("nobody raises a role: not in members, not by an invitation or a key, not in the account", async () => {
    const env = testEnvironment();
    for (const [name, caller] of Object.entries({ ...callers, ...everywhere })) {
      if (!caller.id) continue;
      const rights = () => sql`
        select m.role, m.projects, null::text[] as scopes from public.members m where user_id = ${caller.id}
        union all select null, null, scopes from public.api_keys where id = ${caller.id}`;
      const held = [...(await rights())];
      const email = `${uniqueName("raised")}@example.test`;
      await send(caller, "PATCH", `/rest/v1/members?user_id=eq.${caller.id}`, {
        body: { role: "admin", projects: null },
      });
      await send(caller, "POST", "/rest/v1/members", {
        body: { user_id: caller.id, email, role: "admin" },
        headers: { prefer: "resolution=merge-duplicates" },
      });
      await send(caller, "POST", "/rest/v1/invitations", {
        body: { email, role: "admin", token_sha256: "0".repeat(64), expires_at: "2030-01-01" },
      });
      await send(caller, "POST", "/rest/v1/api_keys", {
        body: {
          id: caller.id,
          name: email,
          key_prefix: "rt_abcd",
          key_sha256: "1".repeat(64),
          scopes: ["read"],
        },
        headers: { prefer: "resolution=merge-duplicates" },
      });
      await send(caller, "PATCH", `/rest/v1/api_keys?id=eq.${caller.id}`, {
        body: {
          scopes: ["ingest", "read", "export", "metrics"],
          project: null,
          revoked_at: null,
          expires_at: null,
        },
      });
      // What an account says of itself is no right either.
      const claims = {
        role: "service_role",
        app_metadata: { role: "service_role" },
        user_metadata: { role: "admin" },
      };
      await send(caller, "PUT", "/auth/v1/user", {
        body: { ...claims, data: { role: "admin", is_admin: true } },
      });
      const admin = await send(caller, "GET", "/auth/v1/admin/users");
      expect(admin.status, name).toBeGreaterThanOrEqual(400);
      const made = await send(caller, "POST", "/auth/v1/admin/users", {
        body: { email, password: "a long password", email_confirm: true, role: "service_role" },
      });
      expect(made.status, name).toBeGreaterThanOrEqual(400);
      expect([...(await rights())], name).toEqual(held);
      expect(await findText(sql, email), name).toEqual([]);
    }
    // The role in the account's row is what its next token says.
    const ids = Object.values({ ...callers, ...everywhere }).flatMap(({ id }) => (id ? [id] : []));
    const roles = await sql`select distinct role from auth.users where id = any (${ids})`;
    expect([...roles]).toEqual([{ role: "authenticated" }]);
    const signUp = await fetch(`${env.SUPABASE_URL}/auth/v1/signup`, {
      method: "POST",
      headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
      body: JSON.stringify({
        email: `${uniqueName("person")}@example.test`,
        password: uniqueName("password"),
        role: "service_role",
        app_metadata: { role: "service_role" },
        data: { role: "admin" },
      }),
    });
    const { access_token } = (await signUp.json()) as { access_token?: string };
    const claims = JSON.parse(
      Buffer.from((access_token ?? "..").split(".")[1] ?? "", "base64url").toString() || "{}",
    );
    expect(claims.role ?? "authenticated").toBe("authenticated");
    expect(
      isEmptyAnswer(await send({ id: null, token: access_token ?? null }, "GET", "/rest/v1/feedback")),
    ).toBe(true);
  });
});
