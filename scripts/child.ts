import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { rootDir } from "../supabase/local/paths";

/** No tool that we start reports anything to anyone. */
export const quietEnvironment = { NEXT_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" } as const;

/** Variables to set for a child, over those it inherits. */
export type Environment = Record<string, string | undefined>;

/** What a tool printed and how it ended. */
export interface Finished {
  /** Null when a signal ended it. */
  code: number | null;
  output: string;
}

/** The path of a program of an installed package, to be run with `process.execPath`. */
export function packageFile(path: string): string {
  return join(rootDir, "node_modules", path);
}

/** Starts a Node.js program on the Node.js that runs us, in its own process group. */
export function startNode(
  args: string[],
  options: Omit<SpawnOptions, "env"> & { env?: Environment } = {},
): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: rootDir,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
    env: { ...process.env, ...quietEnvironment, ...options.env },
  });
}

/** Collects what a child prints, in order of arrival, and resolves when it has ended. Rejects if it cannot start. */
export function finish(child: ChildProcess, onText: (text: string) => void = () => {}): Promise<Finished> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      onText(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
