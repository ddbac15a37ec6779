import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findServerAccount } from "./account";
import { findBinaries } from "./binaries";
import { diskFull, Failure, isDiskFull } from "./failure";
import { type Account, firstClosedDirectory, sharedDir } from "./paths";
import { type Ending, endProcess, findProcess, type ProcessIdentity } from "./processes";

/** Where one cluster lies and who runs it. */
export interface Cluster {
  /** PGDATA. */
  dir: string;
  /** The user of the operating system that PostgreSQL runs as; null means the one we are. */
  account: Account | null;
}

/** Names of databases, roles and schemas are the ones of hosted Supabase. */
export const databaseName = "postgres";
export const databaseUser = "postgres";

/**
 * Decides where the cluster of this data directory lies: inside it, or under /var/lib/retune/<installation> when the
 * user that PostgreSQL must run as cannot get there (root in a directory closed to others).
 */
export function locateCluster(dataDir: string, installation: string): Cluster {
  const inside = join(dataDir, "postgres");
  const outside = sharedDir(installation, "postgres");
  for (const dir of [inside, outside]) {
    if (existsSync(join(dir, "PG_VERSION"))) return { dir, account: findServerAccount(dir) };
  }
  const account = findServerAccount(inside);
  const isInside = !account || firstClosedDirectory(dataDir, account) === null;
  return { dir: isInside ? inside : outside, account };
}

/** Creates the cluster if there is none. An earlier attempt that was interrupted is cleared away first. */
export async function ensureCluster(
  cluster: Cluster,
  options: { password: string; throwaway: boolean; logFile: string },
): Promise<void> {
  if (existsSync(join(cluster.dir, "PG_VERSION"))) return;
  const { initdb } = findBinaries(cluster.account);
  const parent = dirname(cluster.dir);
  if (parent.startsWith(sharedDir())) {
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    // Open to pass through whatever the umask says; their contents are closed.
    for (const directory of [sharedDir(), parent]) chmodSync(directory, 0o711);
  }
  const draft = `${cluster.dir}.new`;
  const passwordFile = join(draft, "..", `postgres.password.${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, options.password, { mode: 0o600, flag: "wx" });
    if (cluster.account) {
      for (const path of [draft, passwordFile]) chownSync(path, cluster.account.uid, cluster.account.gid);
    }
    await runToEnd(cluster, initdb, options.logFile, [
      `--pgdata=${draft}`,
      `--username=${databaseUser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorts alike on every machine; the libraries of the system are not asked.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(options.throwaway ? ["--no-sync"] : []),
    ]);
    renameSync(draft, cluster.dir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Starts the server and resolves when it accepts connections, crash recovery included. Throws a Failure that names the
 * reason when it ends before.
 */
export async function startPostgres(
  cluster: Cluster,
  options: { port: number; throwaway: boolean; logFile: string; onSpawn?: (child: ChildProcess) => void },
): Promise<ChildProcess> {
  const { postgres } = findBinaries(cluster.account);
  const settings = {
    listen_addresses: "127.0.0.1",
    port: options.port,
    // No socket file: nothing to collide in a shared directory, and no limit on the length of our path.
    unix_socket_directories: "",
    client_min_messages: "warning",
    max_connections: 60,
    shared_buffers: options.throwaway ? "128MB" : "256MB",
    random_page_cost: 1.1,
    timezone: "UTC",
    log_timezone: "UTC",
    ...(options.throwaway
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "256MB" }
      : {}),
  };
  const args = [
    "-D",
    cluster.dir,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  for (let attempt = 1; ; attempt++) {
    clearStaleLock(cluster.dir);
    const child = spawnServer(cluster, postgres, args, options.logFile);
    options.onSpawn?.(child);
    const refusal = new Promise<Error>((resolve) => child.once("error", resolve));
    if (await isReady(child, cluster.dir)) return child;
    const reason = child.pid === undefined ? (await refusal).message : lastReason(options.logFile);
    // After kill -9 of the server its helpers need a moment to notice and let go of the shared memory.
    if (/shared memory block .* still in use/.test(reason) && attempt < 20) await delay(500);
    else
      throw new Failure(
        `PostgreSQL did not start: ${reason || "it ended without a message"} (log: ${options.logFile}).`,
      );
  }
}

/** How PostgreSQL is ended: fast shutdown, then immediate shutdown, which recovers at the next start. */
export const serverEnding: Ending = {
  signal: "SIGINT",
  patience: 30_000,
  lastResort: "SIGQUIT",
  isGroup: false,
};

/**
 * Ends the server of this cluster that a killed process of ours has left behind and no record knows of: the process
 * that the cluster's own lock file names, if its command line serves exactly this directory.
 */
export async function endOrphanServer(clusterDir: string): Promise<void> {
  const orphan = findOrphanServer(clusterDir);
  if (orphan) await endProcess(orphan, serverEnding);
}

function findOrphanServer(clusterDir: string): ProcessIdentity | null {
  const pid = readLockedPid(clusterDir);
  const found = pid ? findProcess(pid) : null;
  return found && isServerOf(found.command, clusterDir) ? { pid: found.pid, started: found.started } : null;
}

/** True for the command line of a `postgres` that serves exactly this data directory. */
export function isServerOf(command: string, clusterDir: string): boolean {
  const [program = ""] = command.split(" -D ");
  return /(^|\/)postgres$/.test(program) && `${command} `.includes(` -D ${clusterDir} `);
}

function readLockedPid(clusterDir: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(clusterDir, "postmaster.pid"), "utf8"), 10) || null;
  } catch {
    return null;
  }
}

