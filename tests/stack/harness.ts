import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootDir, sharedDir } from "../../supabase/local/paths";
import { findFreePort } from "../../supabase/local/ports";
import { endProcess, findProcess } from "../../supabase/local/processes";
import { parseRunState, type RunState } from "../../supabase/local/run-state";

/** What a held stack says about itself. */
export interface Up {
  SUPABASE_URL: string;
  SUPABASE_PUBLISHABLE_KEY: string;
  databaseUrl: string;
  mailFile: string;
}

/** A process that holds a stack, and what it has printed so far. */
export interface Holder {
  child: ChildProcess;
  /** Resolves when the line with this beginning was printed; rejects when the process ends without it. */
  waitFor(beginning: string): Promise<string>;
  up(): Promise<Up>;
  /** Resolves when the process has ended. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** An installation of its own in a temporary directory; `dispose` ends and deletes everything that belongs to it. */
export class Installation {
  readonly #holders: Holder[] = [];
  readonly dataDir: string;
  readonly ports: { db: number; api: number };

  private constructor(dataDir: string, ports: { db: number; api: number }) {
    this.dataDir = dataDir;
    this.ports = ports;
  }

  static async create(dataDir = mkdtempSync(join(tmpdir(), "retune-stack-"))): Promise<Installation> {
    return new Installation(dataDir, { db: await findFreePort(), api: await findFreePort() });
  }

  hold(kind: "durable" | "throwaway" = "durable"): Holder {
    const { db, api } = this.ports;
    const args = ["--import", "tsx", "tests/stack/hold.ts", this.dataDir, String(db), String(api), kind];
    const child = spawn(process.execPath, args, { cwd: rootDir, stdio: ["ignore", "pipe", "pipe"] });
    const holder = follow(child);
    this.#holders.push(holder);
    return holder;
  }

  /** The process ids that belong to the running stack now. */
  pids(): number[] {
    return this.readState()?.children.map((child) => child.pid) ?? [];
  }

  /** The process id of one part of the running stack; throws when there is none. */
  pidOf(name: string): number {
    const child = this.readState()?.children.find((each) => each.name === name);
    if (!child) throw new Error(`${name} is not running`);
    return child.pid;
  }

  /** The recorded state, null when the data directory is free. */
  readState(): RunState | null {
    try {
      return parseRunState(readFileSync(join(this.dataDir, "run.json"), "utf8"));
    } catch {
      return null;
    }
  }

  async dispose(): Promise<void> {
    for (const { child, ended } of this.#holders) {
      child.kill("SIGTERM");
      await ended;
    }
    const ending = { signal: "SIGTERM", patience: 5_000, lastResort: "SIGKILL", isGroup: false } as const;
    for (const process of this.readState()?.children ?? []) await endProcess(process, ending);
    const installation = this.#installation();
    if (installation) rmSync(sharedDir(installation), { recursive: true, force: true });
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #installation(): string | null {
    try {
      return JSON.parse(readFileSync(join(this.dataDir, "secrets.json"), "utf8")).installation;
    } catch {
      return null;
    }
  }
}

function follow(child: ChildProcess): Holder {
  let stdout = "";
  let stderr = "";
  const listeners = new Set<() => void>();
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  const waitFor = (beginning: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const line = stdout.split("\n").find((each) => each.startsWith(beginning));
        if (line !== undefined) resolve(line);
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without "${beginning}": ${stdout}${stderr}`)));
    });
  return { child, ended, waitFor, up: async () => JSON.parse((await waitFor("up ")).slice(3)) };
}

/** True while a process with this id runs. */
export function isRunningPid(pid: number): boolean {
  return findProcess(pid) !== null;
}
