// npm run quality [-- <file.jsonl>]: the rank correlation of the quality score with human ratings of conversations, printed and kept in
// docs/interactions.md. npm run quality -- retrieval: how well examples are found, and how fast, printed and kept in docs/learning.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { requireNode } from "../scripts/environment";
import { listenForInterrupt } from "../scripts/interrupt";
import { Failure, runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { findFreePort } from "../supabase/local/ports";
import { startStack } from "../supabase/local/stack";
import { createThrowawayDir } from "../supabase/local/throwaway";
import { measureQuality, readRated, renderQuality } from "./measure-quality";
import { measureRetrieval, renderRetrieval } from "./measure-retrieval";
import { measureSimilar, renderSimilar } from "./measure-similar";
import { replaceSection } from "./render";

/** Starts an installation that is thrown away and lets `work` measure in its database. */
async function measure(work: (sql: Sql) => Promise<void>): Promise<void> {
  const signal = listenForInterrupt(() => {});
  const stack = await startStack({
    dataDir: createThrowawayDir(),
    ports: { db: await findFreePort(), api: await findFreePort() },
    siteUrl: "http://127.0.0.1",
    throwaway: true,
    command: "npm run quality",
    signal,
  });
  try {
    const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
    try {
      await work(sql);
    } finally {
      await sql.end();
    }
  } finally {
    await stack.stop();
  }
}

/** Prints a result and writes it into its place of a guide. */
function keep(guide: string, section: string, table: string): void {
  console.log(table);
  const file = join(rootDir, guide);
  writeFileSync(file, replaceSection(readFileSync(file, "utf8"), section, table));
}

/** CPU time of a process so far, where the kernel tells it (Linux). */
const readCpuMs = existsSync("/proc/self/schedstat")
  ? (pid: number) => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6
  : null;

await runCommand(async () => {
  requireNode();
  if (process.argv[2] === "retrieval") {
    const load = loadavg()[0] ?? 0;
    await measure(async (sql) => {
      keep("docs/learning.md", "retrieval", renderRetrieval(await measureRetrieval(sql)));
      keep(
        "docs/learning.md",
        "similar",
        renderSimilar(await measureSimilar(sql, readCpuMs), load, cpus().length),
      );
    });
    return 0;
  }
  const file = process.argv[2] ?? join(rootDir, "../shared/data/topical-chat-valid.jsonl");
  if (!existsSync(file)) throw new Failure(`There is no ${file}: npm run quality -- <file.jsonl>.`);
  const conversations = readRated(readFileSync(file, "utf8"));
  await measure(async (sql) =>
    keep("docs/interactions.md", "quality", renderQuality(await measureQuality(sql, conversations))),
  );
  return 0;
});
