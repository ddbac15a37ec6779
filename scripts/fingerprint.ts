import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What a production build is made of. Names that do not exist are skipped. */
const buildInputs = [
  "app",
  "components",
  "lib",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** True for files that lie among the sources but never end up in a build. */
export function isTestFile(name: string): boolean {
  return /\.test\.tsx?$/.test(name);
}

function listFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return isTestFile(path) ? [] : [path];
  return readdirSync(path).flatMap((name) => listFiles(join(path, name)));
}

/**
 * A hash over the names and contents of everything a build is made of, and over the environment variables that Next.js
 * writes into it (NEXT_PUBLIC_*). Equal sources give equal fingerprints, wherever the checkout lies.
 */
export function fingerprintSources(root: string, environment: NodeJS.ProcessEnv = process.env): string {
  const hash = createHash("sha256");
  const files = buildInputs.flatMap((input) => listFiles(join(root, input)));
  for (const file of files.toSorted()) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join("/")}\0${content.length}\0`).update(content);
  }
  for (const name of Object.keys(environment).toSorted()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${environment[name]}\0`);
  }
  return hash.digest("hex").slice(0, 16);
}
