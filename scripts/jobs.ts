// npm run jobs [-- --once] [--only <job>,<job>]: what is done on a schedule, on the running local stack or with --db-url on another database.
// A process of its own: the web application never has the owner's rights that this needs. Several may run side by side.
import { parseArgs } from "node:util";
import { Cron } from "croner";
import type { Sql } from "postgres";
import { openDatabase } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { defaultDataDir } from "../supabase/local/paths";
import { loadSecrets } from "../supabase/local/secrets";
import { freezeLeftVersions } from "./dataset-freezing";
import { beginDueVersions } from "./dataset-schedules";
import { loadEnvironmentFiles, requireNode } from "./environment";
import { stopBreachedExperiments } from "./experiment-guards";
import { alertOnForecasts } from "./forecast-alerts";
import { listenForInterrupt } from "./interrupt";
import { storeListedPrices } from "./listed-prices";
import { followRetentionPolicy } from "./retention";
import { type DeliveryCounts, keepSendingWebhooks, sendDueWebhooks } from "./webhooks";

interface Job {
  /** Stands before what is reported of it. */
  name: string;
  /** When it runs, in UTC, as cron writes it. */
  schedule: string;
  /** Does it once and says in words what was done; null when there was nothing to do. */
  run: (sql: Sql, signal: AbortSignal) => Promise<string | null>;
}

/** Not at the full hour, when everybody's jobs run. */
const everyHour = "7 * * * *";
const everyMinute = "* * * * *";
const everyTenMinutes = "*/10 * * * *";
const everyNight = "23 2 * * *";

const count = (n: number) => n.toLocaleString("en");

/** Each runs when the process starts as well: a machine that is on for less than an hour has its turn, too. */
const jobs: Job[] = [
  {
    name: "Retention",
    schedule: everyHour,
    run: async (sql, signal) => {
      const { sessions } = await followRetentionPolicy(sql, signal);
      return sessions > 0 ? `archived or deleted ${count(sessions)} sessions` : null;
    },
  },
  {
    name: "Conversations",
    schedule: everyMinute,
    run: async (sql) => {
      const [row] = await sql<{ closed: string }[]>`select private.close_idle_conversations() as closed`;
      const closed = Number(row?.closed ?? 0);
      return closed > 0 ? `closed ${count(closed)} that were idle` : null;
    },
  },
  {
    name: "Prices",
    schedule: everyNight,
    run: async (sql) => {
      const changed = await storeListedPrices(sql);
      return changed > 0 ? `changed ${count(changed)} of the price list` : null;
    },
  },
  {
    name: "People",
    schedule: everyNight,
    run: async (sql) => {
      const [row] = await sql<{ profiles: string }[]>`select private.refresh_user_profiles() as profiles`;
      const profiles = Number(row?.profiles ?? 0);
      return profiles > 0 ? `worked out ${count(profiles)} profiles` : null;
    },
  },
  {
    name: "Forecast",
    schedule: everyHour,
    run: async (sql, signal) => {
      const raised = await alertOnForecasts(sql, signal);
      return raised > 0 ? `warned of ${count(raised)} budgets that are likely to be exceeded` : null;
    },
  },
  {
    name: "Experiments",
    schedule: everyTenMinutes,
    run: async (sql, signal) => {
      const stopped = await stopBreachedExperiments(sql, signal);
      return stopped > 0 ? `stopped ${count(stopped)} of which a guardrail was breached` : null;
    },
  },
  {
    name: "Budgets",
    schedule: everyHour,
    run: async (sql) => {
      const [row] = await sql<{ purged: number }[]>`select private.purge_deleted_budgets() as purged`;
      return row?.purged ? `removed ${count(row.purged)} that were deleted` : null;
    },
  },
  {
    name: "Schedules",
    schedule: everyMinute,
    run: async (sql, signal) => {
      const { begun, failed, missed } = await beginDueVersions(sql, { signal, secret: findSecret() });
      const [cleared] = await sql<{ purged: number }[]>`select private.purge_deleted_datasets() as purged`;
      const parts = [
        begun > 0 && `began ${count(begun)} versions of datasets that were due`,
        failed > 0 && `${count(failed)} that were due cannot be frozen`,
        missed > 0 && `left out ${count(missed)} earlier runs that nobody made in time`,
        cleared?.purged && `removed ${count(cleared.purged)} datasets that were deleted`,
      ].filter((part) => typeof part === "string");
      return parts.length > 0 ? parts.join(", ") : null;
    },
  },
  {
    name: "Datasets",
    schedule: everyMinute,
    // After "Schedules", so that what it began is done in the same run.
    run: async (sql, signal) => {
      const { ready, failed, expired, resealed, removed } = await freezeLeftVersions(sql, {
        signal,
        secret: findSecret(),
      });
      const parts = [
        ready > 0 && `froze ${count(ready)} versions`,
        failed > 0 && `${count(failed)} versions failed`,
        expired > 0 && `ended ${count(expired)} versions of schedules that keep newer ones`,
        resealed > 0 &&
          `counted the files of ${count(resealed)} versions again, from which people were erased`,
        removed > 0 && `removed ${count(removed)} examples that no version needs`,
      ].filter((part) => typeof part === "string");
      return parts.length > 0 ? parts.join(", ") : null;
    },
  },
  {
    name: "Webhooks",
    schedule: everyHour,
    run: async (sql) => {
      const [row] = await sql<{ purged: number }[]>`select private.purge_webhook_deliveries() as purged`;
      return row?.purged ? `removed ${count(row.purged)} old deliveries from the log` : null;
    },
  },
];

