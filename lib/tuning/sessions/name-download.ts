import type { Session } from "./schemas";

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
