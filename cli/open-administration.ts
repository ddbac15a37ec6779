import { parseArgs } from "node:util";
import { openDatabase } from "../supabase/local/database";
import { Failure } from "../supabase/local/failure";
import type { Administration } from "./administration";
import { createRestAdministration } from "./administration-rest";
import { createSqlAdministration } from "./administration-sql";
import { UsageError } from "./options";

/**
 * Opens the installation that the arguments name: `--secret-key` with SUPABASE_URL, else `--db-url` or RETUNE_DB_URL,
 * else the local stack, which must be running. Resolves to it and the arguments that are left.
 */
export async function openAdministration(
  argv: string[],
): Promise<{ administration: Administration; argv: string[] }> {
  const { values, tokens } = parseArgs({
    args: argv,
    options: { "secret-key": { type: "string" } },
    strict: false,
    tokens: true,
  });
  const secretKey = values["secret-key"];
  if (secretKey !== undefined) {
    if (typeof secretKey !== "string" || secretKey === "" || secretKey.startsWith("--")) {
      throw new UsageError("--secret-key needs the secret key of the Supabase project (sb_secret_…).");
    }
    const taken = new Set(
      tokens.flatMap((token) =>
        token.kind !== "option" || token.name !== "secret-key"
          ? []
          : token.inlineValue
            ? [token.index]
            : [token.index, token.index + 1],
      ),
    );
    const url = process.env.SUPABASE_URL;
    if (!url) throw new Failure("--secret-key needs SUPABASE_URL, the address of the Supabase project.");
    return {
      administration: createRestAdministration(url, secretKey),
      argv: argv.filter((_, index) => !taken.has(index)),
    };
  }
  const isGiven = argv.some((word) => /^--db-url(=|$)/.test(word)) || process.env.RETUNE_DB_URL;
  if (process.env.SUPABASE_URL && !isGiven) {
    throw new Failure(
      "SUPABASE_URL is set, so this would change that Supabase project: add --secret-key <key> or --db-url <address>.",
    );
  }
  const database = await openDatabase(argv);
  return { administration: createSqlAdministration(database), argv: database.argv };
}
