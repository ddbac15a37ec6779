import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { type ApiOptions, startApi } from "./api";
import { neededForDatabase, requireFreeSpace } from "./disk";
import { diskFull, Failure } from "./failure";
import { migrate } from "./migrate";
import { sharedDir } from "./paths";
import { requireFreePort } from "./ports";
import {
  databaseName,
  databaseUser,
  endOrphanServer,
  ensureCluster,
  hasDiedOfFullDisk,
  locateCluster,
  startPostgres,
} from "./postgres";
import { loadSecrets, type Secrets } from "./secrets";
import { openSession, type Session } from "./session";

export interface StackOptions {
  /** Holds secrets, logs, the run state and (where its user can reach it) the cluster. Created when missing. */
  dataDir: string;
  /** On 127.0.0.1. */
  ports: { db: number; api: number };
  /** Address of the site, to which sign-in links point. */
  siteUrl: string;
  /** For tests: faster and not crash-safe, and everything is deleted on stop. */
  throwaway?: boolean;
  /** With throwaway: keeps the settings of an installation, which survives a power cut. For measurements. */
  isDurable?: boolean;
  /** A further port that must be free, such as that of the site; checked when orphans are gone. */
  extraPort?: { port: number; purpose: string; variable: string };
  /** Name of the running command, for the sentence that refuses a second start. */
  command?: string;
  /** Progress and captured e-mails, one line a call. */
  log?: (line: string) => void;
  /** Stops the stack when it is aborted, also in the middle of the start. */
  signal?: AbortSignal;
  /** Called when a process ends that should be running, with a whole sentence. Not called during stop. */
  onCrash?: (sentence: string) => void;
}

/** A running PostgreSQL with the Supabase API in front of it. */
export interface Stack extends Pick<Session, "addChild" | "setUrl" | "stop"> {
  /** Superuser connection, password included. */
  databaseUrl: string;
  supabaseUrl: string;
  /** What the web application needs, and all it may have. */
  env: { SUPABASE_URL: string; SUPABASE_PUBLISHABLE_KEY: string; SUPABASE_JWT_SECRET: string };
  /** Bypasses row-level security: for tests and seeds, never for the web application. */
  secretKey: string;
  /** The e-mails that would have been sent: one CapturedMail as JSON a line. */
  mailFile: string;
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
  const { dataDir, ports, throwaway = false, isDurable = !throwaway, log = () => {}, signal } = options;
  requireFreeSpace(dataDir, neededForDatabase);
  let clusterDir: string | null = null;
  const logFile = join(dataDir, "postgres.log");
  const session = await openSession({
    ...options,
    onCrash: (sentence) => options.onCrash?.(hasDiedOfFullDisk(logFile) ? diskFull : sentence),
    command: options.command ?? "npm start",
    onStopped: () => {
      if (!throwaway) return;
      if (clusterDir?.startsWith(sharedDir())) rmSync(dirname(clusterDir), { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  });

  try {
    const secrets = loadSecrets(dataDir);
    const cluster = locateCluster(dataDir, secrets.installation);
    clusterDir = cluster.dir;
    await endOrphanServer(cluster.dir);
    await requireFreePort(ports.db, "PostgreSQL", "RETUNE_DB_PORT");
    await requireFreePort(ports.api, "the Supabase API", "RETUNE_API_PORT");
    const extra = options.extraPort;
    if (extra) await requireFreePort(extra.port, extra.purpose, extra.variable);
    session.setPorts(ports);

    signal?.throwIfAborted();
    log("Starting PostgreSQL");
    await ensureCluster(cluster, { password: secrets.databasePassword, throwaway, logFile });
    signal?.throwIfAborted();
    await startPostgres(cluster, {
      port: ports.db,
      throwaway: !isDurable,
      logFile,
      onSpawn: (child) => session.addChild("postgres", child),
    });

    const databaseUrl = databaseUrlOf(secrets, ports.db);
    const api: ApiOptions = {
      dataDir,
      port: ports.api,
      siteUrl: options.siteUrl,
      databaseUrl,
      secrets,
      onSpawn: (child, kind) => session.addChild("lite", child, kind),
    };
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    try {
      signal?.throwIfAborted();
      log("Applying migrations");
      await migrate(sql, api);
    } finally {
      await sql.end({ timeout: 5 });
    }
    signal?.throwIfAborted();
    log("Starting the Supabase API");
    await startApi(api, log);
    signal?.throwIfAborted();

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
      mailFile: join(dataDir, "mail.log"),
      addChild: session.addChild,
      setUrl: session.setUrl,
      stop: session.stop,
    };
  } catch (error) {
    await session.stop();
    if (error instanceof postgres.PostgresError && error.code === "28P01") {
      throw new Failure(
        `The database does not know the password in ${dataDir}/secrets.json: restore that file from a backup.`,
      );
    }
    throw error;
  }
}
