import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { hasCode } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";

/** Variables to set for a child, over those it inherits. */
export type Environment = Record<string, string | undefined>;

/** No tool that we start reports anything to anyone. */
const quietEnvironment: Environment = {
  NEXT_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
};

/**
 * For programs whose output is shown as it is: colours where we have a terminal, although they write into a pipe. All
 * others print plain text, which can be read by programs.
 */
export const shownEnvironment: Environment = process.stdout.isTTY
  ? { FORCE_COLOR: "1", NO_COLOR: undefined }
  : {};

/** What a program printed and how it ended. */
export interface Finished {
  /** Null when a signal ended it. */
  code: number | null;
  /** Standard output and standard error, in order of arrival. */
  output: string;
  stdout: string;
}

/** The path of a program of an installed package, to be run with `startNode` or `runNode`. */
export function packageFile(path: string): string {
  return join(rootDir, "node_modules", path);
}

/** Starts a program in the checkout, as the leader of its own process group. */
function start(program: string, args: string[], env: Environment = {}, hasInput = false): ChildProcess {
  const options: SpawnOptions = {
    cwd: rootDir,
    detached: true,
    stdio: [hasInput ? "pipe" : "ignore", "pipe", "pipe"],
    env: { ...process.env, ...quietEnvironment, ...env },
  };
  return spawn(program, args, options);
}

/** Starts a Node.js program on the Node.js that runs us, in its own process group. */
export function startNode(args: string[], env?: Environment): ChildProcess {
  return start(process.execPath, args, env);
}

/** Passes on what a child prints, keeping nothing, and resolves to its exit code. Rejects if it cannot start. */
export function follow(child: ChildProcess, onText: (text: string) => void): Promise<number | null> {
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", onText);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** Collects what a child prints and resolves when it has ended. Rejects if it cannot start. */
export async function finish(
  child: ChildProcess,
  onText: (text: string) => void = () => {},
): Promise<Finished> {
  let output = "";
  let stdout = "";
  child.stdout?.on("data", (text: string) => {
    stdout += text;
  });
  const code = await follow(child, (text) => {
    output += text;
    onText(text);
  });
  return { code, output, stdout };
}

export interface RunOptions {
  env?: Environment;
  /** Ends the program and what it has started, when it is aborted. */
  signal?: AbortSignal;
  onText?: (text: string) => void;
  /** Goes to its standard input. */
  input?: string;
}

/** Runs a program to its end. An abort ends its whole process group. */
export async function runProgram(
  program: string,
  args: string[],
  options: RunOptions = {},
): Promise<Finished> {
  options.signal?.throwIfAborted();
  const child = start(program, args, options.env, options.input !== undefined);
  child.stdin?.end(options.input);
  const end = () => endGroup(child, "SIGTERM");
  options.signal?.addEventListener("abort", end, { once: true });
  try {
    return await finish(child, options.onText);
  } finally {
    options.signal?.removeEventListener("abort", end);
    if (options.signal?.aborted) endGroup(child, "SIGKILL");
  }
}

/** Runs a Node.js program on the Node.js that runs us to its end. */
export function runNode(args: string[], options?: RunOptions): Promise<Finished> {
  return runProgram(process.execPath, args, options);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
