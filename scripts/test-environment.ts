import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../supabase/local/stack";
import type { Environment } from "./child";

/** The site that tests look at: where it answers, where its build is, for tests that start another, and what it printed. */
export interface TestSite {
  url: string;
  distDir: string;
  logFile: string;
}

/** The variables that tests read, for a stack and (when it is served) a site. */
export function testEnvironment(stack: Stack, site: TestSite | null, chromium: string | null): Environment {
  return {
    ...stack.env,
    SUPABASE_SECRET_KEY: stack.secretKey,
    RETUNE_TEST_DATABASE_URL: stack.databaseUrl,
    RETUNE_TEST_MAIL_FILE: stack.mailFile,
    ...(site && {
      RETUNE_URL: site.url,
      RETUNE_TEST_DIST_DIR: site.distDir,
      RETUNE_TEST_LOG_FILE: site.logFile,
    }),
    ...(chromium && { RETUNE_CHROMIUM: chromium }),
  };
}

/** Where `npm run test:stack` leaves the environment of the stack that it keeps running. */
export function testStackFile(root: string): string {
  return join(root, ".data/test-stack.json");
}

/**
 * For the configurations of Vitest and Playwright: when no stack was given in the environment, takes the one that
 * `npm run test:stack` keeps running, so that a single test file can be run by hand.
 */
export function adoptTestStack(root: string): void {
  const file = testStackFile(root);
  if (process.env.RETUNE_TEST_DATABASE_URL || !existsSync(file)) return;
  Object.assign(process.env, JSON.parse(readFileSync(file, "utf8")));
}
