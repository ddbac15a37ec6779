import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { packageFile, runNode } from "./child";

/** The generated types of the tables and functions in `public`, relative to the checkout. */
export const typesFile = "lib/supabase/database.types.ts";

/** Describes the database in TypeScript, formatted as the rest of the sources. Throws a Failure when it cannot. */
export async function generateTypes(databaseUrl: string, signal?: AbortSignal): Promise<string> {
  const generated = await runNode(
    [
      packageFile("supabase/dist/supabase.js"),
      "gen",
      "types",
      "typescript",
      "--db-url",
      databaseUrl,
      "--schema",
      "public",
    ],
    { signal, env: { SUPABASE_TELEMETRY_DISABLED: "1", PGSSLMODE: "disable" } },
  );
  if (generated.code !== 0) {
    throw new Failure(`The database types could not be generated:\n${generated.output.trim()}`);
  }
  const formatted = await runNode(
    [packageFile("@biomejs/biome/bin/biome"), "format", `--stdin-file-path=${typesFile}`],
    { signal, input: generated.stdout },
  );
  if (formatted.code === 0) return formatted.stdout;
  throw new Failure(`The database types could not be formatted:\n${formatted.output.trim()}`);
}

/** Throws a Failure when the committed types are not those of the migrated database. */
export async function checkTypes(databaseUrl: string, signal?: AbortSignal): Promise<void> {
  const file = join(rootDir, typesFile);
  const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (committed === (await generateTypes(databaseUrl, signal))) return;
  throw new Failure(`${typesFile} is not what the migrations say: run "npm run types" and commit it.`);
}
