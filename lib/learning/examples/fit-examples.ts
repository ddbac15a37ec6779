/**
 * The first `limit` items, in order, that fit into `maxTokens` together; one that does not fit any more is left out for later
 * ones that do. Without `maxTokens` the first `limit`.
 */
export function fitExamples<Item extends { tokens: number }>(
  items: readonly Item[],
  limit: number,
  maxTokens: number | undefined,
): Item[] {
  const chosen: Item[] = [];
  let left = maxTokens ?? Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (chosen.length === limit) break;
    if (item.tokens > left) continue;
    chosen.push(item);
    left -= item.tokens;
  }
  return chosen;
}
