import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { adoptTestStack } from "./scripts/test-environment.ts";

const root = import.meta.dirname;
adoptTestStack(root);

const ignored = ["node_modules/**", ".next/**", ".next-test/**", ".data/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // Next.js replaces this marker when it bundles; outside of it the package throws on purpose.
      "server-only": resolve(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...ignored, "tests/**"],
          // Simulations compute for seconds, and for longer beside other work.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["tests/**/*.test.ts"],
          exclude: ignored,
          // Real processes and a real database on two cores beside other work.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // They wait for the database more than they compute; Vitest would use one worker on two cores.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
