import type { Sql } from "postgres";
import { testEnvironment } from "./environment";
import { uniqueName } from "./principals";
import { anonymous, type Caller, issueKey, signUpPerson } from "./rest";
import { tables } from "./tables";

/** What the Supabase API answered, as text: attacks ask for other types than JSON too. */
export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** One request to the Supabase address itself, with the publishable key and the caller's token. */
export async function send(
  caller: Caller,
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const env = testEnvironment();
  const response = await fetch(`${env.SUPABASE_URL}${path}`, {
    method,
    // An answer that does not come is a failure of its own, not of the whole run.
    signal: AbortSignal.timeout(30_000),
    headers: {
      apikey: env.SUPABASE_PUBLISHABLE_KEY,
      ...(caller.token && { authorization: `Bearer ${caller.token}` }),
      ...(options.body !== undefined && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Whether an answer holds no row: a refusal, or a success about nothing. */
export function isEmptyAnswer({ status, text, headers }: Answer): boolean {
  // 300: the embedding could be meant in several ways, which it lists.
  if (status >= 300) return true;
  const total = /\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1];
  if (total !== undefined && total !== "0") return false;
  const type = headers.get("content-type") ?? "";
  // The header line of a CSV names columns, which are public.
  if (type.startsWith("text/csv")) return text.trim().split("\n").length <= 1;
  return ["", "[]", "null", "{}", '[{"count":0}]'].includes(text.trim());
}

/** A table or view that the REST API could serve. */
export interface Relation {
  name: string;
  kind: "table" | "view";
  columns: string[];
  /** Tables that a foreign key leads to or comes from: what `select=` could embed. */
  neighbours: string[];
}

/** Every table and view of `public`, as PostgreSQL knows them. */
export async function listRelations(sql: Sql): Promise<Relation[]> {
  return await sql<Relation[]>`
    select c.relname as name, case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
      array(select a.attname::text from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
      array(select distinct o.relname::text from pg_catalog.pg_constraint f
        join pg_catalog.pg_class o on o.oid = case when f.conrelid = c.oid then f.confrelid else f.conrelid end
        where f.contype = 'f' and c.oid in (f.conrelid, f.confrelid) and o.oid <> c.oid) as neighbours
    from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by 1`;
}

/** Rows of every table in two projects, and what would give them away. */
export interface Treasure {
  /** By table: the row's key and values, as stored. */
  rows: Record<string, { filter: string; key: Record<string, string>; change: Record<string, unknown> }[]>;
  /** Texts that only the rows of this project hold: its label, and the ids of its rows. */
  marks: string[];
  /** The ids alone. */
  ids: string[];
}

/** Makes one row of every table for `project`, past every policy. */
export async function bury(sql: Sql, project: string): Promise<Treasure> {
  const treasure: Treasure = { rows: {}, marks: [project], ids: [] };
  // The project itself first: what is recorded in it adds it as well.
  for (const [table, fixture] of Object.entries(tables)) {
    const row = await fixture.row(sql, project);
    const isThere = table === "projects";
    // removeFixtures of any other test file takes those of its own with it.
    if (table === "settings") row.key = String(row.key).replace("test_", "hostile_");
    await sql`insert into ${sql(`public.${table}`)} ${sql(row)} ${isThere ? sql`on conflict do nothing` : sql``}`;
    const key = Object.fromEntries(fixture.key.map((column) => [column, String(row[column])]));
    const filter = Object.entries(key)
      .map(([column, value]) => `${column}=eq.${encodeURIComponent(value)}`)
      .join("&");
    treasure.rows[table] = [{ filter, key, change: fixture.change }];
    const ids = Object.values(row).filter((value): value is string => /^[0-9a-f-]{36}$/.test(String(value)));
    if (fixture.hasProject) treasure.ids.push(...ids);
  }
  treasure.ids = [...new Set(treasure.ids)];
  treasure.marks.push(...treasure.ids);
  return treasure;
}

/** Removes what removeFixtures does not know. */
export async function unbury(sql: Sql, treasures: Treasure[]): Promise<void> {
  const keys = treasures.flatMap(({ rows }) => rows.settings?.flatMap(({ key }) => key.key ?? []) ?? []);
  await sql`delete from public.settings where key = any (${keys})`;
}

/** Number and hash of the rows of every table that hold one of the marks or are one of the buried rows, as the owner sees them. */
export async function fingerprint(sql: Sql, treasures: Treasure[]): Promise<Record<string, string>> {
  const marks = treasures.flatMap(({ marks, rows }) => [
    ...marks,
    ...Object.values(rows)
      .flat()
      .flatMap(({ key }) => Object.values(key))
      .filter((value) => value.length >= 8),
  ]);
  const result: Record<string, string> = {};
  for (const table of Object.keys(tables)) {
    const [row] = await sql<{ print: string }[]>`
      select count(*) || ' rows ' || md5(coalesce(string_agg(j, E'\n' order by j), '')) as print
      from (select to_jsonb(t)::text as j from ${sql(`public.${table}`)} t) rows
      where j like any (${marks.map((mark) => `%${mark}%`)})`;
    result[table] = row?.print ?? "";
  }
  return result;
}

/** Tables with a row that holds this text. Attacks write it wherever they can. */
export async function findText(sql: Sql, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.keys(tables)) {
    const [row] = await sql`
      select 1 from ${sql(`public.${table}`)} t where position(${text} in to_jsonb(t)::text) > 0 limit 1`;
    if (row) found.push(table);
  }
  return found;
}

/** Everybody who is less than an admin of every project. `P` is the project that the limited ones are limited to. */
export async function summonHostiles(sql: Sql, project: string): Promise<Record<string, Caller>> {
  const all = ["ingest", "read", "export", "metrics"] as const;
  return {
    anon: anonymous,
    stranger: await signUpPerson(sql),
    revoked: await issueKey(sql, [...all], { isRevoked: true }),
    expired: await issueKey(sql, [...all], { isExpired: true }),
    metrics: await issueKey(sql, ["metrics"]),
    "ingest of P": await issueKey(sql, ["ingest"], { project }),
    "read of P": await issueKey(sql, ["read"], { project }),
    "export of P": await issueKey(sql, ["export"], { project }),
    "all of P": await issueKey(sql, [...all], { project }),
    "reviewer of P": await signUpPerson(sql, "reviewer", [project]),
    "product_owner of P": await signUpPerson(sql, "product_owner", [project]),
    "admin of P": await signUpPerson(sql, "admin", [project]),
  };
}

/** Those who hold no right to any row. */
export const nobodies = ["anon", "stranger", "revoked", "expired", "metrics", "ingest of P"];

/** Runs `work` on every item, `width` at a time. */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** A label that an attack writes and nobody else does. */
export const forgedText = () => uniqueName("forged");
