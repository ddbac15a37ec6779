import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { requireFreeSpace } from "../supabase/local/disk";
import { Failure } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import type { Session } from "../supabase/local/session";
import { type Environment, finish, follow, packageFile, shownEnvironment, startNode } from "./child";
import { fingerprintSources } from "./fingerprint";

const neededForBuild = 300_000_000;
const next = packageFile("next/dist/bin/next");

/** Lets the caller record a child, so that it is ended with the rest. */
export type OnSpawn = Session["addChild"];

/**
 * Builds the web application into `distDir` (relative to the checkout) unless the build there was made from the same
 * sources. Throws a Failure, after printing the builder's last lines to stderr, when it does not succeed.
 */
export async function ensureBuild(options: {
  distDir: string;
  env: Environment;
  log: (line: string) => void;
  onSpawn: OnSpawn;
}): Promise<void> {
  const dist = join(rootDir, options.distDir);
  const stamp = join(dist, "retune-fingerprint");
  const fingerprint = fingerprintSources(rootDir);
  if (existsSync(join(dist, "BUILD_ID")) && existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint)
    return;

  requireFreeSpace(dist, neededForBuild);
  mkdirSync(dist, { recursive: true });
  rmSync(stamp, { force: true });
  options.log("Building the web application (half a minute or so, only when something has changed)");
  const child = startNode([next, "build"], {
    ...options.env,
    NODE_ENV: "production",
    RETUNE_DIST_DIR: options.distDir,
  });
  options.onSpawn("next build", child, "task");
  const started = Date.now();
  const sign = setInterval(() => {
    options.log(`  still building, ${Math.round((Date.now() - started) / 1000)} s`);
  }, 30_000);
  const { code, output } = await finish(child).finally(() => clearInterval(sign));
  // Ended by a signal: our own interruption, or the system when memory runs out.
  if (code === null || code > 128) {
    throw new Failure(
      "The build of the web application was ended from outside: it needs about 2 GB of free memory.",
    );
  }
  if (code !== 0) {
    process.stderr.write(`${output.trimEnd().split("\n").slice(-40).join("\n")}\n`);
    throw new Failure("The web application could not be built; the lines above say why.");
  }
  // Written last: a build that was interrupted has none.
  writeFileSync(stamp, fingerprint);
}

/**
 * Serves the built application (or, with `isDev`, the sources) and resolves when it answers. What it prints until then
 * is kept back and shown only if it fails; what it prints later goes to our own output.
 */
export async function serveWeb(options: {
  distDir: string;
  host: string;
  port: number;
  env: Environment;
  isDev?: boolean;
  onSpawn: OnSpawn;
  /** Where its output goes once it answers; nowhere when absent. */
  onText?: (text: string) => void;
}): Promise<ChildProcess> {
  const { host, port, isDev = false } = options;
  // Node's own limit is 16 KiB: a prompt of 20,000 characters in a query takes up to 180 kB.
  const args = [
    "--max-http-header-size=262144",
    next,
    isDev ? "dev" : "start",
    "-H",
    host,
    "-p",
    String(port),
  ];
  const child = startNode(args, {
    ...shownEnvironment,
    ...options.env,
    NODE_ENV: isDev ? "development" : "production",
    RETUNE_DIST_DIR: options.distDir,
  });
  options.onSpawn("next", child);
  let early = "";
  let isReady = false;
  let isEnded = false;
  const ended = follow(child, (text) => {
    if (isReady) options.onText?.(text);
    else early += text;
  }).finally(() => {
    isEnded = true;
  });
  const address = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/`;
  while (!isEnded) {
    if (await isAnswering(address)) {
      isReady = true;
      return child;
    }
    await delay(100);
  }
  await ended.catch(() => {});
  process.stderr.write(`${early.trimEnd().split("\n").slice(-20).join("\n")}\n`);
  throw new Failure("The web application did not start; the lines above say why.");
}

/** Any answer will do: what the page says is not our business here. */
async function isAnswering(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
