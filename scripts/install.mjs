// Runs before every npm script: makes sure that the packages are installed and did their own set-up.
// Plain JavaScript without dependencies, because it runs before there are any, on whatever Node.js the machine has.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withFileLock } from "../supabase/local/file-lock.mjs";
import { isWithoutGlibc, platformPackage } from "../supabase/local/platform.mjs";
import { findMissing } from "./lockfile.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const modules = join(root, "node_modules");

class Failure extends Error {}

/** @param {string} file @returns {any} the parsed file, or null when it is missing or damaged */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * True when node_modules is what package-lock.json says. npm writes the record it is compared with
 * (node_modules/.package-lock.json) last, so an interrupted installation counts as missing.
 */
function isInstalled() {
  const wanted = readJson(join(root, "package-lock.json"))?.packages;
  const present = readJson(join(modules, ".package-lock.json"))?.packages;
  if (!wanted) throw new Failure("package-lock.json is missing or damaged: restore it with git.");
  if (!present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const found = present[path];
    return found
      ? found.version === entry.version
      : Boolean(entry.optional || entry.devOptional || entry.peer);
  });
}

/** The environment for npm: without the Node.js of node_modules, which npm is about to replace, on the path. */
function npmEnvironment() {
  const own = join(modules, ".bin");
  const path = (process.env.PATH ?? "").split(delimiter).filter((each) => each && resolve(each) !== own);
  return {
    ...process.env,
    PATH: path.join(delimiter),
    NODE_ENV: "",
    DO_NOT_TRACK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** @param {string[]} args @returns {Promise<number | null>} */
function runNpm(args) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli ? [process.env.npm_node_execpath ?? process.execPath, [cli]] : ["npm", []];
  const child = spawn(program, [...first, ...args], { cwd: root, env: npmEnvironment(), stdio: "inherit" });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
}

async function install() {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Failure(`${root} cannot be written to: run this as the user who owns it.`);
  }
  console.log("Installing packages (a minute or two, only when something has changed)");
  const started = Date.now();
  // npm shows a progress bar on a terminal and nothing elsewhere.
  const sign = setInterval(() => {
    if (!process.stderr.isTTY)
      console.log(`  still installing, ${Math.round((Date.now() - started) / 1000)} s`);
  }, 20_000);
  try {
    const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
    // npm ci refuses a lock file that lacks packages for other machines (see lockfile.mjs).
    const isWhole = Object.keys(findMissing(readJson(join(root, "package-lock.json")).packages)).length === 0;
    const code = await runNpm([...(isWhole ? ["ci"] : ["install", "--no-save"]), ...flags]);
    if (code !== 0) {
      throw new Failure(
        "The packages could not be installed (npm's message is above): check that the npm registry can be reached and that the disk has 2 GB free, then try again.",
      );
    }
  } finally {
    clearInterval(sign);
  }
}

/** True when the package `node` has put its Node.js where npm scripts find it. */
function hasPinnedNode() {
  const wanted = readJson(join(modules, "node/package.json"))?.version;
  const found = spawnSync(join(modules, ".bin/node"), ["--version"], { encoding: "utf8" });
  return found.status === 0 && found.stdout.trim() === `v${wanted}`;
}

/** True when the PostgreSQL package has restored the symbolic links that npm packages cannot hold. */
function hasPostgresLinks() {
  const directory = join(modules, platformPackage());
  const links = readJson(join(directory, "native/pg-symlinks.json")) ?? [];
  return links.every((/** @type {{ target: string }} */ link) => existsSync(join(directory, link.target)));
}

/**
 * npm may have been told not to run install scripts, or to run only approved ones. The scripts of these two packages
 * are needed, and are recorded as approved in package.json ("allowScripts").
 */
async function finishInstallation() {
  if (isWithoutGlibc()) {
    throw new Failure(
      "Retune needs a Linux with glibc (Debian, Ubuntu, Fedora, ...): the PostgreSQL and Node.js in its packages do not run on this one.",
    );
  }
  const checks = /** @type {const} */ ([
    ["node", hasPinnedNode],
    [platformPackage(), hasPostgresLinks],
  ]);
  for (const [name, isDone] of checks) {
    if (!existsSync(join(modules, name))) {
      throw new Failure(
        `There is no package ${name}: this kind of machine is not supported (docs say which are).`,
      );
    }
    if (isDone()) continue;
    console.log(`Finishing the installation of ${name}`);
    await runNpm(["rebuild", name, "--ignore-scripts=false", "--loglevel=error"]);
    if (isDone()) continue;
    throw new Failure(
      `The install script of the package ${name} did not run: allow it with "npm install-scripts approve ${name}", then run "npm rebuild ${name} --ignore-scripts=false".`,
    );
  }
}

async function main() {
  if (Number(process.versions.node.split(".")[0]) < 18) {
    throw new Failure(`Retune needs Node.js 20 or newer to install itself; this is ${process.version}.`);
  }
  const isReady = () => isInstalled() && hasPinnedNode() && hasPostgresLinks();
  if (isReady()) return;
  // Two `npm test` side by side in a fresh clone both come here.
  const data = join(root, ".data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const onWait = () => console.log("Waiting for another command that installs packages");
  await withFileLock(join(data, "install.lock"), { onWait }, async () => {
    if (!isInstalled()) await install();
    await finishInstallation();
  });
}

try {
  await main();
} catch (error) {
  const isOurs = error instanceof Failure;
  process.stderr.write(`${isOurs ? error.message : `The installation failed: ${error}`}\n`);
  process.exit(1);
}
