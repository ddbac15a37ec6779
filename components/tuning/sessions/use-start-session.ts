"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "@/lib/http/fetch-json";
import { sessionKeys, startSession } from "@/lib/tuning/sessions/query-options";
import type { Session, SessionInput } from "@/lib/tuning/sessions/schemas";

/** Starts a test session of one's own. `runningId` is the session that stands in the way: a tester has one at a time. */
export function useStartSession(onStart: (session: Session) => void) {
  const client = useQueryClient();
  const mutation = useMutation<Session, ApiError, SessionInput>({
    mutationFn: startSession,
    onSuccess: (session) => {
      void client.invalidateQueries({ queryKey: sessionKeys.all });
      onStart(session);
    },
  });
  const { session_id: inTheWay } = mutation.error?.extra ?? {};
  return { ...mutation, runningId: typeof inTheWay === "string" ? inTheWay : null };
}
