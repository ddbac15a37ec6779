/**
 * A streaming answer from chunks of text. The next chunk is produced only when the client has taken the last one, so a
 * slow client does not grow memory. An error while streaming breaks the connection: a client never takes half a file
 * for a whole one. A client that goes away ends the generator.
 */
export function streamResponse(chunks: AsyncGenerator<string>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await chunks.next();
          if (done) controller.close();
          else if (value !== "") controller.enqueue(encoder.encode(value));
          else await this.pull?.(controller);
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

/** `Content-Disposition` for a download. Anything but letters, digits, dot, dash and underscore becomes a dash. */
export function attachment(name: string): string {
  const safe =
    name
      .replace(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(0, 150) || "download";
  return `attachment; filename="${safe}"`;
}
