import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "./failure";
import { appendMail, createMailReader, describeMail } from "./mail";
import { rootDir } from "./paths";
import type { Secrets } from "./secrets";
import type { ChildKind } from "./session";

/** What the Supabase API of one installation runs on. */
export interface ApiOptions {
  dataDir: string;
  port: number;
  /** Address of the site, to which links in e-mails point. */
  siteUrl: string;
  databaseUrl: string;
  secrets: Secrets;
  /** Told of each process that is started, before it is waited for. */
  onSpawn: (child: ChildProcess, kind: ChildKind) => void;
}

/**
 * The committed supabase/config.toml with what differs per installation put in. Keys and the database address stay
 * references to the environment, so the file holds no secret.
 */
export function composeConfig(committed: string, values: { port: number; siteUrl: string }): string {
  const additions: Record<string, Record<string, string | number | string[]>> = {
    api: { port: values.port },
    db: { driver: "postgres", url: "env(RETUNE_DATABASE_URL)" },
    auth: {
      site_url: values.siteUrl,
      additional_redirect_urls: [`${values.siteUrl}/**`],
      jwt_secret: "env(SUPABASE_JWT_SECRET)",
      publishable_key: "env(SUPABASE_PUBLISHABLE_KEY)",
      secret_key: "env(SUPABASE_SECRET_KEY)",
    },
  };
  let section = "";
  const kept = committed.split("\n").flatMap((line) => {
    section = /^\[(.+)\]\s*$/.exec(line)?.[1] ?? section;
    const added = additions[section] ?? {};
    if (line.trim() === `[${section}]`) {
      return [line, ...Object.entries(added).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)];
    }
    const key = /^([a-z_]+)\s*=/.exec(line)?.[1];
    return key && key in added ? [] : [line];
  });
  return kept.join("\n");
}

function lite(options: ApiOptions, kind: ChildKind, args: string[]): ChildProcess {
  const config = join(options.dataDir, "config.toml");
  const committed = readFileSync(join(rootDir, "supabase/config.toml"), "utf8");
  writeFileSync(config, composeConfig(committed, options), { mode: 0o600 });
  const program = join(rootDir, "node_modules/@supabase/lite/dist/cli/index.js");
  if (!existsSync(program))
    throw new Failure('The package @supabase/lite is not installed: run "npm install".');
  const child = spawn(process.execPath, [program, ...args, "--config", config], {
    // Migrations and e-mail templates are looked up from here.
    cwd: rootDir,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DO_NOT_TRACK: "1",
      NO_COLOR: "1",
      RETUNE_DATABASE_URL: options.databaseUrl,
      SUPABASE_JWT_SECRET: options.secrets.jwtSecret,
      SUPABASE_PUBLISHABLE_KEY: options.secrets.publishableKey,
      SUPABASE_SECRET_KEY: options.secrets.secretKey,
    },
  });
  options.onSpawn(child, kind);
  return child;
}

/**
 * Applies pending migrations, each in its own transaction. Throws a Failure with PostgreSQL's message when one fails;
 * those before it stay applied.
 */
export async function runMigrations(options: ApiOptions): Promise<{ output: string; isDone: boolean }> {
  const child = lite(options, "task", ["migration", "up"]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { output, isDone: code === 0 };
}

/**
 * Starts the API and resolves when it answers. E-mails that it would send go to `log` as one line each and to
 * <dataDir>/mail.log; its other output, without the keys it prints, to <dataDir>/api.log.
 */
export async function startApi(options: ApiOptions, log: (line: string) => void): Promise<ChildProcess> {
  const logFile = join(options.dataDir, "api.log");
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) truncateSync(logFile);
  const child = lite(options, "service", ["start", "--no-admin"]);
  let isEnded = false;
  child.once("exit", () => {
    isEnded = true;
  });
  const secret = [options.secrets.secretKey, options.secrets.jwtSecret, options.secrets.databasePassword];
  const read = createMailReader({
    siteUrl: options.siteUrl,
    onMail: (mail) => {
      appendMail(join(options.dataDir, "mail.log"), mail);
      log(describeMail(mail));
    },
    onLine: (line) => {
      if (secret.some((each) => line.includes(each))) return;
      appendFileSync(logFile, `${line}\n`, { mode: 0o600 });
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", read);

  const deadline = Date.now() + 60_000;
  while (!isEnded && Date.now() < deadline) {
    if (await isAnswering(options)) return child;
    await delay(50);
  }
  throw new Failure(`The Supabase API did not start; its last words are in ${logFile}.`);
}

/**
 * The first request under row-level security makes lite set up roles and grants; two at once would get in each other's way
 * ("tuple concurrently updated"). So it is made here and not by the first visitors.
 */
async function isAnswering({ port, secrets }: ApiOptions): Promise<boolean> {
  const ask = async (path: string, apikey: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/rest/v1/${path}`, {
      headers: { apikey },
      signal: AbortSignal.timeout(5_000),
    });
    await response.arrayBuffer();
    return response;
  };
  try {
    if (!(await ask("", secrets.secretKey)).ok) return false;
    // What a stranger is answered does not matter.
    await ask("projects?limit=0", secrets.publishableKey);
    return true;
  } catch {
    return false;
  }
}
