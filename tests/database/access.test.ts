import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testEnvironment } from "./support/environment";
import { uniqueName } from "./support/principals";
import {
  anonymous,
  type Caller,
  issueKey,
  type RestAnswer,
  removeFixtures,
  rest,
  signUpPerson,
} from "./support/rest";
import { tables } from "./support/tables";

// Who may do what to the rows of each table, straight through the REST API: s = select, i = insert, u = update,
// d = delete, "own" = only rows that are one's own. "of P" is limited to the project P and may do it there alone; the
// others may do it in every project. Keys write through functions, so they hold no letters but s.
const matrix = `
                                  | reviewer | product_owner | admin    | reviewer of P | admin of P | stranger | anon | ingest | read | export | metrics | ingest+read | all of P | revoked | expired
projects                          | s        | s             | si       | s             | si         |          |      |        | s    | s      |         | s           | s        |         |        
members                           | own s    | own s         | siud     | own s         | own s      |          |      |        |      |        |         |             |          |         |        
saved_views                       | own siud | own siud      | own siud | own siud      | own siud   |          |      |        |      |        |         |             |          |         |        
invitations                       |          |               | siud     |               |            |          |      |        |      |        |         |             |          |         |        
api_keys                          |          |               | siud     |               |            |          |      |        |      |        |         |             |          |         |        
audit_log                         |          |               | s        |               |            |          |      |        |      |        |         |             |          |         |        
feedback                          | s        | s             | siud     | s             | siud       |          |      |        | s    | s      |         | s           | s        |         |        
feedback_revisions                | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
feedback_trash                    |          |               | s        |               | s          |          |      |        |      |        |         |             |          |         |        
feedback_daily                    | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
feedback_daily_people             | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
idempotency_keys                  |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
job_runs                          |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
prompt_tuning_sessions            | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
tuning_conversation_turns         | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
tuning_improvements               | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
tuning_improvements_trash         |          |               | s        |               | s          |          |      |        |      |        |         |             |          |         |        
turn_reviews                      | own s    | own s         | own s    | own s         | own s      |          |      |        |      |        |         |             |          |         |        
turn_review_revisions             | own s    | own s         | own s    | own s         | own s      |          |      |        |      |        |         |             |          |         |        
turn_adjudications                | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
review_queues                     | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
review_queue_slots                | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
prompt_versions                   | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
prompt_version_comparisons        | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
settings                          |          |               | s        |               |            |          |      |        |      |        |         |             |          |         |        
member_preferences                | own s    | own s         | own s    | own s         | own s      |          |      |        |      |        |         |             |          |         |        
prompt_tuning_sessions_archive    | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
tuning_conversation_turns_archive | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
tuning_improvements_archive       | own s    | own s         | s        | own s         | s          |          |      |        |      |        |         |             |          |         |        
turn_reviews_archive              |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
turn_review_revisions_archive     |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
turn_adjudications_archive        |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
review_queue_slots_archive        |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
tuning_archive_entries            | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
project_settings                  |          |               | s        |               | s          |          |      |        |      |        |         |             |          |         |        
llm_conversations                 | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
llm_interactions                  | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
llm_analytics                     | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
llm_latency_daily                 | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
user_llm_daily                    | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
user_llm_profiles                 | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
model_prices                      | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
budgets                           | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
budget_periods                    | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
budgets_trash                     |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
alerts                            | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
webhooks                          |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
webhook_deliveries                |          |               |          |               |            |          |      |        |      |        |         |             |          |         |        
users                             | s        | s             | s        |               |            |          |      |        | s    | s      |         | s           |          |         |        
llm_feedback                      | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
llm_feedback_daily                | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
failure_patterns                  | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
failure_pattern_daily             | s        | s             | s        | s             | s          |          |      |        | s    | s      |         | s           | s        |         |        
prompt_strategies                 | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
default_strategies                | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
knowledge_versions                | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
prompt_test_cases                 | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
experiments                       | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
experiment_variants               | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
experiment_assignments            | s        | s             | s        | s             | s          |          |      |        | s    |        |         | s           | s        |         |        
datasets                          |          |               | s        |               | s          |          |      |        |      | s      |         |             | s        |         |        
dataset_schedules                 |          |               | s        |               | s          |          |      |        |      | s      |         |             | s        |         |        
dataset_versions                  |          |               | s        |               | s          |          |      |        |      | s      |         |             | s        |         |        
dataset_items                     |          |               | s        |               | s          |          |      |        |      | s      |         |             | s        |         |        
`;

const own = uniqueName("p");
const other = uniqueName("q");
let sql: Sql;
let callers: Record<string, Caller> = {};
const madeAccounts: Caller[] = [];

