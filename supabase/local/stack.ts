import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { type ApiOptions, startApi } from "./api";
import { neededForDatabase, requireFreeSpace } from "./disk";
import { Failure } from "./failure";
import { migrate } from "./migrate";
import { sharedDir } from "./paths";
import { requireFreePort } from "./ports";
import {
  databaseName,
  databaseUser,
  ensureCluster,
  findOrphanServer,
  locateCluster,
  startPostgres,
} from "./postgres";
import { endProcess } from "./processes";
import { Run } from "./run-state";
import { loadSecrets, type Secrets } from "./secrets";

export interface StackOptions {
  /** Holds secrets, logs, the run state and (where its user can reach it) the cluster. Created when missing. */
  dataDir: string;
  /** On 127.0.0.1. */
  ports: { db: number; api: number };
  /** Address of the site, to which sign-in links point. */
  siteUrl: string;
  /** For tests: faster and not crash-safe, and everything is deleted on stop. */
  throwaway?: boolean;
  /** Name of the running command, for the sentence that refuses a second start. */
  command?: string;
  /** Progress and captured e-mails, one line a call. */
  log?: (line: string) => void;
  /** Called when a process ends that should be running, with a whole sentence. Not called during stop. */
  onCrash?: (sentence: string) => void;
}

/** A running PostgreSQL with the Supabase API in front of it. */
export interface Stack {
  /** Superuser connection, password included. */
  databaseUrl: string;
  supabaseUrl: string;
  /** What the web application needs, and all it may have. */
  env: { SUPABASE_URL: string; SUPABASE_PUBLISHABLE_KEY: string; SUPABASE_JWT_SECRET: string };
  /** Bypasses row-level security: for tests and seeds, never for the web application. */
  secretKey: string;
  /** Adds a process of the caller to those that are ended first on stop, and after a kill -9 by the next start. */
  addChild(name: string, child: ChildProcess): void;
  /** Tells a second start where the site is. */
  setUrl(url: string): void;
  /** Ends everything in order (added children, API, PostgreSQL), once; later calls wait for the first. */
  stop(): Promise<void>;
}

/** The address of the local database for this installation's secrets. */
export function databaseUrlOf(secrets: Secrets, port: number): string {
  return `postgres://${databaseUser}:${secrets.databasePassword}@127.0.0.1:${port}/${databaseName}`;
}

/**
 * Starts PostgreSQL, applies the migrations and starts the Supabase API; resolves when all of it answers. Throws a
 * Failure with one sentence when it cannot, after ending what it has started. Orphans of a killed start are ended first.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, ports, throwaway = false, log = () => {} } = options;
  requireFreeSpace(dataDir, neededForDatabase);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Passable for the user that PostgreSQL runs as; each file and the cluster inside are closed themselves.
  if (process.getuid?.() === 0) chmodSync(dataDir, 0o711);
  const run = await Run.claim(dataDir, options.command ?? "npm start");

  let stopping: Promise<void> | null = null;
  let clusterDir: string | null = null;
  const stop = () => {
    stopping ??= run.release().then(() => {
      if (!throwaway) return;
      if (clusterDir?.startsWith(sharedDir())) rmSync(dirname(clusterDir), { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    });
    return stopping;
  };
  const addChild = (name: string, child: ChildProcess) => {
    const { pid } = child;
    // Without an id it was never started; its "error" event tells why.
    if (pid === undefined) return;
    run.addChild(name, pid);
    child.once("exit", (code, signal) => {
      if (!stopping)
        options.onCrash?.(`${name} ended unexpectedly (${signal ?? `code ${code}`}); see ${dataDir}.`);
    });
  };

  try {
    const secrets = loadSecrets(dataDir);
    const cluster = locateCluster(dataDir, secrets.installation);
    clusterDir = cluster.dir;
    const orphan = findOrphanServer(cluster.dir);
    if (orphan) await endProcess(orphan, "SIGINT", 30_000, "SIGQUIT");
    await requireFreePort(ports.db, "PostgreSQL", "RETUNE_DB_PORT");
    await requireFreePort(ports.api, "the Supabase API", "RETUNE_API_PORT");
    run.setPorts(ports);

    const logFile = join(dataDir, "postgres.log");
    log("Starting PostgreSQL");
    await ensureCluster(cluster, { password: secrets.databasePassword, throwaway, logFile });
    await startPostgres(cluster, {
      port: ports.db,
      throwaway,
      logFile,
      onSpawn: (child) => addChild("postgres", child),
    });

    const databaseUrl = databaseUrlOf(secrets, ports.db);
    const api: ApiOptions = { dataDir, port: ports.api, siteUrl: options.siteUrl, databaseUrl, secrets };
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    try {
      log("Applying migrations");
      await migrate(sql, api);
    } finally {
      await sql.end();
    }
    log("Starting the Supabase API");
    await startApi({ ...api, log, onSpawn: (child) => addChild("lite", child) });

    const supabaseUrl = `http://127.0.0.1:${ports.api}`;
    return {
      databaseUrl,
      supabaseUrl,
      env: {
        SUPABASE_URL: supabaseUrl,
        SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
        SUPABASE_JWT_SECRET: secrets.jwtSecret,
      },
      secretKey: secrets.secretKey,
      addChild,
      setUrl: (url) => run.setUrl(url),
      stop,
    };
  } catch (error) {
    await stop();
    if (error instanceof postgres.PostgresError && error.code === "28P01") {
      throw new Failure(
        `The database does not know the password in ${dataDir}/secrets.json: restore that file from a backup.`,
      );
    }
    throw error;
  }
}