/** PostgreSQL sees by itself that the process in its lock file is gone, but not that the id now is a stranger's. */
function clearStaleLock(clusterDir: string): void {
  if (readLockedPid(clusterDir) && !findOrphanServer(clusterDir)) rmSync(join(clusterDir, "postmaster.pid"));
}

function spawnServer(cluster: Cluster, program: string, args: string[], logFile: string): ChildProcess {
  const log = openLog(logFile);
  try {
    return spawn(program, args, {
      ...cluster.account,
      cwd: cluster.dir,
      // Its own process group: Ctrl-C reaches us alone, and we stop the parts in order.
      detached: true,
      // A file and not a pipe, so that the server does not depend on this process being there.
      stdio: ["ignore", log, log],
      env: serverEnvironment(),
    });
  } finally {
    closeSync(log);
  }
}

/** Little of ours: no secrets for other processes to read, and messages in English so that we can recognise them. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH } = process.env;
  return { NODE_ENV, PATH, LC_ALL: "C", TZ: "UTC" };
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) renameSync(file, `${file}.old`);
  return openSync(file, "a", 0o600);
}

/** Reads the state that the server itself writes into its lock file, as pg_ctl does. False when it has ended. */
async function isReady(child: ChildProcess, clusterDir: string): Promise<boolean> {
  let isEnded = false;
  child.once("exit", () => {
    isEnded = true;
  });
  child.once("error", () => {
    isEnded = true;
  });
  while (!isEnded) {
    const lines = existsSync(join(clusterDir, "postmaster.pid"))
      ? readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n")
      : [];
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
    await delay(20);
  }
  return false;
}

async function runToEnd(cluster: Cluster, program: string, logFile: string, args: string[]): Promise<void> {
  const child = spawn(program, args, {
    ...cluster.account,
    cwd: dirname(cluster.dir),
    stdio: ["ignore", "pipe", "pipe"],
    env: serverEnvironment(),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  writeFileSync(logFile, output, { flag: "a", mode: 0o600 });
  if (code === 0) return;
  const reason =
    output.split("\n").find((line) => /error:|FATAL:|PANIC:|No space left/.test(line)) ?? output.trim();
  throw new Failure(
    isDiskFull(output)
      ? diskFull
      : `PostgreSQL could not create its database: ${reason.trim() || `initdb ended with code ${code}`} (log: ${logFile}).`,
  );
}

function readLastLines(logFile: string): string[] {
  return existsSync(logFile) ? readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-30) : [];
}

/** True when the server's last words are about a full disk. */
export function hasDiedOfFullDisk(logFile: string): boolean {
  return isDiskFull(readLastLines(logFile).join("\n"));
}

/** The last message in the log that says why the server ended, without its time stamp. */
function lastReason(logFile: string): string {
  const lines = readLastLines(logFile).reverse();
  const line =
    lines.find((each) => /(FATAL|PANIC):|could not|cannot|error while loading/.test(each)) ?? lines[0] ?? "";
  return line.replace(/^.*?(FATAL|PANIC|LOG):\s*/, "").trim();
}
