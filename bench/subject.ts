import { cpus, loadavg, totalmem } from "node:os";
import postgres, { type Sql } from "postgres";
import { apiKeyPrefix, generateApiKey, hashApiKey } from "@/lib/auth/api-keys";
import { storeListedPrices } from "../scripts/listed-prices";
import { ensureTestBuild } from "../scripts/test-build";
import { serveWeb } from "../scripts/web";
import { requireFreeSpace } from "../supabase/local/disk";
import { Failure } from "../supabase/local/failure";
import { findFreePort } from "../supabase/local/ports";
import { startStack } from "../supabase/local/stack";
import { createThrowawayDir, sweepThrowaways } from "../supabase/local/throwaway";
import type { Results } from "./results";

/** What a vote with its indexes, rollups and write-ahead log takes on the disk, generously. */
const BYTES_PER_VOTE = 6_000;

/** A running installation to be measured, with the settings of a real one. */
export type Subject = {
  url: string;
  databaseUrl: string;
  /** The Supabase API behind it. */
  api: { url: string; publishableKey: string };
  sql: Sql;
  /** A key with every scope and no limit of its rate. */
  key: string;
  keyId: string;
  /** The process that serves the web application. */
  webPid: number;
  machine: Results["machine"];
  stop: () => Promise<void>;
};

/** Starts a throwaway stack that is as durable as a real one, and a production build in front of it, on loopback only. */
export async function startSubject(
  votes: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Subject> {
  const loadAtStart = loadavg()[0] ?? 0;
  await sweepThrowaways();
  const dataDir = createThrowawayDir();
  requireFreeSpace(dataDir, votes * BYTES_PER_VOTE);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const stack = await startStack({
    dataDir,
    ports: { db: await findFreePort(), api: await findFreePort() },
    siteUrl: url,
    throwaway: true,
    isDurable: true,
    command: "npm run bench",
    log,
    signal,
    onCrash: (sentence) => log(sentence),
  });
  try {
    const env = { ...stack.env, RETUNE_SITE_URL: url };
    const distDir = await ensureTestBuild({ env, log, signal, onSpawn: stack.addChild });
    const web = await serveWeb({ distDir, host: "127.0.0.1", port, env, onSpawn: stack.addChild });
    const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
    await requireDurability(sql);
    await storeListedPrices(sql);
    const key = generateApiKey();
    const [stored] = await sql<{ id: string }[]>`
      insert into public.api_keys (name, key_prefix, key_sha256, scopes, rate_per_second)
      values ('bench', ${apiKeyPrefix(key)}, ${hashApiKey(key)}, '{ingest,read,export}', 0) returning id
    `;
    const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return {
      url,
      databaseUrl: stack.databaseUrl,
      api: { url: stack.env.SUPABASE_URL, publishableKey: stack.env.SUPABASE_PUBLISHABLE_KEY },
      sql,
      key,
      keyId: stored?.id ?? "",
      webPid: web.pid ?? 0,
      machine: {
        cpu: cpus()[0]?.model.trim() || "unknown",
        cores: cpus().length,
        memory_gb: Math.round(totalmem() / 2 ** 30),
        node: process.versions.node,
        postgres: server?.version ?? "unknown",
        load_at_start: loadAtStart,
      },
      stop: async () => {
        await sql.end({ timeout: 5 });
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** Figures of a database that may lose what it has confirmed would be worth nothing. */
async function requireDurability(sql: Sql): Promise<void> {
  const settings = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')
  `;
  const off = settings.filter(({ setting }) => setting !== "on").map(({ name }) => name);
  if (off.length > 0)
    throw new Failure(`The database runs without ${off.join(", ")}: its figures mean nothing.`);
}
