import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { describeFailure } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { Api, readApiSettings } from "./api-client";
import { runExport } from "./export-command";
import { helpText } from "./help";
import { type Command, parseCommand, UsageError } from "./options";
import { runWatch } from "./watch-command";

const output = { out: process.stdout, err: process.stderr };

/** Runs the command line and resolves to its exit code: 0 done, 1 failed, 2 not understood, 128 + n ended by signal n. */
export async function main(argv: string[]): Promise<number> {
  const interruption = listenForSignals();
  // `retune watch | head` closes our output; there is nobody left to tell.
  process.stdout.on("error", () => process.exit(1));
  try {
    await run(parseCommand(argv), interruption.signal);
    return 0;
  } catch (error) {
    const interrupted = interruption.exitCode();
    if (interrupted !== null) {
      process.stderr.write("Interrupted: nothing was written.\n");
      return interrupted;
    }
    process.stderr.write(`${describeFailure(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function run(command: Command, signal: AbortSignal): Promise<void> {
  switch (command.name) {
    case "help":
      process.stdout.write(helpText(command.topic));
      return;
    case "version":
      process.stdout.write(`${readVersion()}\n`);
      return;
    case "export":
      return runExport(command.request, new Api(readApiSettings(process.env)), output, signal);
    case "watch":
      return runWatch(command.request, new Api(readApiSettings(process.env)), output, signal);
  }
}

function readVersion(): string {
  return JSON.parse(readFileSync(join(rootDir, "package.json"), "utf8")).version;
}

function listenForSignals(): { signal: AbortSignal; exitCode: () => number | null } {
  const controller = new AbortController();
  let code: number | null = null;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      code ??= 128 + constants.signals[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}
