import type { ExportedTurn } from "@/lib/tuning/sessions/schemas";

type Note = ExportedTurn["notes"][number];

/** A note of an exported turn. */
export const note = (overrides: Partial<Note> = {}): Note => ({
  improvement_note: "n",
  category: "content",
  timestamp: "2026-01-01T10:00:00.000Z",
  severity: null,
  status: "open",
  applied_in_version: null,
  reviewer: null,
  better_response: null,
  thumbs: null,
  ...overrides,
});

/** A turn as exports read it, with nothing in it but a question and an answer. */
export const exported = (overrides: Partial<ExportedTurn> = {}): ExportedTurn => ({
  session_id: "00000000-0000-4000-8000-000000000001",
  session_start: "2026-01-01T09:00:00.000Z",
  turn_id: "00000000-0000-4000-8000-000000000002",
  turn_number: 1,
  user_message: "q",
  era_response: "a",
  professionalism_score: null,
  empathy_score: null,
  clarity_score: null,
  has_policy_citation: null,
  appropriate_action_suggested: null,
  structure_complete: null,
  search_results: null,
  avg_similarity: null,
  processing_time_ms: null,
  confidence_score: null,
  master_prompt_version: null,
  branch_name: null,
  tester_email: null,
  intent: null,
  model: null,
  reviewer: null,
  better_response: null,
  thumbs: null,
  notes: [],
  ...overrides,
});

/** Turns as an export reads them, page by page. */
export async function* pages(...all: ExportedTurn[][]) {
  yield* all;
}
