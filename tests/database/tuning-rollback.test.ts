import { readdirSync, readFileSync } from "node:fs";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKey } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { importSession, turn } from "./support/sessions";

// docs/tuning-rollback.md takes everything of reviewing out of the database, and nothing else.

let db: Scratch;
beforeAll(async () => {
  db = await createScratch();
});
afterAll(() => db?.drop());

const [statements = "", , laterIndexes = ""] = [
  ...readFileSync("docs/tuning-rollback.md", "utf8").matchAll(/```sql\n([\s\S]*?)```/g),
].map(([, text]) => text);

/** Everything of `public` and `private` that has a name of its own. */
async function listObjects(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select 'function ' || p.oid::regprocedure as name from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'private')
    union all
    select 'relation ' || n.nspname || '.' || c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private')
    union all
    select 'type ' || n.nspname || '.' || t.typname from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      where n.nspname in ('public', 'private')
    union all
    select 'policy ' || tablename || ': ' || policyname from pg_catalog.pg_policies where schemaname in ('public', 'private')
    union all
    select 'trigger ' || t.tgrelid::regclass || ': ' || t.tgname from pg_catalog.pg_trigger t where not t.tgisinternal
    order by 1`;
  return rows.map((row) => row.name);
}

const folder = "supabase/migrations";
const migrations = readdirSync(folder)
  .filter((name) => /^(20261121000\d+|20261121040000|20261121050000)_/.test(name))
  .sort()
  .map((name) => readFileSync(`${folder}/${name}`, "utf8"));

/** What the migrations of reviewing make, or make private, by their own words. */
const made = [
  ...new Set(
    migrations.flatMap((text) => [
      ...[
        ...text.matchAll(/^create (?:or replace )?(function|table|type) (?:(public)|(private))\.(\w+)/gm),
      ].map(([, kind, , isPrivate, name]) => {
        const schema = isPrivate ? "private." : kind === "function" ? "" : "public.";
        return `${kind === "table" ? "relation" : kind} ${schema}${name}`;
      }),
      ...[...text.matchAll(/^alter function public\.(\w+)\(.*\) set schema private;/gm)].map(
        ([, name]) => `function private.${name}`,
      ),
    ]),
  ),
];
const isMade = (object: string) => made.some((name) => object === name || object.startsWith(`${name}(`));

/** Runs statements that begin and end a transaction themselves. */
async function runAlone(...texts: string[]): Promise<void> {
  const connection = await db.sql.reserve();
  try {
    for (const text of texts) await connection.unsafe(text);
  } finally {
    connection.release();
  }
}

test("it leaves nothing of reviewing and everything else as it was, and reviewing can come back", async () => {
  const key = await createKey(db.sql, ["ingest"]);
  await importSession(db.sql, key, { turns: [turn({ improvements: [{ improvement_note: "n" }] })] });
  const before = await listObjects(db.sql);
  expect(before.filter(isMade).length).toBeGreaterThanOrEqual(made.length);

  await runAlone(statements);

  const after = await listObjects(db.sql);
  expect(after.filter(isMade), "left behind: name it in docs/tuning-rollback.md").toEqual([]);
  expect(
    after.filter((object) => /(?<!fine)tuning|turn_review|review_queue|prompt_version/.test(object)),
  ).toEqual([]);
  // What else went are indexes, row types, policies and triggers of these tables.
  const belongs =
    /(?<!fine)tuning|session_turn|turn_(review|adjudication)|review_queue|prompt_version|settings|member_preferences|session_delta|retention_counts/;
  const gone = before.filter((object) => !after.includes(object) && !isMade(object));
  expect(gone.filter((object) => !belongs.test(object))).toEqual([]);
  expect(after).toEqual(
    expect.arrayContaining(["relation public.feedback", "function update_updated_at_column()"]),
  );

  await runAlone(...migrations, laterIndexes);
  expect(await listObjects(db.sql)).toEqual(before);
});
