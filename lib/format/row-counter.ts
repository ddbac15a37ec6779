import { type FileFormat, readFormat, type TextFormat } from "./file-format";

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/**
 * Counts the rows of a CSV (with a header) or JSONL file while its bytes arrive in chunks of any size. A line break
 * inside a quoted CSV cell is no row. Each call answers the rows complete so far.
 */
export function createRowCounter(format: TextFormat): (chunk: Uint8Array) => number {
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

/** Counts rows of a file that may be compressed. */
export type PackedRowCounter = {
  /** Takes a chunk, when there is room for it, and answers the rows that are known to be complete. */
  add: (chunk: Uint8Array<ArrayBuffer>) => Promise<number>;
  /** The rows of the whole file. @throws TypeError when what came is not a whole .gz */
  end: () => Promise<number>;
};

/** As createRowCounter, also of a .gz, which is unpacked in passing and not kept. */
export function createPackedRowCounter(format: FileFormat): PackedRowCounter {
  const { text, isCompressed } = readFormat(format);
  const count = createRowCounter(text);
  if (!isCompressed) {
    let rows = 0;
    return {
      add: async (chunk) => {
        rows = count(chunk);
        return rows;
      },
      end: async () => rows,
    };
  }
  const unpacking = new DecompressionStream("gzip");
  const writer = unpacking.writable.getWriter();
  let rows = 0;
  const counting = (async () => {
    const reader = unpacking.readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) rows = count(next.value);
  })();
  // What is wrong is said by end(), or by the add() that meets it.
  counting.catch(() => {});
  writer.closed.catch(() => {});
  return {
    add: async (chunk) => {
      await writer.write(chunk);
      return rows;
    },
    end: async () => {
      await writer.close();
      await counting;
      return rows;
    },
  };
}
