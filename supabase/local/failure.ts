/**
 * Something a person can act on. Its message is one whole sentence that says what is wrong and what to do;
 * it is printed alone, without a stack trace.
 */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** True for an error object that carries one of these Node.js error codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** For a full disk, wherever it was met. */
export const diskFull =
  "The disk is full: free some space and start again. What was saved before is still there.";

/** True for a program's output or an error message that says so. */
export function isDiskFull(text: string): boolean {
  return /No space left on device|ENOSPC|Disk quota exceeded/i.test(text);
}

/**
 * The one sentence to print for any thrown value. Errors of the operating system that a person can mend (full disk,
 * missing permission) are put into words; anything else keeps its own message.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof Failure) return error.message;
  if (hasCode(error, "ENOSPC", "EDQUOT") || isDiskFull(String(error))) return diskFull;
  if (hasCode(error, "EACCES", "EPERM") && error instanceof Error && "path" in error) {
    return `${error.path} belongs to another user: run the command as that user, or give the file to yourself.`;
  }
  if (hasCode(error, "EROFS"))
    return "The file system is read-only: Retune needs a directory it can write to.";
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a command's main function and turns its end into an exit code: what it resolves to, or 1 with one sentence on
 * stderr when it throws. RETUNE_DEBUG=1 adds the stack trace.
 */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    if (process.env.RETUNE_DEBUG) console.error(error);
    process.exit(1);
  }
}
