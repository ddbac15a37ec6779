import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure, hasCode } from "./failure";
import { serverEnding } from "./postgres";
import { type Ending, endProcess, findProcess, identify, isRunning } from "./processes";

const identitySchema = z.object({ pid: z.number().int().positive(), started: z.string() });

const runStateSchema = z.object({
  owner: identitySchema,
  /** What runs, for the sentence that refuses a second start: "npm start", "npm run dev". */
  command: z.string(),
  /** Where the site is served, once it is. */
  url: z.string().nullable(),
  ports: z.object({ db: z.number(), api: z.number() }).nullable(),
  /** In the order they were started. */
  children: z.array(identitySchema.extend({ name: z.string() })),
});

/** Who runs on a data directory now, and which processes belong to it. */
export type RunState = z.infer<typeof runStateSchema>;

const endings: Record<string, Ending> = { postgres: serverEnding };
const defaultEnding: Ending = { signal: "SIGTERM", patience: 8_000, lastResort: "SIGKILL", isGroup: true };

/** Parses the text of a state file; null for text that is damaged (a write that was cut off). */
export function parseRunState(text: string): RunState | null {
  try {
    return runStateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function stateFile(dataDir: string): string {
  return join(dataDir, "run.json");
}

/** The state of the run that is going on in this data directory, or null when none is. Changes nothing. */
export function readRunState(dataDir: string): RunState | null {
  const state = readStateFile(stateFile(dataDir));
  return state && isRunning(state.owner) ? state : null;
}

function readStateFile(file: string): RunState | null {
  try {
    return parseRunState(readFileSync(file, "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** The claim of this process on a data directory. While it is held no other process may start there. */
export class Run {
  readonly #file: string;
  readonly #state: RunState;

  private constructor(file: string, state: RunState) {
    this.#file = file;
    this.#state = state;
  }

  /**
   * Claims the data directory. Throws a Failure when a living process holds it. What a killed process has left behind
   * (its lock and its children, known by process id and start time) is ended first, in reverse order.
   */
  static async claim(dataDir: string, command: string): Promise<Run> {
    const file = stateFile(dataDir);
    const state: RunState = { owner: identify(process.pid), command, url: null, ports: null, children: [] };
    for (let attempt = 0; attempt < 5; attempt++) {
      if (createExclusively(file, state)) return new Run(file, state);
      const held = readStateFile(file);
      if (held && isRunning(held.owner)) {
        throw new Failure(
          `Retune is already running here (${held.command}, process ${held.owner.pid}${held.url ? `, ${held.url}` : ""}): use it, or stop it with Ctrl-C in its terminal.`,
        );
      }
      await clearStaleClaim(file, held);
    }
    throw new Failure(
      `Another process keeps claiming ${dataDir}: wait until it has started or ended, then try again.`,
    );
  }

  /**
   * Records a child before anything else can go wrong, so that the next start can end it if we are killed. False when
   * it has ended already.
   */
  addChild(name: string, pid: number): boolean {
    const found = findProcess(pid);
    if (!found) return false;
    this.#state.children.push({ name, pid, started: found.started });
    this.#save();
    return true;
  }

  removeChild(pid: number): void {
    this.#state.children = this.#state.children.filter((child) => child.pid !== pid);
    this.#save();
  }

  setPorts(ports: RunState["ports"]): void {
    this.#state.ports = ports;
    this.#save();
  }

  setUrl(url: string): void {
    this.#state.url = url;
    this.#save();
  }

  /** Ends all children, the last started first, and gives the data directory free. */
  async release(): Promise<void> {
    await endChildren(this.#state);
    rmSync(this.#file, { force: true });
  }

  #save(): void {
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(this.#state), { mode: 0o600 });
    renameSync(draft, this.#file);
  }
}

async function endChildren(state: RunState): Promise<void> {
  for (const child of state.children.toReversed()) {
    await endProcess(child, endings[child.name] ?? defaultEnding);
  }
}

/** link() fails when the target exists, and the target appears with its whole content. */
function createExclusively(file: string, state: RunState): boolean {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600, flag: "wx" });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Takes a stale claim away by renaming it, which only one of several starters can do; the one that took it ends the
 * orphans. If a new owner has come in between, its claim is put back.
 */
async function clearStaleClaim(file: string, stale: RunState | null): Promise<void> {
  const taken = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, taken);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  const state = readStateFile(taken);
  if (state && state.owner.pid !== stale?.owner.pid && isRunning(state.owner)) {
    renameSync(taken, file);
    return;
  }
  if (state) await endChildren(state);
  rmSync(taken, { force: true });
}
