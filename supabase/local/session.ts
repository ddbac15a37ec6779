import type { ChildProcess } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync } from "node:fs";
import { Failure } from "./failure";
import { Run } from "./run-state";

/** A service runs until it is stopped, and its end is a crash; a task ends by itself. */
export type ChildKind = "service" | "task";

/** The right to run on a data directory, and the processes that run because of it. */
export interface Session {
  /** Records a child, so that stop() ends it, and after a kill -9 the next start. It must lead its process group. */
  addChild(name: string, child: ChildProcess, kind?: ChildKind): void;
  /** Tells a second start where the site is. */
  setUrl(url: string): void;
  setPorts(ports: { db: number; api: number }): void;
  /** Ends all children, the last added first, and gives the data directory free. Later calls wait for the first. */
  stop(): Promise<void>;
}

export interface SessionOptions {
  dataDir: string;
  /** Name of the running command, for the sentence that refuses a second start. */
  command: string;
  /** Stops the session when it is aborted. */
  signal?: AbortSignal;
  /** Called when a service ends that should be running, with a whole sentence. Not called during stop. */
  onCrash?: (sentence: string) => void;
  /** Runs after the last child has ended. */
  onStopped?: () => void;
}

/**
 * Claims the data directory, creating it when it is missing. Throws a Failure when a living process holds it; what a
 * killed one has left behind is ended first.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { dataDir } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  requireOwn(dataDir);
  // Passable for the user that PostgreSQL runs as; each file and the cluster inside are closed themselves.
  if (process.getuid?.() === 0) chmodSync(dataDir, 0o711);
  const run = await Run.claim(dataDir, options.command);

  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= run.release().then(() => options.onStopped?.());
    return stopping;
  };
  options.signal?.addEventListener("abort", () => void stop());

  return {
    addChild(name, child, kind = "service") {
      const { pid } = child;
      // Without an id it was never started; its "error" event says why.
      if (pid === undefined) return;
      if (!run.addChild(name, pid)) return;
      child.once("exit", (code, signal) => {
        if (stopping) return;
        run.removeChild(pid);
        if (kind === "service") {
          options.onCrash?.(
            `${name} ended unexpectedly (${signal ?? `code ${code}`}): its log is in ${dataDir}.`,
          );
        }
      });
    },
    setUrl: (url) => run.setUrl(url),
    setPorts: (ports) => run.setPorts(ports),
    stop,
  };
}

function requireOwn(dataDir: string): void {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new Failure(
      `${dataDir} belongs to another user: start as that user, or keep your data elsewhere with RETUNE_DATA_DIR=<directory>.`,
    );
  }
}
