import { randomUUID } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testEnvironment } from "./support/environment";
import {
  bury,
  findText,
  fingerprint,
  forgedText,
  inParallel,
  send,
  summonHostiles,
  type Treasure,
  unbury,
} from "./support/hostile";
import { uniqueName } from "./support/principals";
import { type Caller, removeFixtures } from "./support/rest";

// Every function of the database, called through the Supabase address with arguments that an attacker would make up or guess.

interface FunctionRow {
  name: string;
  schema: "public" | "private";
  parameters: { name: string; type: string }[];
  /** Actions that its body, or that of the functions it calls, asks of its caller. */
  actions: string[];
}

// Thousands of requests, beside other work.
vi.setConfig({ testTimeout: 300_000 });

/** Functions that ask for no right, and what they answer to somebody who has none: nothing, or what holds where nothing is set. */
const openToAll: Record<string, RegExp> = {
  authenticate_api_key: /^\[\]$/,
  current_principal: /^\[\]$/,
  get_ingest_settings: /"project":null/,
};
/** Functions about what is a member's own. */
const ofMembers = ["get_preferences", "update_preferences"];

const own = uniqueName("p");
const other = uniqueName("q");
let sql: Sql;
let callers: Record<string, Caller> = {};
let functions: FunctionRow[] = [];
let mine: Treasure;
let theirs: Treasure;
let before: Record<string, string>;

async function listFunctions(): Promise<FunctionRow[]> {
  const rows = await sql<
    { name: string; schema: "public" | "private"; names: string[]; types: string[]; body: string }[]
  >`
    select p.proname as name, n.nspname as schema, p.prosrc as body,
      coalesce(p.proargnames[1:p.pronargs], '{}') as names,
      array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality a(t, i) order by i) as types
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and p.prokind = 'f'
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`;
  const known = new Set(bodyOfMatrix(rows).match(/(?<=')\w+(?=')/g));
  const bodies = new Map(rows.map((row) => [`${row.schema}.${row.name}`, row.body]));
  const actionsOf = (name: string, seen: Set<string>): string[] => {
    const body = bodies.get(name);
    if (body === undefined || seen.has(name)) return [];
    seen.add(name);
    const matches = (pattern: RegExp) => [...body.matchAll(pattern)].map((match) => match[1] as string);
    const required = matches(/private\.require\('(\w+)'\)/g);
    if (required.length > 0) return required;
    // An action that depends on an argument, or is handed on.
    const named = matches(/'(\w+)'/g).filter((word) => known.has(word));
    const called = matches(/\b((?:private|public)\.\w+)\(/g);
    return [...named, ...called.flatMap((each) => actionsOf(each, seen))];
  };
  return rows.map((row) => ({
    name: row.name,
    schema: row.schema,
    parameters: row.types.map((type, index) => ({ name: row.names[index] ?? "", type })),
    actions: [...new Set(actionsOf(`${row.schema}.${row.name}`, new Set()))],
  }));
}

const bodyOfMatrix = (rows: { schema: string; name: string; body: string }[]) =>
  rows.find((row) => row.schema === "private" && row.name === "allows")?.body ?? "";

beforeAll(async () => {
  sql = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { max: 4, onnotice: () => {} });
  callers = await summonHostiles(sql, own);
  functions = await listFunctions();
  mine = await bury(sql, own);
  theirs = await bury(sql, other);
  before = await fingerprint(sql, [mine, theirs]);
});
afterAll(async () => {
  await unbury(sql, [mine, theirs]);
  await removeFixtures(sql, Object.values(callers), [own, other]);
  await sql.end();
});

/** A value of the type that looks right. Texts are `text`, but for projects; JSON travels as text. */
function makeUp(parameter: { name: string; type: string }, text: string, id: string): unknown {
  const { name, type } = parameter;
  if (type.endsWith("[]")) return [makeUp({ name, type: type.slice(0, -2) }, text, id)];
  if (type === "uuid") return id;
  if (type === "boolean") return true;
  if (/^(integer|bigint|smallint|numeric|double precision)$/.test(type)) return 1;
  if (type.startsWith("timestamp")) return "2026-01-01T00:00:00Z";
  if (type === "date") return "2026-01-01";
  if (type === "interval") return "1 day";
  if (/^jsonb?$/.test(type)) return {};
  if (/^projects?$/.test(name)) return own;
  return text;
}

const argumentsOf = (row: FunctionRow, text: string, id: string) =>
  Object.fromEntries(row.parameters.map((each) => [each.name, makeUp(each, text, id)]));

const callable = () => functions.filter((each) => each.schema === "public");

