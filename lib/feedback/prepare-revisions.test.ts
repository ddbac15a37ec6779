import { expect, it } from "vitest";
import { prepareRevisions } from "./prepare-revisions";
import type { Feedback, FeedbackRevision } from "./schemas";

const vote = { id: "1", rating: 1, comment: "third", intent: null } as Feedback;
const revision = (id: number, old_values: FeedbackRevision["old_values"]): FeedbackRevision => ({
  id,
  editor_kind: "member",
  editor_label: "meg@example.com",
  old_values,
  created_at: `2026-01-0${id}T00:00:00.000Z`,
});

it("pairs what each change overwrote with what the next one found", () => {
  const changes = prepareRevisions(vote, [
    revision(1, { comment: null, intent: "code" }),
    revision(3, { comment: "second" }),
    revision(2, { comment: "first", rating: -1 }),
  ]);
  expect(changes.map(({ id, fields }) => ({ id, fields }))).toEqual([
    { id: 3, fields: [{ field: "comment", before: "second", after: "third" }] },
    {
      id: 2,
      fields: [
        { field: "comment", before: "first", after: "second" },
        { field: "rating", before: -1, after: 1 },
      ],
    },
    {
      id: 1,
      fields: [
        { field: "comment", before: null, after: "first" },
        { field: "intent", before: "code", after: null },
      ],
    },
  ]);
});

it("has nothing to say about a vote that never changed", () => {
  expect(prepareRevisions(vote, [])).toEqual([]);
});
