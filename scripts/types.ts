// npm run types [-- --check]: lib/supabase/database.types.ts from the migrations.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { findFreePort } from "../supabase/local/ports";
import { startStack } from "../supabase/local/stack";
import { createThrowawayDir } from "../supabase/local/throwaway";
import { requireNode } from "./environment";
import { checkTypes, generateTypes, typesFile } from "./generate-types";
import { listenForInterrupt } from "./interrupt";

await runCommand(async () => {
  requireNode();
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const signal = listenForInterrupt(() => {});
  const stack = await startStack({
    dataDir: createThrowawayDir(),
    ports: { db: await findFreePort(), api: await findFreePort() },
    siteUrl: "http://127.0.0.1",
    throwaway: true,
    command: "npm run types",
    signal,
  });
  try {
    if (values.check) {
      await checkTypes(stack.databaseUrl, signal);
      console.log(`${typesFile} is up to date`);
    } else {
      const file = join(rootDir, typesFile);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await generateTypes(stack.databaseUrl, signal));
      console.log(`${typesFile} written`);
    }
  } finally {
    await stack.stop();
  }
  return 0;
});
