"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { sessionKeys, updateSession } from "@/lib/tuning/sessions/query-options";

/** Ends a session now. Ending it twice is harmless. */
export function useEndSession(sessionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => updateSession(sessionId, { session_end: new Date().toISOString() }),
    onSuccess: (session) => {
      client.setQueryData(sessionKeys.detail(sessionId), session);
      void client.invalidateQueries({ queryKey: sessionKeys.all });
      toast("Session ended");
    },
    onError: (error) => toast.error(error.message),
  });
}
