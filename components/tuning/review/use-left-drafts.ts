"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "@/lib/http/fetch-json";
import { reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewStores } from "./review-stores";

/**
 * A turn of which an earlier page had to leave words on this device, such as one that was closed while it saved. `saved`:
 * they are with the server now. `waiting`: they need a decision, because the turn was saved elsewhere too, or a server.
 */
export type LeftDraft = { turnId: string; question: string | null; state: "saved" | "waiting" };

/** Saves what earlier pages left behind, of any turn but the one on the screen, which saves its own. */
export function useLeftDrafts(stores: ReviewStores | null, turnId: string | null) {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<readonly LeftDraft[]>([]);
  useEffect(() => {
    if (!stores) return;
    const saveOne = async (id: string): Promise<LeftDraft | null> => {
      try {
        const screen = await client.fetchQuery({ ...reviewScreenOptions(id), staleTime: 0 });
        const store = stores.open(screen);
        const wasUnsaved = store.hasUnsaved();
        store.start(undefined);
        await store.flush();
        const question = screen.turn.user_message;
        if (store.hasUnsaved()) return { turnId: id, question, state: "waiting" };
        return wasUnsaved ? { turnId: id, question, state: "saved" } : null;
      } catch (error) {
        // A turn that is gone keeps its words on this device, in case it comes back from the archive.
        const isGone = error instanceof ApiError && error.status === 404;
        return isGone ? null : { turnId: id, question: null, state: "waiting" };
      }
    };
    const save = async () => {
      const turnIds = new Set(stores.journal.list().map((each) => each.turnId));
      for (const id of turnIds) {
        if (id === turnId || stores.find(id)) continue;
        const draft = await saveOne(id);
        setDrafts((current) => [...current.filter((each) => each.turnId !== id), ...(draft ? [draft] : [])]);
      }
    };
    void save();
    const unwatch = stores.journal.watchWriters(() => void save());
    window.addEventListener("online", save);
    return () => {
      unwatch();
      window.removeEventListener("online", save);
    };
  }, [stores, turnId, client]);

  const isCurrent = (draft: LeftDraft) =>
    draft.turnId !== turnId &&
    (draft.state === "saved" || stores?.find(draft.turnId)?.hasUnsaved() !== false);
  return {
    drafts: drafts.filter(isCurrent),
    dismiss: (id: string) => setDrafts((current) => current.filter((each) => each.turnId !== id)),
  };
}