/** The secret of this installation: from the environment, else that of the local stack when it is its database. */
function findSecret(): string | undefined {
  const { SUPABASE_JWT_SECRET, SUPABASE_SIGNING_JWK, RETUNE_DB_URL } = process.env;
  const given = SUPABASE_JWT_SECRET || SUPABASE_SIGNING_JWK;
  const isElsewhere = RETUNE_DB_URL || process.argv.some((each) => each.startsWith("--db-url"));
  return given || (isElsewhere ? undefined : loadSecrets(defaultDataDir()).jwtSecret);
}

/** Which of the jobs to do, and whether once. */
function readOptions(argv: string[]): { once: boolean; wanted: Job[]; sends: boolean } {
  const names = [...new Set([...jobs.map((job) => job.name.toLowerCase())])];
  try {
    const { values } = parseArgs({
      args: argv,
      options: { once: { type: "boolean", default: false }, only: { type: "string" } },
    });
    const chosen = values.only?.toLowerCase().split(",") ?? names;
    if (chosen.every((name) => names.includes(name)))
      return {
        once: values.once,
        wanted: jobs.filter((job) => chosen.includes(job.name.toLowerCase())),
        sends: chosen.includes("webhooks"),
      };
  } catch {
    // An unknown option: the same sentence.
  }
  throw new Failure(
    `The only options are --once, --only <job>,<job> (of ${names.join(", ")}) and --db-url <address>.`,
  );
}

const describeDeliveries = ({ delivered, failed }: DeliveryCounts) =>
  delivered + failed > 0 ? `${count(delivered)} delivered, ${count(failed)} failed attempts` : null;

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const { sql, argv } = await openDatabase(process.argv.slice(2));
  const signal = listenForInterrupt(() => {});
  const webhooks = { allowPrivate: process.env.RETUNE_WEBHOOK_ALLOW_PRIVATE === "1", signal };
  const say = (name: string, text: string | null) => {
    if (text !== null) console.log(`${name}: ${text}`);
  };
  const complain = (name: string, error: unknown) =>
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  try {
    const { once, wanted, sends } = readOptions(argv);
    if (once) {
      for (const job of wanted) say(job.name, await job.run(sql, signal));
      if (sends) say("Webhooks", describeDeliveries(await sendDueWebhooks(sql, webhooks)));
      return 0;
    }
    const interrupted = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    const sending = sends
      ? keepSendingWebhooks(sql, webhooks, (result) =>
          result instanceof Error
            ? complain("Webhooks", result)
            : say("Webhooks", describeDeliveries(result)),
        )
      : interrupted;
    // A run that fails, such as while the database restarts, is told and tried again at its next time.
    const timers = wanted.map((job) => {
      const run = () =>
        job.run(sql, signal).then(
          (text) => say(job.name, text),
          (error) => complain(job.name, error),
        );
      return { timer: new Cron(job.schedule, { protect: true, timezone: "UTC" }, run), run };
    });
    for (const { run } of timers) if (!signal.aborted) await run();
    await sending;
    for (const { timer } of timers) timer.stop();
  } finally {
    await sql.end({ timeout: 5 });
  }
  return 0;
});
