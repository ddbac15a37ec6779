import type { Feedback } from "./schemas";

/** Characters of a long text that a table row keeps. */
export const PREVIEW_CHARS = 240;

/** What a table row keeps of a vote: long texts cut to their beginning, metadata left out. */
export type FeedbackListRow = Omit<Feedback, "metadata">;

const cut = (text: string) => (text.length > PREVIEW_CHARS ? `${text.slice(0, PREVIEW_CHARS)}…` : text);

/**
 * A vote as the table keeps it. A list of 100,000 votes stays small in the browser's memory whatever their texts are;
 * the panel reads the whole vote again.
 */
export function toListRow(vote: Feedback): FeedbackListRow {
  const { metadata: _metadata, ...rest } = vote;
  const row = {
    ...rest,
    query: cut(vote.query),
    response: cut(vote.response),
    comment: vote.comment === null ? null : cut(vote.comment),
    corrected_response: vote.corrected_response === null ? null : cut(vote.corrected_response),
  };
  const isCut = [vote.query, vote.response, vote.comment, vote.corrected_response].some(
    (text) => text !== null && text.length > PREVIEW_CHARS,
  );
  // Engines keep the whole text alive behind a slice of it; a round trip through JSON makes strings of their own.
  return isCut ? (JSON.parse(JSON.stringify(row)) as FeedbackListRow) : row;
}
