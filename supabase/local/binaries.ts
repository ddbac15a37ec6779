import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { Failure, hasCode } from "./failure";
import { type Account, firstClosedDirectory, mayUse, rootDir, sharedDir } from "./paths";
import { platformPackage } from "./platform.mjs";

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL programs that the account (null: ourselves) can execute: those in node_modules, or a copy under
 * /var/lib/retune when node_modules lies in a directory closed to it. Throws a Failure when the package is missing.
 */
export function findBinaries(account: Account | null): Binaries {
  const name = platformPackage();
  const packageDir = join(rootDir, "node_modules", name);
  const native = join(packageDir, "native");
  if (!existsSync(join(native, "bin"))) {
    throw new Failure(
      `The package ${name} with PostgreSQL is not installed: run "npm install --include=optional" (supported are Linux with glibc on x64, arm64, arm, ia32 and ppc64, and macOS).`,
    );
  }
  if (!account || isUsable(native, account)) return programs(native);
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  return programs(copyOnce(native, sharedDir(`postgresql-${version}-${platform()}-${arch()}`)));
}

function programs(native: string): Binaries {
  return { initdb: join(native, "bin/initdb"), postgres: join(native, "bin/postgres") };
}

/** npm unpacks with the umask of whoever ran it, so the files can be closed although the way to them is open. */
function isUsable(native: string, account: Account): boolean {
  const folders = ["bin", "lib", "share/postgresql"].map((each) => join(native, each));
  return (
    folders.every((folder) => firstClosedDirectory(folder, account) === null) &&
    mayUse(statSync(join(native, "bin/postgres")), account, 5) &&
    mayUse(statSync(join(native, "share/postgresql/postgres.bki")), account, 4)
  );
}

/** Copies to a draft and renames it, so that a copy that was interrupted is never taken for a whole one. */
function copyOnce(from: string, to: string): string {
  if (existsSync(to)) return to;
  mkdirSync(sharedDir(), { recursive: true, mode: 0o755 });
  chmodSync(sharedDir(), 0o711);
  const draft = `${to}.${process.pid}`;
  try {
    cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    renameSync(draft, to);
  } catch (error) {
    // Another start has put the same copy there first.
    if (!hasCode(error, "EEXIST", "ENOTEMPTY")) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return to;
}

function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
