import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedDir } from "./paths";
import { Run, readRunState } from "./run-state";
import { loadSecrets, secretsFile } from "./secrets";

const prefix = "retune-test-";

/** A new empty data directory for a throwaway stack; `stop()` of the stack deletes it. */
export function createThrowawayDir(parent = tmpdir()): string {
  return mkdtempSync(join(parent, prefix));
}

/**
 * Ends and deletes what test runs that were killed have left behind. Stacks whose process lives are not touched, nor
 * those of other users, nor directories so new that their run may not have claimed them yet.
 */
export async function sweepThrowaways(parent = tmpdir()): Promise<void> {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const dir = join(parent, name);
    const stat = statSync(dir, { throwIfNoEntry: false });
    const isOld = stat && Date.now() - stat.mtimeMs > 60_000;
    if (!isOld || stat.uid !== process.getuid?.() || readRunState(dir)) continue;
    const run = await Run.claim(dir, "sweep").catch(() => null);
    if (!run) continue;
    await run.release();
    if (existsSync(secretsFile(dir))) {
      rmSync(sharedDir(loadSecrets(dir).installation), { recursive: true, force: true });
    }
    rmSync(dir, { recursive: true, force: true });
  }
}
