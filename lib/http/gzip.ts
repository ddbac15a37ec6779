import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";

/** The header's place for the operating system; 255 = unknown, so that a file does not depend on where it was made. */
const OS_BYTE = 9;

/**
 * The same text compressed as one gzip member, without a time or a name: equal text gives equal bytes, however it is cut into
 * chunks. Text is read only as fast as the compressed bytes are taken; ending early ends the source, and its error is thrown.
 */
export async function* gzip(chunks: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const zip = createGzip();
  // What goes wrong reaches the loop below, because pipeline destroys `zip` with it.
  pipeline(Readable.from(chunks, { highWaterMark: 1 }), zip, () => {});
  let isFirst = true;
  try {
    for await (const bytes of zip as AsyncIterable<Buffer>) {
      if (isFirst) bytes[OS_BYTE] = 255;
      isFirst = false;
      yield bytes;
    }
  } finally {
    await chunks.return(undefined);
  }
}