beforeAll(async () => {
  sql = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { max: 6, onnotice: () => {} });
  callers = {
    reviewer: await signUpPerson(sql, "reviewer"),
    product_owner: await signUpPerson(sql, "product_owner"),
    admin: await signUpPerson(sql, "admin"),
    "reviewer of P": await signUpPerson(sql, "reviewer", [own]),
    "admin of P": await signUpPerson(sql, "admin", [own]),
    stranger: await signUpPerson(sql),
    anon: anonymous,
    ingest: await issueKey(sql, ["ingest"]),
    read: await issueKey(sql, ["read"]),
    export: await issueKey(sql, ["export"]),
    metrics: await issueKey(sql, ["metrics"]),
    "ingest+read": await issueKey(sql, ["ingest", "read"]),
    "all of P": await issueKey(sql, ["ingest", "read", "export", "metrics"], { project: own }),
    revoked: await issueKey(sql, ["ingest", "read", "export", "metrics"], { isRevoked: true }),
    expired: await issueKey(sql, ["ingest", "read", "export", "metrics"], { isExpired: true }),
  };
});
afterAll(async () => {
  await removeFixtures(sql, [...Object.values(callers), ...madeAccounts], [own, other]);
  await sql.end();
});

const [header = "", ...lines] = matrix.trim().split("\n");
const names = header
  .split("|")
  .slice(1)
  .map((name) => name.trim());
const expected = lines.map((line) => {
  const [table = "", ...cells] = line.split("|").map((cell) => cell.trim());
  return { table, cells: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])) };
});

interface StoredRow {
  /** The query string that selects it. */
  filter: string;
  read(): Promise<unknown>;
}

/** Makes a row as the superuser, past every policy. */
async function store(table: string, project: string, owner?: string): Promise<StoredRow> {
  const row = await newRow(table, project, owner);
  // A member's own row is there already.
  if (table !== "members" || !owner) await sql`insert into ${sql(`public.${table}`)} ${sql(row)}`;
  return find(table, row);
}

async function newRow(table: string, project: string, owner?: string): Promise<Record<string, unknown>> {
  const { row: make, owner: column } = fixtureOf(table);
  const row = await make(sql, project);
  if (column) madeAccounts.push({ id: String(row[column]), token: null });
  if (column && owner) row[column] = owner;
  // The one table whose row is the project itself.
  if (table === "projects") await sql`delete from public.projects where project = ${project}`;
  return row;
}

function find(table: string, row: Record<string, unknown>): StoredRow {
  const { key } = fixtureOf(table);
  const condition = key.map((column) => [column, String(row[column])] as const);
  return {
    filter: condition.map(([column, value]) => `${column}=eq.${encodeURIComponent(value)}`).join("&"),
    read: async () => {
      const where = condition.map(([column], index) => `t.${column}::text = $${index + 1}`).join(" and ");
      const rows = await sql.unsafe(
        `select to_jsonb(t) as row from public.${table} t where ${where}`,
        condition.map(([, value]) => value),
      );
      return rows[0]?.row ?? null;
    },
  };
}

function fixtureOf(table: string) {
  const fixture = tables[table];
  if (!fixture) throw new Error(`no fixture for ${table}`);
  return fixture;
}

const isEnded = (name: string) => name === "revoked" || name === "expired";

/** A refusal or an answer about nothing; a key that has ended may be told so instead. */
function expectNothing(name: string, answer: RestAnswer): void {
  if (isEnded(name) && answer.code === "PT401") return;
  expect(answer.status).toBeLessThan(300);
}

/** Tries all four commands on a row that belongs to `project` and, when one is given, to `owner`. */
async function tryRow(
  name: string,
  table: string,
  project: string,
  rights: string,
  owner?: string,
): Promise<void> {
  const caller = callers[name] as Caller;
  const { change } = fixtureOf(table);

  const stored = await store(table, project, owner);
  const before = await stored.read();
  const seen = await rest(caller, "GET", `${table}?${stored.filter}`);
  if (!(isEnded(name) && seen.code === "PT401")) {
    expect(seen, "select").toMatchObject({ status: 200 });
    expect(seen.body, "select").toHaveLength(rights.includes("s") ? 1 : 0);
  }

  const updated = await rest(caller, "PATCH", `${table}?${stored.filter}`, { body: change });
  if (rights.includes("u")) {
    expect(updated.status, "update").toBeLessThan(300);
    expect(await stored.read(), "update").not.toEqual(before);
  } else {
    expectNothing(name, updated);
    expect(await stored.read(), "update").toEqual(before);
  }

  const kept = await stored.read();
  const deleted = await rest(caller, "DELETE", `${table}?${stored.filter}`);
  if (rights.includes("d")) {
    expect(deleted.status, "delete").toBeLessThan(300);
    expect(await stored.read(), "delete").toBeNull();
  } else {
    expectNothing(name, deleted);
    expect(await stored.read(), "delete").toEqual(kept);
  }

  if (table === "members" && owner) return;
  const row = await newRow(table, project, owner);
  const inserted = await rest(caller, "POST", table, { body: row });
  if (rights.includes("i")) {
    expect(inserted, "insert").toMatchObject({ status: 201 });
    expect(await find(table, row).read(), "insert").not.toBeNull();
  } else {
    if (!(isEnded(name) && inserted.code === "PT401"))
      expect(inserted, "insert").toMatchObject({ code: "42501" });
    expect(await find(table, row).read(), "insert").toBeNull();
  }
}

