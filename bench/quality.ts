// npm run quality [-- <file.jsonl>]: the rank correlation of the quality score with human ratings of conversations, printed and kept in
// docs/interactions.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { requireNode } from "../scripts/environment";
import { listenForInterrupt } from "../scripts/interrupt";
import { Failure, runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { findFreePort } from "../supabase/local/ports";
import { startStack } from "../supabase/local/stack";
import { createThrowawayDir } from "../supabase/local/throwaway";
import { measureQuality, readRated, renderQuality } from "./measure-quality";
import { replaceSection } from "./render";

await runCommand(async () => {
  requireNode();
  const file = process.argv[2] ?? join(rootDir, "../shared/data/topical-chat-valid.jsonl");
  if (!existsSync(file)) throw new Failure(`There is no ${file}: npm run quality -- <file.jsonl>.`);
  const conversations = readRated(readFileSync(file, "utf8"));
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
      const table = renderQuality(await measureQuality(sql, conversations));
      console.log(table);
      const guide = join(rootDir, "docs/interactions.md");
      writeFileSync(guide, replaceSection(readFileSync(guide, "utf8"), "quality", table));
    } finally {
      await sql.end();
    }
  } finally {
    await stack.stop();
  }
  return 0;
});
