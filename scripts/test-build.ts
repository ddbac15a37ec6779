import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, withFileLock } from "../supabase/local/file-lock.mjs";
import { rootDir } from "../supabase/local/paths";
import type { Environment } from "./child";
import { fingerprintSources } from "./fingerprint";
import { ensureBuild, type OnSpawn } from "./web";

const base = ".next-test";

/**
 * A production build for tests, in a directory named after the sources: test runs side by side share it while they
 * agree on the sources, and do not pull it away under each other when they do not. Returns its path, relative to the
 * checkout. Builds that no living process uses are deleted.
 */
export async function ensureTestBuild(options: {
  env: Environment;
  log: (line: string) => void;
  signal: AbortSignal;
  onSpawn: OnSpawn;
}): Promise<string> {
  const name = fingerprintSources(rootDir);
  const dir = join(rootDir, base);
  mkdirSync(dir, { recursive: true });
  const onWait = () => options.log("Waiting for the build of another test run");
  return withFileLock(join(dir, "build.lock"), { onWait, signal: options.signal }, async () => {
    const distDir = `${base}/${name}`;
    for (const other of readdirSync(dir, { withFileTypes: true })) {
      if (!other.isDirectory() || other.name === name || other.name === "users") continue;
      if (!isUsed(dir, other.name)) rmSync(join(dir, other.name), { recursive: true, force: true });
    }
    mkdirSync(join(dir, "users"), { recursive: true });
    writeFileSync(join(dir, "users", `${process.pid}-${name}`), "");
    await ensureBuild({ ...options, distDir });
    return distDir;
  });
}

function isUsed(dir: string, name: string): boolean {
  const users = join(dir, "users");
  if (!existsSync(users)) return false;
  return readdirSync(users).some((user) => {
    const [pid, build] = user.split("-");
    if (isAlive(Number(pid))) return build === name;
    rmSync(join(users, user), { force: true });
    return false;
  });
}
