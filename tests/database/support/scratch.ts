import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { expect } from "vitest";
import { testEnvironment } from "./environment";

/** A database of one test file: migrated and empty. */
export interface Scratch {
  /** As the superuser. Up to 20 connections. */
  sql: Sql;
  url: string;
  drop(): Promise<void>;
}

const migrationsDir = join(import.meta.dirname, "../../../supabase/migrations");

function readMigrations(): string[] {
  return readdirSync(migrationsDir)
    .filter((name) => /^\d{14}_.*\.sql$/.test(name))
    .sort()
    .map((name) => readFileSync(join(migrationsDir, name), "utf8"));
}

/** The part of a Supabase project that migrations refer to; and the grants that the local API makes on its first request. */
const before = `
  create schema auth;
  create table auth.users (id uuid primary key default gen_random_uuid(), email text);
  create function auth.uid() returns uuid language sql stable as
    $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
  grant usage on schema auth to anon, authenticated, service_role;
  grant usage on schema public to anon, authenticated, service_role;
`;
const after = `
  grant all on all tables in schema public to anon, authenticated, service_role;
  grant all on all sequences in schema public to anon, authenticated, service_role;
`;

function urlOf(database: string): string {
  const url = new URL(testEnvironment().RETUNE_TEST_DATABASE_URL);
  url.pathname = `/${database}`;
  return url.href;
}

const quiet = { onnotice: () => {}, connection: { client_min_messages: "warning" } };

/** The migrated template, made once per state of the migrations and shared by the test files. */
async function ensureTemplate(admin: Sql): Promise<string> {
  const migrations = readMigrations();
  const hash = createHash("sha256")
    .update([before, ...migrations, after].join("\n"))
    .digest("hex");
  const name = `retune_template_${hash.slice(0, 16)}`;
  await admin.begin(async (lock) => {
    // Test files start side by side; the first one makes the template and the others wait for it.
    await lock`select pg_advisory_xact_lock(hashtext('retune.tests.template'))`;
    const [known] = await admin`select from pg_database where datname = ${name} and datistemplate`;
    if (known) return;
    await admin.unsafe(`drop database if exists ${name}`);
    await admin.unsafe(`create database ${name} template template0`);
    const sql = postgres(urlOf(name), { ...quiet, max: 1 });
    try {
      await sql.unsafe(before);
      for (const migration of migrations) await sql.unsafe(migration);
      await sql.unsafe(after);
    } finally {
      await sql.end();
    }
    await admin.unsafe(`alter database ${name} is_template true`);
  });
  return name;
}

/** Makes a migrated, empty database on the server under test. Drop it when the file is done. */
export async function createScratch(): Promise<Scratch> {
  const admin = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { ...quiet, max: 2 });
  const name = `retune_test_${randomBytes(6).toString("hex")}`;
  try {
    await admin.unsafe(`create database ${name} template ${await ensureTemplate(admin)}`);
  } finally {
    await admin.end();
  }
  const sql = postgres(urlOf(name), { ...quiet, max: 20 });
  return {
    sql,
    url: urlOf(name),
    drop: async () => {
      await sql.end();
      const again = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { ...quiet, max: 1 });
      await again.unsafe(`drop database if exists ${name} with (force)`).finally(() => again.end());
    },
  };
}

/** Resolves when some connection of this database waits for another one's lock. */
export async function waitForLock(sql: Sql): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await sql<{ n: number }[]>`
          select count(*)::int as n from pg_catalog.pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return row?.n;
      },
      { interval: 10, timeout: 10_000 },
    )
    .toBeGreaterThan(0);
}
