import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import { type ApiOptions, runMigrations } from "./api";
import { Failure } from "./failure";
import { rootDir } from "./paths";

/**
 * Gives an empty PostgreSQL what migrations may expect of a Supabase project: the three API roles and the schema
 * `extensions` on the search path. Can be run again and again.
 */
async function prepareDatabase(sql: Sql): Promise<void> {
  await sql.unsafe(`
    do $$
    begin
      if not exists (select from pg_roles where rolname = 'anon') then
        create role anon nologin noinherit;
      end if;
      if not exists (select from pg_roles where rolname = 'authenticated') then
        create role authenticated nologin noinherit;
      end if;
      if not exists (select from pg_roles where rolname = 'service_role') then
        create role service_role nologin noinherit bypassrls;
      end if;
    end
    $$;
    create schema if not exists extensions;
    grant usage on schema public, extensions to anon, authenticated, service_role;
    alter database postgres set search_path = "$user", public, extensions;
  `);
}

/** File names of supabase/migrations, in the order they are applied. */
function listMigrations(): string[] {
  try {
    return readdirSync(join(rootDir, "supabase/migrations"))
      .filter((name) => /^\d{14}_.*\.sql$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

/**
 * Brings the database up to the newest migration. Must run before the API starts, which learns the functions of the
 * database only once. Throws a Failure that names the migration and PostgreSQL's message.
 */
export async function migrate(sql: Sql, options: ApiOptions): Promise<void> {
  await prepareDatabase(sql);
  const result = await runMigrations(options);
  if (result.isDone) return;
  const applied = await sql<
    { version: string }[]
  >`select version from supabase_migrations.schema_migrations`.catch(() => []);
  const done = new Set(applied.map((row) => row.version));
  const failed = listMigrations().find((name) => !done.has(name.slice(0, 14)));
  const reason = /Migration failed: (.*)/.exec(result.output)?.[1] ?? result.output.trim().split("\n").at(-1);
  throw new Failure(`Migration ${failed ?? "of the auth schema"} could not be applied: ${reason}.`);
}
