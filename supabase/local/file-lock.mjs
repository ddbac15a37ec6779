// Plain JavaScript, because scripts/install.mjs needs it before TypeScript can be run.
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** @param {unknown} error @param {string} code */
const hasCode = (error, code) => error instanceof Error && "code" in error && error.code === code;

/** @param {number} pid true when a process with this id exists, whoever owns it */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/**
 * Runs `work` while no other process runs work under the same lock file, waiting for its turn. The lock of a process
 * that has died is taken over.
 * @template T
 * @param {string} file
 * @param {{ onWait?: () => void, signal?: AbortSignal }} options `onWait` is called once, when there is a wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withFileLock(file, { onWait = () => {}, signal }, work) {
  let isWaiting = false;
  while (!take(file)) {
    if (!isWaiting) onWait();
    isWaiting = true;
    await delay(250, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  if (isStale(file)) rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function isStale(file) {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    // The holder writes its id right after it has created the file.
    return holder ? !isAlive(holder) : Date.now() - statSync(file).mtimeMs > 5_000;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}
