import type { Session } from "./schemas";

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

/** The name of a download: of one session by its day and the start of its id, of several by today. */
export function nameFile(
  session: Pick<Session, "id" | "session_start"> | null,
  extension: "csv" | "md",
): string {
  const name = extension === "csv" ? "session" : "brief";
  return session
    ? `retune-${name}-${session.session_start.slice(0, 10)}-${session.id.slice(0, 8)}.${extension}`
    : `retune-${name === "session" ? "sessions" : name}-${new Date().toISOString().slice(0, 10)}.${extension}`;
}
