import { expect, test } from "vitest";
import type { ArchivedSessionDetail } from "../retention/schemas";
import { summarizeArchived } from "./prepare-archived";

const session = {
  id: "5b8e7f3a-0000-4000-8000-000000000001",
  session_start: "2026-01-31T12:00:00.000Z",
  session_end: "2026-01-31T12:45:00.000Z",
  archived_at: "2026-02-01T12:00:00.000Z",
  branch_name: "main",
} as ArchivedSessionDetail["session"];
const turn = (avg_similarity: number | null, processing_time_ms: number | null) =>
  ({ avg_similarity, processing_time_ms }) as ArchivedSessionDetail["turns"][number];

test("averages the turns that have a value", () => {
  expect(
    summarizeArchived({
      session,
      turns: [turn(0.5, null), turn(1, 1000), turn(null, 2000)],
      improvements: [],
    }),
  ).toMatchObject({
    total_turns: 3,
    total_improvements: 0,
    duration_minutes: 45,
    avg_rag_similarity: 0.75,
    avg_processing_time_ms: 1500,
  });
});

test("has no average of nothing; a session that never ended lasted until it was archived", () => {
  expect(
    summarizeArchived({ session: { ...session, session_end: null }, turns: [], improvements: [] }),
  ).toMatchObject({ duration_minutes: 1440, avg_rag_similarity: null, avg_processing_time_ms: null });
});
