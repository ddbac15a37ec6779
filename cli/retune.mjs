#!/usr/bin/env node
// The `retune` command. Plain JavaScript, because it runs before anything can read TypeScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedNode = join(root, "node_modules/node/bin/node");

if (!existsSync(join(root, "node_modules/tsx"))) {
  process.stderr.write(`Retune is not installed: run "npm install" in ${root}.\n`);
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) < 22 && existsSync(pinnedNode)) {
  // npx puts the pinned Node.js first on PATH; called directly, we may be on the machine's own.
  const child = spawn(pinnedNode, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => (signal ? process.exit(1) : process.exit(code ?? 1)));
} else {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: join(root, "tsconfig.json") });
  const { main } = await import("./main.ts");
  process.exit(await main(process.argv.slice(2)));
}
