"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { improvementListOptions } from "@/lib/tuning/improvements/query-options";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";

/** The notes of a session that one may see, by turn and oldest first; `isComplete` once every page is there. */
export type SessionNotes = {
  notes: ReadonlyMap<string, readonly ImprovementRow[]>;
  isComplete: boolean;
};

/** Every note of a session that one may see, fetched page by page to the end. */
export function useSessionNotes(sessionId: string): SessionNotes {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery(
    improvementListOptions({ session_id: sessionId, sort: "timestamp" }),
  );
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const notes = useMemo(() => {
    const byTurn = new Map<string, ImprovementRow[]>();
    for (const note of (data?.pages ?? []).flatMap((page) => page.data)) {
      const known = byTurn.get(note.turn_id);
      if (known) known.push(note);
      else byTurn.set(note.turn_id, [note]);
    }
    return byTurn;
  }, [data]);
  return { notes, isComplete: data !== undefined && !hasNextPage };
}
