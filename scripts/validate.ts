// npm run validate: everything that can be said about the sources without running them. The one check that needs a
// database, whether the generated types are up to date, is `npm run types -- --check` and part of `npm test`.
import { runCommand } from "../supabase/local/failure";
import { checks, runCheck } from "./checks";
import { requireNode } from "./environment";
import { listenForInterrupt } from "./interrupt";

await runCommand(async () => {
  requireNode();
  const signal = listenForInterrupt(() => {});
  let failed = 0;
  for (const check of checks) {
    if (!(await runCheck(check, { signal }))) failed++;
    signal.throwIfAborted();
  }
  return failed === 0 ? 0 : 1;
});
