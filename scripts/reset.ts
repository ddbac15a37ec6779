// npm run reset [-- --yes]: deletes the local installation's data, or with --db-url empties another database.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { takeDatabaseUrl } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { defaultDataDir, sharedDir } from "../supabase/local/paths";
import { endOrphanServer, locateCluster } from "../supabase/local/postgres";
import { loadSecrets } from "../supabase/local/secrets";
import { openSession } from "../supabase/local/session";
import { packageFile, runNode } from "./child";
import { requireNode } from "./environment";

/** What npm start will make anew. Logs are kept, and so is a lock of an installation that is going on. */
const kept = ["install.lock", "run.json", "postgres.log", "api.log"];

/** Asks for a word; without a terminal nothing can be confirmed, and --yes is needed. */
async function confirm(question: string, word: string): Promise<void> {
  if (!stdin.isTTY)
    throw new Failure("Nobody can be asked here: add --yes to confirm, as in npm run reset -- --yes.");
  const terminal = createInterface({ input: stdin, output: stdout });
  const answer = await terminal.question(`${question} Type "${word}" to go on: `);
  terminal.close();
  if (answer.trim() !== word) throw new Failure("Nothing was changed.");
}

async function resetLocal(isConfirmed: boolean): Promise<void> {
  const dataDir = defaultDataDir();
  // Held until the end, so that nothing can start in between.
  const session = await openSession({ dataDir, command: "npm run reset" });
  try {
    if (!isConfirmed) {
      await confirm(`This deletes everything in ${dataDir}: all votes, people and keys.`, "delete");
    }
    const { installation } = loadSecrets(dataDir);
    await endOrphanServer(locateCluster(dataDir, installation).dir);
    rmSync(sharedDir(installation), { recursive: true, force: true });
    for (const name of readdirSync(dataDir)) {
      if (!kept.includes(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
    }
  } finally {
    await session.stop();
  }
  console.log("Everything was deleted; npm start begins anew");
}

async function resetHosted(url: string, isConfirmed: boolean): Promise<void> {
  const host = URL.parse(url)?.hostname;
  if (!host)
    throw new Failure("--db-url needs an address: --db-url postgres://user:password@host:5432/postgres");
  if (!isConfirmed) {
    await confirm(`This deletes all data of the database on ${host} and applies the migrations anew.`, host);
  }
  const args = ["db", "reset", `--remote=${url}`, "--no-seed", "--yes"];
  const { code } = await runNode([packageFile("supabase/dist/supabase.js"), ...args], {
    onText: (text) => stdout.write(text),
  });
  if (code !== 0) throw new Failure("The database was not reset; the lines above say why.");
}

await runCommand(async () => {
  requireNode();
  const { url, rest } = takeDatabaseUrl(process.argv.slice(2));
  let values: { yes?: boolean };
  try {
    ({ values } = parseArgs({ args: rest, options: { yes: { type: "boolean" } } }));
  } catch {
    throw new Failure("The only options are: npm run reset -- [--yes] [--db-url <address>]");
  }
  if (url) await resetHosted(url, values.yes ?? false);
  else await resetLocal(values.yes ?? false);
  return 0;
});
