import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import type { Turn, TurnPage } from "../sessions/schemas";

/** Turns that are there at once: as many before the turn that is looked at as fill a screen, and some after it. */
const TURNS_BEFORE = 6;
const FIRST_PAGE_SIZE = 20;
const NEXT_PAGE_SIZE = 50;
/** The largest page the API gives. */
const MAX_PAGE_SIZE = 1000;

/** Turns in their order. `from` and `to` are where the pages before and after it begin: null when there is none. */
export type ConversationPage = { turns: Turn[]; before: number | null; after: number | null };

/** A page after a turn, before one, or the first one, which must hold the turn `around`. */
type PageParam = { after: number; limit: number; around?: number } | { before: number };

export const conversationKeys = {
  all: ["tuning", "conversation"] as const,
  session: (sessionId: string) => ["tuning", "conversation", sessionId] as const,
  around: (sessionId: string, turnNumber: number) =>
    ["tuning", "conversation", sessionId, turnNumber] as const,
};

/** A page of turns with a number above `after`. */
export type ReadTurns = (after: number, limit: number) => Promise<TurnPage>;

/** The first turns to show of a conversation: those around `turnNumber`. */
export const firstPageParam = (turnNumber: number): PageParam => ({
  after: Math.max(0, turnNumber - 1 - TURNS_BEFORE),
  limit: FIRST_PAGE_SIZE,
  around: turnNumber,
});

/**
 * One page of a conversation. The API pages forwards only, numbers may have gaps, and pages may be shorter than asked
 * for: to go back, it is asked from ever further before until there are turns.
 */
export async function readConversationPage(read: ReadTurns, param: PageParam): Promise<ConversationPage> {
  if ("after" in param) {
    const { after, limit, around } = param;
    const page = await read(after, limit);
    const isThere = around === undefined || page.data.some((turn) => turn.turn_number === around);
    // Large turns make short pages: those before it may have left no room for it.
    return isThere ? toPage(page, after) : toPage(await read(around - 1, limit), around - 1);
  }
  for (let step = NEXT_PAGE_SIZE; ; step *= 8) {
    const start = Math.max(0, param.before - 1 - step);
    let page = await read(start, Math.min(step, MAX_PAGE_SIZE));
    // Of a wide step only its last page is wanted.
    for (;;) {
      const following = page.data.length > 0 ? (page.data.at(-1)?.turn_number ?? 0) : 0;
      if (page.next_cursor === null || following >= param.before - 1) break;
      const next = await read(following, MAX_PAGE_SIZE);
      if ((next.data[0]?.turn_number ?? param.before) >= param.before) break;
      page = next;
    }
    const turns = page.data.filter((turn) => turn.turn_number < param.before);
    const from = turns[0]?.turn_number;
    if (from !== undefined || start === 0) {
      return { turns, before: from !== undefined && from > 1 ? from : null, after: null };
    }
  }
}

function toPage({ data, next_cursor }: TurnPage, asked: number): ConversationPage {
  const first = data[0]?.turn_number;
  return {
    turns: data,
    before: first !== undefined && asked > 0 && first > 1 ? first : null,
    after: next_cursor === null ? null : (data.at(-1)?.turn_number ?? null),
  };
}

const read = (sessionId: string, signal: AbortSignal): ReadTurns => {
  const path = `/v1/tuning/sessions/${encodeURIComponent(sessionId)}/turns`;
  return (after, limit) =>
    fetchJson<TurnPage>(`${path}?limit=${limit}${after > 0 ? `&cursor=${after}` : ""}`, { signal });
};

/** GET /v1/tuning/sessions/{id}/turns as a list that grows at both ends, beginning around a turn. */
export const conversationOptions = (sessionId: string, turnNumber: number) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.around(sessionId, turnNumber),
    queryFn: ({ pageParam, signal }) => readConversationPage(read(sessionId, signal), pageParam),
    initialPageParam: firstPageParam(turnNumber),
    getNextPageParam: (page): PageParam | undefined =>
      page.after === null ? undefined : { after: page.after, limit: NEXT_PAGE_SIZE },
    getPreviousPageParam: (page): PageParam | undefined =>
      page.before === null ? undefined : { before: page.before },
    // What was said does not change while it is read, and a renewed list would lose its place.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
