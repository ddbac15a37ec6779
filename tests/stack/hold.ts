// Started by the tests of the stack as a process of its own: holds a stack until it is told to end.
import { listenForInterrupt, watchForEnd } from "../../scripts/interrupt";
import { Failure, runCommand } from "../../supabase/local/failure";
import { startStack } from "../../supabase/local/stack";

const [dataDir, db, api, kind] = process.argv.slice(2);

await runCommand(async () => {
  if (!dataDir) throw new Failure("hold needs a data directory.");
  const signal = listenForInterrupt(() => console.log("stopping"));
  const { interrupted, crashed, onCrash } = watchForEnd(signal);
  try {
    const stack = await startStack({
      dataDir,
      ports: { db: Number(db), api: Number(api) },
      siteUrl: "http://127.0.0.1:3999",
      throwaway: kind === "throwaway",
      command: "hold",
      log: (line) => console.log(line),
      signal,
      onCrash,
    });
    try {
      console.log(
        `up ${JSON.stringify({ ...stack.env, databaseUrl: stack.databaseUrl, mailFile: stack.mailFile })}`,
      );
      await Promise.race([interrupted, crashed]);
    } finally {
      await stack.stop();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return 0;
});
