// npm start and npm run dev: everything that Retune needs on this machine, in one process that stops it again.
import { join } from "node:path";
import { parseArgs } from "node:util";
import postgres from "postgres";
import { Failure, runCommand } from "../supabase/local/failure";
import { defaultDataDir } from "../supabase/local/paths";
import { readPort, requireFreePort } from "../supabase/local/ports";
import { openSession, type Session } from "../supabase/local/session";
import { type Stack, startStack } from "../supabase/local/stack";
import { scenarios } from "../supabase/seed/run";
import { type Environment, follow, startNode } from "./child";
import { loadEnvironmentFiles, requireNode } from "./environment";
import { listenForInterrupt, watchForEnd } from "./interrupt";
import { storeListedPrices } from "./listed-prices";
import { seedOnce } from "./scenario";
import { ensureBuild, type OnSpawn, serveWeb } from "./web";

const log = (line: string) => console.log(line);

interface Site {
  host: string;
  port: number;
  url: string;
  isDev: boolean;
}

function readOptions(): { isEmpty: boolean; site: Site } {
  let values: { empty?: boolean; dev?: boolean };
  try {
    ({ values } = parseArgs({ options: { empty: { type: "boolean" }, dev: { type: "boolean" } } }));
  } catch {
    throw new Failure("The only option is --empty, as in npm start -- --empty.");
  }
  const host = process.env.RETUNE_HOST || "127.0.0.1";
  const port = readPort("PORT", 3000);
  const url = process.env.RETUNE_SITE_URL || `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
  return { isEmpty: values.empty ?? false, site: { host, port, url, isDev: values.dev ?? false } };
}

/** What stands behind the web application, and what the person is told when it is served. */
interface Backend {
  session: Pick<Session, "addChild" | "setUrl" | "stop">;
  env: Environment;
  greeting: string[];
  /** Where scheduled jobs run; null when that is somebody else's business. */
  databaseUrl: string | null;
}

interface BackendOptions {
  site: Site;
  isEmpty: boolean;
  dataDir: string;
  command: string;
  signal: AbortSignal;
  onCrash: (sentence: string) => void;
}

/** With SUPABASE_URL set nothing is started but the web application; lib/env.ts checks the rest of the settings. */
async function connectHosted(options: BackendOptions): Promise<Backend> {
  log(`Using the Supabase project at ${process.env.SUPABASE_URL}`);
  const session = await openSession(options);
  try {
    await requireFreePort(options.site.port, "the web application", "PORT");
  } catch (error) {
    await session.stop();
    throw error;
  }
  return { session, env: {}, greeting: [], databaseUrl: null };
}

async function startLocal(options: BackendOptions): Promise<Backend> {
  const { site, dataDir } = options;
  const stack = await startStack({
    ...options,
    ports: { db: readPort("RETUNE_DB_PORT", 54322), api: readPort("RETUNE_API_PORT", 54321) },
    extraPort: { port: site.port, purpose: "the web application", variable: "PORT" },
    siteUrl: site.url,
    log,
  });
  try {
    const scenario = await fill(stack, dataDir, options.isEmpty ? "empty" : "demo");
    const isDemo = scenarios[scenario]?.hasDemoPeople ?? false;
    if (isDemo && !isLoopback(site.host)) {
      throw new Failure(
        "The demo data has passwords that everyone knows, so it is served on 127.0.0.1 only: unset RETUNE_HOST, or begin empty (npm run reset, then npm start -- --empty).",
      );
    }
    return {
      session: stack,
      databaseUrl: stack.databaseUrl,
      env: { ...stack.env, RETUNE_DEMO: isDemo ? "1" : "" },
      greeting: [
        ...(isDemo ? demoGreeting : emptyGreeting),
        "",
        `Sign-in links that would be e-mailed are shown here and kept in ${join(dataDir, "mail.log")}.`,
      ],
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function isLoopback(host: string): boolean {
  return ["127.0.0.1", "::1", "localhost"].includes(host);
}

async function fill(stack: Stack, dataDir: string, wanted: string): Promise<string> {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    // Before the demo data, which is priced as it is recorded.
    await storeListedPrices(sql);
    return await seedOnce(sql, dataDir, wanted, stack.env);
  } finally {
    await sql.end();
  }
}

const demoGreeting = [
  "Sign in with the password retune-demo as",
  "  meg@example.com     reviewer",
  "  owner@example.com   product owner",
  "  admin@example.com   admin",
];

const emptyGreeting = [
  "Make yourself an admin, in another terminal, then sign in with the password that it prints:",
  "  npm run members -- add you@example.com --role admin",
];

/** The schedule, in a process of its own, which has the database's address; the site goes on when it ends. */
function startJobs(databaseUrl: string, env: Environment, onSpawn: OnSpawn): void {
  const { SUPABASE_JWT_SECRET } = env;
  const child = startNode(["--import", "tsx", "scripts/jobs.ts"], {
    RETUNE_DB_URL: databaseUrl,
    ...(SUPABASE_JWT_SECRET ? { SUPABASE_JWT_SECRET } : {}),
  });
  onSpawn("scheduled jobs", child, "task");
  follow(child, (text) => process.stdout.write(text)).catch((error) =>
    log(`The scheduled jobs did not start: ${error}`),
  );
}

async function serve(backend: Backend, site: Site): Promise<void> {
  const distDir = ".next";
  const env = { ...backend.env, RETUNE_SITE_URL: site.url };
  const onSpawn = backend.session.addChild;
  if (!site.isDev) await ensureBuild({ distDir, env, log, onSpawn });
  log("Starting the web application");
  await serveWeb({ ...site, distDir, env, onSpawn, onText: (text) => process.stdout.write(text) });
  backend.session.setUrl(site.url);
  if (backend.databaseUrl) startJobs(backend.databaseUrl, backend.env, onSpawn);
  const lines = ["", `Retune is ready: ${site.url}`, "", ...backend.greeting, "Stop Retune with Ctrl-C.", ""];
  log(lines.join("\n"));
}

/** Runs until it is interrupted (resolves) or something ends that should not (throws); everything is stopped then. */
async function run(site: Site, isEmpty: boolean, signal: AbortSignal): Promise<void> {
  const { interrupted, crashed, onCrash } = watchForEnd(signal);
  const start = process.env.SUPABASE_URL ? connectHosted : startLocal;
  const starting = start({
    site,
    isEmpty,
    dataDir: defaultDataDir(),
    command: site.isDev ? "npm run dev" : "npm start",
    signal,
    onCrash,
  });
  const serving = starting.then((backend) => serve(backend, site)).then(() => interrupted);
  try {
    await Promise.race([serving, crashed, interrupted]);
  } finally {
    // Also when the start has not come to its end: it stops what it has begun, and only then rejects.
    await starting.then(
      (backend) => backend.session.stop(),
      () => {},
    );
    await serving.catch(() => {});
  }
}

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const { isEmpty, site } = readOptions();
  const signal = listenForInterrupt(() => log("\nStopping"));
  try {
    await run(site, isEmpty, signal);
  } catch (error) {
    // What breaks because we stop it is not a failure.
    if (!signal.aborted) throw error;
  }
  return 0;
});
