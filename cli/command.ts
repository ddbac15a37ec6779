import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { loadEnvironmentFiles, requireNode } from "../scripts/environment";
import { runCommand } from "../supabase/local/failure";
import { UsageError } from "./options";
import { pad, toPrintable } from "./terminal";

/**
 * Runs an administrative command: 0 when it is done, 1 with one sentence when it failed, 2 with one sentence when it was
 * not understood.
 */
export async function runAdministration(main: (argv: string[]) => Promise<void>): Promise<never> {
  return runCommand(async () => {
    requireNode();
    loadEnvironmentFiles();
    try {
      await main(process.argv.slice(2));
      return 0;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
  });
}

/**
 * Options and the one argument of a subcommand.
 * @throws UsageError for an unknown option, and for more or fewer arguments than `argument` says (its name, or null for none).
 */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  argv: string[],
  argument: string | null,
  options: Options,
) {
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    if (argument !== null && positionals.length === 0) throw new UsageError(`${argument} is missing.`);
    const extra = positionals[argument === null ? 0 : 1];
    if (extra !== undefined) throw new UsageError(`“${extra}” is one word too many.`);
    return { values, argument: positionals[0] ?? "" };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Node's own message goes on with advice about "--"; its first sentence says what is wrong.
    throw new UsageError(
      `${error instanceof Error ? error.message.split(/\.?\s*(?:To specify|\n|$)/)[0] : error}.`,
    );
  }
}

/** Lines of a table with its columns side by side, as wide as their widest cell. */
export function formatTable(rows: string[][]): string {
  const cells = rows.map((row) => row.map(toPrintable));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** A day as 2026-01-31 (UTC), or a dash. */
export function formatDay(time: Date | null): string {
  return time === null ? "-" : time.toISOString().slice(0, 10);
}

/** A minute as 2026-01-31 12:00 (UTC), or a dash. */
export function formatMinute(time: Date | null): string {
  return time === null ? "-" : time.toISOString().slice(0, 16).replace("T", " ");
}
