import type { ImprovementBulkResult, ImprovementBulkUpdate, ImprovementRow } from "./schemas";

/** What a change of several notes sets; absent fields stay. */
export type NoteChange = Omit<ImprovementBulkUpdate, "ids">;

const fields = ["category", "severity", "status", "applied_in_version"] as const;

/**
 * The changes that take a change back: notes that were alike are one change. Only the fields that were changed are
 * written, so that what others have changed meanwhile stays; status and version belong together and go together.
 */
export function prepareUndo(
  before: ImprovementBulkResult["before"],
  change: NoteChange,
): ImprovementBulkUpdate[] {
  const hasLife = change.status !== undefined || change.applied_in_version !== undefined;
  const changed = fields.filter((field) =>
    field === "status" || field === "applied_in_version" ? hasLife : change[field] !== undefined,
  );
  const groups = new Map<string, ImprovementBulkUpdate>();
  for (const note of before) {
    const values = Object.fromEntries(changed.map((field) => [field, note[field]])) as NoteChange;
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.ids.push(note.id);
    else groups.set(key, { ids: [note.id], ...values });
  }
  return [...groups.values()];
}

/** A row as it is after a change. */
export function applyChange(row: ImprovementRow, change: NoteChange): ImprovementRow {
  return {
    ...row,
    ...(change.category === undefined ? {} : { category: change.category }),
    ...(change.severity === undefined ? {} : { severity: change.severity }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.applied_in_version === undefined ? {} : { applied_in_version: change.applied_in_version }),
  };
}
