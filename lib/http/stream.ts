/**
 * A streaming answer from chunks of text or bytes. The next chunk is produced only when the client has taken the last one, so
 * a slow client does not grow memory. An error while streaming breaks the connection: a client never takes half a file for a
 * whole one. A client that goes away ends the generator.
 */
export function streamResponse(
  chunks: AsyncGenerator<string | Uint8Array>,
  headers: Record<string, string>,
): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let next = await chunks.next();
          while (!next.done && next.value.length === 0) next = await chunks.next();
          if (next.done) controller.close();
          else controller.enqueue(typeof next.value === "string" ? encoder.encode(next.value) : next.value);
        } catch (error) {
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, { headers: { ...headers, "x-content-type-options": "nosniff" } });
}

/** Reads the first page at once, so that a refusal is answered as one and not as a download that breaks off. */
export async function startReading<Page>(pages: AsyncGenerator<Page>): Promise<AsyncGenerator<Page>> {
  const first = await pages.next();
  return (async function* () {
    if (first.done) return;
    try {
      yield first.value;
      yield* pages;
    } finally {
      await pages.return(undefined);
    }
  })();
}

/** `Content-Disposition` for a download. Anything but letters, digits, dot, dash and underscore becomes a dash. */
export function attachment(name: string): string {
  const safe =
    name
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(0, 150) || "download";
  return `attachment; filename="${safe}"`;
}
