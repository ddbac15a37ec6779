import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import type { AuthApi } from "../supabase/seed/people";
import { runScenario } from "../supabase/seed/run";

function scenarioFile(dataDir: string): string {
  return join(dataDir, "scenario");
}

/**
 * The scenario that the local database was filled with, or null when that was never decided. It is remembered outside
 * the database, so that "npm start -- --empty" stays empty at the next plain "npm start".
 */
function readScenario(dataDir: string): string | null {
  const file = scenarioFile(dataDir);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}

export function writeScenario(dataDir: string, name: string): void {
  writeFileSync(scenarioFile(dataDir), `${name}\n`, { mode: 0o600 });
}

/** True when nothing was ever recorded and nobody may do anything yet, whatever accounts exist. */
async function isDatabaseEmpty(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ is_used: boolean }[]>`
    select exists (select from public.members) or exists (select from public.feedback) as is_used`;
  return !row?.is_used;
}

/**
 * Fills the local database at the first start and remembers with what; later starts change nothing. Returns the
 * scenario that the database holds, "own" when people have filled it themselves.
 */
export async function seedOnce(sql: Sql, dataDir: string, wanted: string, auth: AuthApi): Promise<string> {
  const known = readScenario(dataDir);
  if (known) return known;
  const name = (await isDatabaseEmpty(sql)) ? wanted : "own";
  if (name !== "own") await runScenario(sql, name, auth);
  writeScenario(dataDir, name);
  return name;
}