describe("a made-up call", () => {
  test("of any function is refused to whoever has no right", async () => {
    const text = forgedText();
    expect(callable().length).toBeGreaterThan(150);
    const wrong: string[] = [];
    for (const name of ["anon", "stranger", "revoked"]) {
      const caller = callers[name] as Caller;
      await inParallel(callable(), 8, async (row) => {
        // Only a stranger is asked twice: the others fall at the same gate.
        for (const value of name === "stranger" ? [text, "{}"] : [text]) {
          const body = argumentsOf(row, value, randomUUID());
          const answer = await send(caller, "POST", `/rest/v1/rpc/${row.name}`, { body });
          const isRefused = answer.status >= 400 && answer.status < 500;
          const isOpen = openToAll[row.name]?.test(answer.text) ?? false;
          if (!isRefused && !isOpen)
            wrong.push(`${name} ${row.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(await findText(sql, text)).toEqual([]);
    expect(await fingerprint(sql, [mine, theirs])).toEqual(before);
  });

  test("of a function that asks for a right which the caller lacks is refused to every lesser role and scope", async () => {
    const text = forgedText();
    const wrong: string[] = [];
    const unknown = callable().filter((row) => row.actions.length === 0);
    const triggers = ["update_improvement_count", "update_session_metrics", "update_updated_at_column"];
    expect(
      unknown
        .map((row) => row.name)
        .filter((name) => ![...Object.keys(openToAll), ...ofMembers, ...triggers].includes(name)),
    ).toEqual([]);
    const lesser = Object.keys(callers).filter(
      (name) => / of P$|^metrics$/.test(name) && name !== "admin of P",
    );
    let refused = 0;
    for (const name of lesser) {
      const caller = callers[name] as Caller;
      const rights = await rightsOf(caller);
      const lacking = callable().filter(
        (row) =>
          row.actions.length > 0 &&
          !(row.name in openToAll) &&
          !ofMembers.includes(row.name) &&
          !row.actions.some((each) => rights.has(each)),
      );
      expect(lacking.length, name).toBeGreaterThan(name === "all of P" ? 0 : 10);
      await inParallel(lacking, 8, async (row) => {
        for (const value of [text]) {
          const body = argumentsOf(row, value, randomUUID());
          const answer = await send(caller, "POST", `/rest/v1/rpc/${row.name}`, { body });
          if (answer.status === 403) refused += 1;
          // A text that is not JSON may be refused as such before anybody asks for the right.
          else if (answer.status !== 400)
            wrong.push(`${name} ${row.name} (${row.actions}): ${answer.status} ${answer.text.slice(0, 200)}`);
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(200);
    expect(await findText(sql, text)).toEqual([]);
    expect(await fingerprint(sql, [mine, theirs])).toEqual(before);
  });

  test("reaches no function of the schema private, under any name or profile", async () => {
    const internals = functions.filter((each) => each.schema === "private");
    expect(internals.length).toBeGreaterThan(50);
    const publicNames = new Set(callable().map((each) => each.name));
    const wrong: string[] = [];
    for (const name of ["admin of P"]) {
      await inParallel(internals, 8, async (row) => {
        const tries: { path: string; headers?: Record<string, string> }[] = [
          { path: `private.${row.name}` },
          { path: row.name, headers: { "content-profile": "private" } },
          ...(publicNames.has(row.name) ? [] : [{ path: row.name }]),
        ];
        for (const { path, headers = {} } of tries) {
          const body = argumentsOf(row, "x", randomUUID());
          const answer = await send(callers[name] as Caller, "POST", `/rest/v1/rpc/${path}`, {
            body,
            headers,
          });
          if (answer.status < 400 || answer.status >= 500)
            wrong.push(
              `${name} ${path} ${JSON.stringify(headers)}: ${answer.status} ${answer.text.slice(0, 200)}`,
            );
        }
      });
    }
    expect(wrong).toEqual([]);
  });

  test("reaches no function of PostgreSQL itself", async () => {
    const wrong: string[] = [];
    for (const [name, body] of Object.entries({
      pg_sleep: { seconds: 1 },
      pg_read_file: { filename: "/etc/passwd" },
      set_config: { setting_name: "role", new_value: "postgres", is_local: false },
      current_setting: { setting_name: "data_directory" },
      query_to_xml: { query: "select 1", nulls: true, tableforest: true, targetns: "" },
      pg_terminate_backend: { pid: 1 },
      lo_import: { path: "/etc/passwd" },
      dblink: { sql: "select 1" },
      set_limit: { "": 0.1 },
      similarity: { a: "a", b: "b" },
    })) {
      for (const profile of ["public", "pg_catalog", "extensions"]) {
        const headers = { "content-profile": profile };
        for (const path of [name, `pg_catalog.${name}`]) {
          const answer = await send(callers["admin of P"] as Caller, "POST", `/rest/v1/rpc/${path}`, {
            body,
            headers,
          });
          if (answer.status < 400 || answer.status >= 500)
            wrong.push(`${profile} ${path}: ${answer.status} ${answer.text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The actions that the matrix allows this caller. */
async function rightsOf(caller: Caller): Promise<Set<string>> {
  const rows = await sql<{ action: string }[]>`
    select a.action from unnest(${[...new Set(functions.flatMap((each) => each.actions))]}::text[]) a(action)
    left join public.members m on m.user_id = ${caller.id}
    left join public.api_keys k on k.id = ${caller.id}
    where private.allows(case when m.id is null then 'key' else 'member' end, m.role, k.scopes, a.action)`;
  return new Set(rows.map((row) => row.action));
}

describe("a guessed id", () => {
  test.each(["all of P", "product_owner of P", "admin of P"])(
    "of another project's row tells %s nothing and changes nothing, in any function",
    async (name) => {
      const caller = callers[name] as Caller;
      const leaks: string[] = [];
      const broken: string[] = [];
      const takingIds = callable().filter((row) => row.parameters.some(({ type }) => /^uuid/.test(type)));
      expect(takingIds.length).toBeGreaterThan(40);
      const calls = takingIds.flatMap((row) => idsFor(row).map((id) => ({ row, id })));
      await inParallel(calls, 8, async ({ row, id }) => {
        // A text that is JSON of nothing in particular gets further than one that is not.
        const body = argumentsOf(row, "{}", id);
        const answer = await send(caller, "POST", `/rest/v1/rpc/${row.name}`, { body });
        const sent = JSON.stringify(body);
        const told = theirs.marks.filter((mark) => answer.text.includes(mark) && !sent.includes(mark));
        if (told.length > 0) leaks.push(`${row.name}: ${answer.text.slice(0, 300)}`);
        // What it was asked about may be named by a refusal alone.
        if (answer.status < 300 && answer.text.includes(`"id":"${id}"`))
          leaks.push(`${row.name} found ${id}`);
        if (answer.status >= 500) broken.push(`${row.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
      });
      expect(leaks).toEqual([]);
      expect(broken).toEqual([]);
      const { projects: _, ...after } = await fingerprint(sql, [theirs]);
      const { projects: __, ...stored } = beforeOfTheirs;
      expect(after).toEqual(stored);
    },
  );

  test.each(["all of P", "product_owner of P", "admin of P"])(
    "naming the other project gets %s no row of it, in any function",
    async (name) => {
      const leaks: string[] = [];
      const naming = callable().filter((row) =>
        row.parameters.some((each) => /^(projects?|filters?)$/.test(each.name)),
      );
      expect(naming.length).toBeGreaterThan(20);
      await inParallel(naming, 8, async (row) => {
        for (const text of ["{}", JSON.stringify({ project: [other], projects: [other] })]) {
          const body = argumentsOf(row, text, randomUUID());
          for (const { name: parameter, type } of row.parameters) {
            if (/^projects?$/.test(parameter)) body[parameter] = type.endsWith("[]") ? [other] : other;
          }
          const answer = await send(callers[name] as Caller, "POST", `/rest/v1/rpc/${row.name}`, { body });
          if (theirs.ids.some((id) => answer.text.includes(id)))
            leaks.push(`${row.name}: ${answer.text.slice(0, 300)}`);
        }
      });
      expect(leaks).toEqual([]);
      expect(await fingerprint(sql, [theirs])).toEqual(beforeOfTheirs);
    },
  );
});

let beforeOfTheirs: Record<string, string> = {};
beforeAll(async () => {
  beforeOfTheirs = await fingerprint(sql, [theirs]);
});

/** The other project's ids that a function might take: those of tables whose name shares a word with it, and a few of the rest. */
function idsFor(row: FunctionRow): string[] {
  const words = new Set(
    `${row.name} ${row.parameters.map((each) => each.name).join(" ")}`.split(/[_ ]/).map(stem),
  );
  const near = Object.entries(theirs.rows)
    .filter(([table]) => table.split("_").some((word) => words.has(stem(word))))
    .flatMap(([, rows]) => rows.flatMap(({ key }) => Object.values(key)))
    .filter((value) => theirs.ids.includes(value));
  return [...new Set([...near, ...theirs.ids.slice(0, 1)])].slice(0, 5);
}
const stem = (word: string) => word.replace(/ies$/, "y").replace(/s$/, "");
