import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { hasCode } from "./failure";

/** A process id alone can be reused by a stranger; together with its start time it cannot. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque start time, comparable only on the same machine (and, on Linux, the same boot). */
  started: string;
}

/** Identity and command line of a running process, or null when there is none (zombies count as ended). */
export function findProcess(pid: number): (ProcessIdentity & { command: string }) | null {
  return process.platform === "linux" ? findInProc(pid) : findWithPs(pid);
}

function findInProc(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program name in parentheses and may itself contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { pid, started: `${boot}/${fields[19]}`, command };
  } catch {
    return null;
  }
}

function findWithPs(pid: number) {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=,args=", "-p", String(pid)], {
      encoding: "utf8",
    }).trim();
    // lstart is always five words: Fri Nov 20 16:20:01 2026
    const match = /^(\S+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/s.exec(line);
    if (!match || match[1]?.startsWith("Z")) return null;
    return { pid, started: match[2] ?? "", command: match[3] ?? "" };
  } catch {
    return null;
  }
}

/** The identity of a process that was just spawned. Throws when it has already ended. */
export function identify(pid: number): ProcessIdentity {
  const found = findProcess(pid);
  if (!found) throw new Error(`process ${pid} has ended already`);
  return { pid, started: found.started };
}

/** True when exactly this process (not a later one with the same id) is running. */
export function isRunning(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.started === identity.started;
}

/** Resolves true as soon as the process has ended, false after `milliseconds`. */
export async function waitForEnd(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

/** How to end a process. */
export interface Ending {
  signal: NodeJS.Signals;
  /** Milliseconds until `lastResort` is sent. */
  patience: number;
  lastResort: NodeJS.Signals;
  /** Also ends the other processes of the group that it leads. */
  isGroup: boolean;
}

/**
 * Ends one process: the polite signal first, then the last resort, then SIGKILL. Its identity is checked before each
 * signal, so that a stranger with a reused id is never hit.
 */
export async function endProcess(identity: ProcessIdentity, ending: Ending): Promise<void> {
  const target = ending.isGroup ? -identity.pid : identity.pid;
  for (const signal of [ending.signal, ending.lastResort, "SIGKILL"] as const) {
    if (!isRunning(identity)) return;
    send(target, signal);
    if (!(await waitForEnd(identity, signal === ending.signal ? ending.patience : 5_000))) continue;
    // Its own children may have outlived it; the group's id cannot be reused while one of them lives.
    if (ending.isGroup) send(target, "SIGKILL");
    return;
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