describe.each(expected)("$table", ({ table, cells }) => {
  // A project has one row in each of these, so there callers would meet.
  const hasOneRow = ["projects", "project_settings", "default_strategies", "knowledge_versions"].includes(
    table,
  );
  const runner = hasOneRow ? test : test.concurrent;
  runner.each(Object.entries(cells))("%s: %s", async (name, cell) => {
    const isOwnOnly = cell.startsWith("own ");
    const rights = cell.replace("own ", "");
    const isLimited = name.endsWith("of P");
    const inOther = isLimited ? "" : rights;
    await tryRow(name, table, own, isOwnOnly ? "" : rights);
    if (fixtureOf(table).hasProject) await tryRow(name, table, other, isOwnOnly ? "" : inOther);
    if (!isOwnOnly) return;
    const owner = callers[name]?.id ?? undefined;
    await tryRow(name, table, own, rights, owner);
    if (fixtureOf(table).hasProject) await tryRow(name, table, other, inOther, owner);
  });
});

describe("the matrix", () => {
  test("has a line for every table of public and private, and private holds none that the API could reach", async () => {
    const found = await sql<{ name: string }[]>`
      select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'f', 'm') order by 1`;
    expect(found.map((row) => row.name).sort()).toEqual(expected.map((line) => line.table).sort());
    expect(Object.keys(tables).sort()).toEqual(expected.map((line) => line.table).sort());
  });

  test("holds for the view as for the rollup under it", async () => {
    const daily = expected.find((line) => line.table === "feedback_daily");
    for (const project of [own, other]) {
      const { filter } = await store("feedback_daily", project);
      for (const [name, cell] of Object.entries(daily?.cells ?? {})) {
        const answer = await rest(callers[name] as Caller, "GET", `model_accuracy_by_intent?${filter}`);
        if (isEnded(name) && answer.code === "PT401") continue;
        const isVisible = cell === "s" && (project === own || !name.endsWith("of P"));
        expect(answer.body, `${name} in ${project}`).toHaveLength(isVisible ? 1 : 0);
      }
    }
  });
});

describe("beside the matrix", () => {
  test("a forged, foreign or expired token is nobody", async () => {
    const { filter } = await store("feedback", own);
    const [head, body] = (callers.admin?.token ?? "").split(".");
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    for (const token of [`${head}.${body}.`, `${none}.${body}.`, `${head}.${body}.AAAA`, "nonsense"]) {
      const answer = await rest({ id: null, token }, "GET", `feedback?${filter}`);
      // The local API takes a text that is no token for nobody; a hosted one refuses it.
      if (answer.status !== 401) expect(answer).toMatchObject({ status: 200, body: [] });
    }
  });

  test("a key is refused from the moment it is revoked, whatever its token says", async () => {
    const key = await issueKey(sql, ["read"]);
    madeAccounts.push(key);
    const { filter } = await store("feedback", own);
    expect((await rest(key, "GET", `feedback?${filter}`)).body).toHaveLength(1);
    await sql`update public.api_keys set revoked_at = now() where id = ${key.id}`;
    expect(await rest(key, "GET", `feedback?${filter}`)).toMatchObject({ code: "PT401", status: 401 });
  });

  test("a member who is removed sees nothing more, with the same token", async () => {
    const person = await signUpPerson(sql, "reviewer");
    madeAccounts.push(person);
    const { filter } = await store("feedback", own);
    expect((await rest(person, "GET", `feedback?${filter}`)).body).toHaveLength(1);
    await sql`delete from public.members where user_id = ${person.id}`;
    expect((await rest(person, "GET", `feedback?${filter}`)).body).toHaveLength(0);
  });

  test("an admin limited to a project cannot lift the limit, nor move votes out of it", async () => {
    const limited = callers["admin of P"] as Caller;
    await rest(limited, "PATCH", `members?user_id=eq.${limited.id}`, { body: { projects: null } });
    const [row] = await sql`select projects from public.members where user_id = ${limited.id}`;
    expect(row?.projects).toEqual([own]);
    const vote = await store("feedback", own);
    const moved = await rest(limited, "PATCH", `feedback?${vote.filter}`, { body: { project: other } });
    expect(moved.code).toBe("42501");
    expect(await vote.read()).toMatchObject({ project: own });
  });

  test("the schema private is not part of the API", async () => {
    for (const [method, path] of [
      ["POST", "rpc/rebuild_feedback_rollups"],
      ["POST", "rpc/audit"],
      ["POST", "rpc/principal"],
    ] as const) {
      const profiles: Record<string, string>[] = [
        {},
        { "content-profile": "private", "accept-profile": "private" },
      ];
      for (const headers of profiles) {
        const answer = await rest(callers.admin as Caller, method, path, { body: {}, headers });
        expect([404, 406], `${path} ${JSON.stringify(headers)}`).toContain(answer.status);
      }
    }
  });
});
