import { packageFile, type RunOptions, runNode, shownEnvironment } from "./child";

/** One tool that reads the sources and ends with 0 when it has nothing to say. */
export interface Check {
  name: string;
  /** Arguments of node. */
  args: string[];
}

/** What `npm run validate` runs, in this order. Route types come first, because the type check reads them. */
export const checks: readonly Check[] = [
  { name: "route types", args: [packageFile("next/dist/bin/next"), "typegen"] },
  { name: "types", args: [packageFile("typescript/bin/tsc"), "--noEmit"] },
  {
    name: "format and lint",
    args: [packageFile("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"],
  },
  {
    name: "boundaries",
    args: [
      packageFile("dependency-cruiser/bin/dependency-cruiser.mjs"),
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      ".",
    ],
  },
  { name: "unused code", args: [packageFile("knip/bin/knip.js")] },
  { name: "lock file", args: ["scripts/lockfile.mjs", "--check"] },
];

/** Runs one check. What it printed is shown only when it fails. */
export async function runCheck(check: Check, options: RunOptions): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await runNode(check.args, { ...options, env: shownEnvironment });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  options.signal?.throwIfAborted();
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${check.name} (${seconds} s)`);
  return code === 0;
}
