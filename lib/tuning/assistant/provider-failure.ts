/** How a request to the assistant ended without an answer. */
export type ProviderFailure = {
  /** HTTP status, when the endpoint answered. */
  status?: number | undefined;
  isTimeout?: boolean;
};

/**
 * What to tell a reviewer, in words that name no address, no key and nothing the endpoint said: its messages may repeat
 * secrets.
 */
export function describeFailure({ status, isTimeout }: ProviderFailure): string {
  if (isTimeout) return "The assistant took too long. Nothing was recorded; try again.";
  // A success that broke off on its way carries the status it began with.
  if (status === undefined || status < 400)
    return "The connection to the assistant broke off. Nothing was recorded; try again. If it stays like this, an admin should check ASSISTANT_URL.";
  if (status === 401 || status === 403)
    return `The assistant refused the key (${status}). An admin should check ASSISTANT_KEY.`;
  if (status === 404)
    return "The assistant's address or model was not found (404). An admin should check ASSISTANT_URL and ASSISTANT_MODEL.";
  if (status === 413) return "The conversation is too long for the assistant (413). Start a new session.";
  if (status === 429) return "The assistant is asked too often (429). Wait a moment and try again.";
  if (status >= 500) return `The assistant failed (${status}). Nothing was recorded; try again in a moment.`;
  return `The assistant refused the question (${status}). Nothing was recorded. It may be too long, or ASSISTANT_MODEL may be wrong.`;
}
