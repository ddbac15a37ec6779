// npm run test:stack [-- --web]: a throwaway stack that stays up, so that single test files can be run against it.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { findFreePort } from "../supabase/local/ports";
import { startStack } from "../supabase/local/stack";
import { createThrowawayDir, sweepThrowaways } from "../supabase/local/throwaway";
import { ensureChromium } from "./chromium";
import { requireNode } from "./environment";
import { listenForInterrupt, watchForEnd } from "./interrupt";
import { storeListedPricesAt } from "./listed-prices";
import { startStandInAssistant } from "./stand-in-assistant";
import { startStandInModel } from "./stand-in-model";
import { joinStandIns } from "./stand-in-server";
import { ensureTestBuild } from "./test-build";
import { type TestSite, testEnvironment, testStackFile } from "./test-environment";
import { serveWeb } from "./web";

const log = (line: string) => console.log(line);

async function run(signal: AbortSignal, isWeb: boolean): Promise<void> {
  await sweepThrowaways();
  const { interrupted, crashed, onCrash } = watchForEnd(signal);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const stack = await startStack({
    dataDir: createThrowawayDir(),
    ports: { db: await findFreePort(), api: await findFreePort() },
    siteUrl: url,
    throwaway: true,
    command: "npm run test:stack",
    log,
    signal,
    onCrash,
  });
  const file = testStackFile(rootDir);
  const standIns = isWeb ? joinStandIns([await startStandInAssistant(), await startStandInModel()]) : null;
  try {
    await storeListedPricesAt(stack.databaseUrl);
    const onSpawn = stack.addChild;
    const chromium = isWeb ? await ensureChromium({ log, signal }) : null;
    let site: TestSite | null = null;
    if (isWeb) {
      const env = { ...stack.env, RETUNE_SITE_URL: url, ...standIns?.env };
      const distDir = await ensureTestBuild({ env, log, signal, onSpawn });
      const logFile = join(dirname(stack.mailFile), "site.log");
      appendFileSync(logFile, "");
      site = { url, distDir, logFile };
      await serveWeb({
        distDir,
        host: "127.0.0.1",
        port,
        env,
        onSpawn,
        onText: (text) => {
          appendFileSync(logFile, text);
          process.stdout.write(text);
        },
      });
    }
    const environment = { ...testEnvironment(stack, site, chromium), ...standIns?.testEnv };
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(environment, null, 2)}\n`, { mode: 0o600 });
    for (const [name, value] of Object.entries(environment)) log(`${name}=${value}`);
    log(`\nThe test stack is up; vitest and playwright find it through ${file}. Stop it with Ctrl-C.`);
    await Promise.race([interrupted, crashed]);
  } finally {
    rmSync(file, { force: true });
    await stack.stop();
    await standIns?.close();
  }
}

await runCommand(async () => {
  requireNode();
  const { values } = parseArgs({ options: { web: { type: "boolean", default: false } } });
  const signal = listenForInterrupt(() => log("\nStopping"));
  await run(signal, values.web).catch((error) => {
    // What breaks because we stop it is not a failure.
    if (!signal.aborted) throw error;
  });
  return 0;
});
