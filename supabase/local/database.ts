import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import postgres, { type Sql } from "postgres";
import { Failure } from "./failure";
import { defaultDataDir } from "./paths";
import { readRunState } from "./run-state";
import { loadSecrets, secretsFile } from "./secrets";
import { databaseUrlOf } from "./stack";

/** A connection for a command, with what the command was not told to look at. */
export interface OpenDatabase {
  sql: Sql;
  /**
   * The Supabase API in front of the local database; null when the address was given explicitly (--db-url or
   * RETUNE_DB_URL), because then it may be a hosted project.
   */
  api: { SUPABASE_URL: string; SUPABASE_PUBLISHABLE_KEY: string } | null;
  /** The command's own arguments, without --db-url and its value. */
  argv: string[];
}

/**
 * Connects as the owner of the database, for commands that work outside row-level security. The address is
 * `--db-url <url>`, else RETUNE_DB_URL, else the local stack, which must be running. Throws a Failure with one sentence
 * when there is none or it cannot be reached. The caller ends the connection with `sql.end()`.
 */
export async function openDatabase(argv: string[]): Promise<OpenDatabase> {
  const { url, rest } = takeDatabaseUrl(argv);
  const explicit = url ?? process.env.RETUNE_DB_URL;
  const local = explicit === undefined ? findLocalStack() : null;
  const sql = postgres(explicit ?? local?.databaseUrl ?? "", {
    max: 4,
    connect_timeout: 10,
    onnotice: () => {},
    // A hosted project: encrypted where the server can, and no prepared statements, which its pooler does not carry.
    ...(explicit && { prepare: false, ...(!explicit.includes("sslmode=") && { ssl: "prefer" as const }) }),
  });
  try {
    await sql`select 1`;
  } catch (error) {
    await sql.end({ timeout: 0 });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`The database cannot be reached: ${reason}.`);
  }
  return { sql, api: local?.api ?? null, argv: rest };
}

/** Separates --db-url (as `--db-url x` or `--db-url=x`) from the other arguments, whose order is kept. */
export function takeDatabaseUrl(argv: string[]): { url: string | undefined; rest: string[] } {
  const { values, tokens } = parseArgs({
    args: argv,
    options: { "db-url": { type: "string" } },
    strict: false,
    tokens: true,
  });
  const taken = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== "option" || token.name !== "db-url") continue;
    taken.add(token.index);
    if (!token.inlineValue) taken.add(token.index + 1);
  }
  const url = values["db-url"];
  if (url !== undefined && (typeof url !== "string" || url.startsWith("--"))) {
    throw new Failure("--db-url needs an address: --db-url postgres://user:password@host:5432/postgres");
  }
  return { url, rest: argv.filter((_, index) => !taken.has(index)) };
}

function findLocalStack() {
  const dataDir = defaultDataDir();
  const ports = readRunState(dataDir)?.ports;
  if (!ports || !existsSync(secretsFile(dataDir))) {
    throw new Failure(
      "Retune is not running here: start it first with npm start, or give --db-url <address>.",
    );
  }
  const secrets = loadSecrets(dataDir);
  return {
    databaseUrl: databaseUrlOf(secrets, ports.db),
    api: {
      SUPABASE_URL: `http://127.0.0.1:${ports.api}`,
      SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
    },
  };
}
