import type { FailurePattern, PatternUpdate } from "./schemas";

type Judged = Pick<FailurePattern, "status" | "fixed_in_version" | "fixed_at" | "note" | "version">;

/** What the form says of a pattern. */
export type Judgement = { status: FailurePattern["status"]; fixed_in_version: string; note: string };

export const toJudgement = ({ status, fixed_in_version, note }: Judged): Judgement => ({
  status,
  fixed_in_version: fixed_in_version ?? "",
  note: note ?? "",
});

/** The change that the form asks for, or null when it asks for none. */
export function readJudgement(form: Judgement, before: Judged): PatternUpdate | null {
  const version = form.status === "fixed" ? form.fixed_in_version.trim() || null : null;
  const note = form.note.trim() || null;
  const isJudged =
    form.status !== before.status || (form.status === "fixed" && version !== before.fixed_in_version);
  if (!isJudged && note === before.note) return null;
  return {
    ...(isJudged
      ? { status: form.status, ...(form.status === "fixed" ? { fixed_in_version: version } : {}) }
      : {}),
    ...(note === before.note ? {} : { note }),
    expected_version: before.version,
  };
}

/** The change that puts a pattern back to what it was, after the version `changed`. */
export function prepareUndo(before: Judged, changed: number): PatternUpdate {
  const { status, fixed_in_version, fixed_at, note } = before;
  const keepsFix = status === "fixed" || status === "regressed";
  return {
    status,
    ...(keepsFix ? { fixed_in_version, ...(fixed_at === null ? {} : { fixed_at }) } : {}),
    note,
    expected_version: changed,
  };
}
