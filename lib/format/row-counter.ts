const QUOTE = 0x22;
const NEWLINE = 0x0a;

/**
 * Counts the rows of a CSV (with a header) or JSONL file while its bytes arrive in chunks of any size. A line break
 * inside a quoted CSV cell is no row. Each call answers the rows complete so far.
 */
export function createRowCounter(format: "csv" | "jsonl"): (chunk: Uint8Array) => number {
  let lines = 0;
  // A doubled quote inside a cell closes and opens it again, which changes nothing here.
  let isQuoted = false;
  return (chunk) => {
    for (const byte of chunk) {
      if (byte === NEWLINE && !isQuoted) lines += 1;
      else if (byte === QUOTE && format === "csv") isQuoted = !isQuoted;
    }
    return format === "csv" ? Math.max(0, lines - 1) : lines;
  };
}
