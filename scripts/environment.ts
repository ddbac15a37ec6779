import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";

/**
 * Reads .env.local and .env as Next.js does, so that our commands see the same settings. What is set in the environment
 * already wins over both, and .env.local over .env.
 */
export function loadEnvironmentFiles(): void {
  for (const name of [".env.local", ".env"]) {
    const file = join(rootDir, name);
    if (existsSync(file)) process.loadEnvFile(file);
  }
}

/** Throws a Failure unless this is the Node.js that npm scripts run on. */
export function requireNode(): void {
  if (Number(process.versions.node.split(".")[0]) < 22) {
    throw new Failure(
      `Start this through npm (npm start, npm test), which brings Node.js 24; this is ${process.version}.`,
    );
  }
}
