import { expect, test } from "vitest";
import { type ComparedSession, compareSessions } from "./prepare-comparison";

const at = "2026-01-31T12:00:00.000Z";
function side(
  stats: Partial<ComparedSession["stats"]>,
  session: Partial<ComparedSession["session"]> = {},
  notes: ComparedSession["notes"] = [],
): ComparedSession {
  return {
    session: {
      id: "5b8e7f3a-0000-4000-8000-000000000001",
      project: "p",
      session_start: at,
      session_end: at,
      master_prompt_version: "v1",
      branch_name: "main",
      total_turns: 0,
      total_improvements: 0,
      tester_id: null,
      tester_email: null,
      tester_name: null,
      metadata: {},
      created_at: at,
      updated_at: at,
      ...session,
    },
    stats: {
      id: "5b8e7f3a-0000-4000-8000-000000000001",
      session_start: at,
      session_end: at,
      branch_name: null,
      total_turns: 0,
      total_improvements: 0,
      duration_minutes: 0,
      avg_rag_similarity: null,
      avg_processing_time_ms: null,
      ...stats,
    },
    notes,
  };
}
const find = (groups: ReturnType<typeof compareSessions>, label: string) =>
  groups.flatMap((group) => group.rows).find((row) => row.label === label);

test("differences are second − first, in the unit of the figure", () => {
  const groups = compareSessions(
    side({
      total_turns: 10,
      total_improvements: 5,
      duration_minutes: 30,
      avg_rag_similarity: 0.8,
      avg_processing_time_ms: 2000,
    }),
    side({
      total_turns: 4,
      total_improvements: 4,
      duration_minutes: 90,
      avg_rag_similarity: 0.85,
      avg_processing_time_ms: 1500,
    }),
  );
  expect(find(groups, "Turns")).toEqual({ label: "Turns", first: "10", second: "4", difference: "−6" });
  expect(find(groups, "Improvements per turn")?.difference).toBe("+0.50");
  expect(find(groups, "Duration")?.difference).toBe("+1 h 00 min");
  expect(find(groups, "Average similarity")?.difference).toBe("+0.050");
  expect(find(groups, "Average latency")?.difference).toBe("−500 ms");
});

test("nothing is divided by no turns, and a missing figure has no difference", () => {
  const groups = compareSessions(side({}), side({ total_turns: 2, avg_rag_similarity: 0.5 }));
  expect(find(groups, "Improvements per turn")).toMatchObject({
    first: "–",
    second: "0.00",
    difference: "–",
  });
  expect(find(groups, "Average similarity")).toMatchObject({ first: "–", second: "0.500", difference: "–" });
});

test("a difference too small to be seen has no sign", () => {
  const groups = compareSessions(side({ avg_rag_similarity: 0.80001 }), side({ avg_rag_similarity: 0.8 }));
  expect(find(groups, "Average similarity")?.difference).toBe("0.000");
});

test("counts notes of every status by category, and says what the sessions were run with", () => {
  const groups = compareSessions(
    side({}, { master_prompt_version: "v1" }, [
      { category: "tone", total: 2 },
      { category: "tone", total: 1 },
      { category: null, total: 1 },
    ]),
    side({}, { master_prompt_version: null }, [{ category: "tone", total: 1 }]),
  );
  expect(find(groups, "Tone")).toMatchObject({ first: "3", second: "1", difference: "−2" });
  expect(find(groups, "Without category")).toMatchObject({ first: "1", second: "0" });
  expect(find(groups, "Citation")).toBeUndefined();
  expect(find(groups, "Version")).toMatchObject({ first: "v1", second: "–", difference: "differs" });
  expect(find(groups, "Branch")).toMatchObject({ difference: "same" });
});
