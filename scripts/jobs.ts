// npm run jobs [-- --once]: what is done on a schedule, on the running local stack or with --db-url on another database.
// A process of its own: the web application never has the owner's rights that this needs. Several may run side by side.
import { Cron } from "croner";
import { openDatabase } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { loadEnvironmentFiles, requireNode } from "./environment";
import { listenForInterrupt } from "./interrupt";
import { followRetentionPolicy } from "./retention";

/** Not at the full hour, when everybody's jobs run. */
const everyHour = "7 * * * *";

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const { sql, argv } = await openDatabase(process.argv.slice(2));
  const signal = listenForInterrupt(() => {});
  const report = (counts: { sessions: number }) => {
    if (counts.sessions > 0)
      console.log(`Retention: archived or deleted ${counts.sessions.toLocaleString("en")} sessions`);
  };
  try {
    const [option, ...others] = argv;
    if (others.length > 0 || (option !== undefined && option !== "--once"))
      throw new Failure("The only options are --once and --db-url <address>.");
    if (option === "--once") {
      report(await followRetentionPolicy(sql, signal));
      return 0;
    }
    // A run that fails, such as while the database restarts, is told and tried again in an hour.
    const run = () =>
      followRetentionPolicy(sql, signal).then(report, (error) => {
        console.error(`Retention: ${error instanceof Error ? error.message : String(error)}`);
      });
    const job = new Cron(everyHour, { protect: true, timezone: "UTC" }, run);
    // A machine that is on for less than an hour has its turn as well.
    await run();
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    job.stop();
  } finally {
    await sql.end({ timeout: 5 });
  }
  return 0;
});
