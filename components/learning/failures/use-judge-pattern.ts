"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import { prepareUndo } from "@/lib/learning/failures/prepare-judgement";
import { failureKeys, failurePatternPath } from "@/lib/learning/failures/query-options";
import type { FailurePattern, PatternState, PatternUpdate } from "@/lib/learning/failures/schemas";
import { statusNames } from "@/lib/learning/failures/vocabulary";

/** Says what is known of a pattern, unless someone has said more since (409), and offers to undo that. */
export function useJudgePattern(pattern: FailurePattern) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: failureKeys.all });
  const send = (body: PatternUpdate) =>
    fetchJson<PatternState>(failurePatternPath(pattern.id), { method: "PATCH", body });
  const undo = useMutation<PatternState, ApiError, PatternUpdate>({
    mutationFn: send,
    onSuccess: refresh,
    onError: (error) => toast.error("The pattern was not put back.", { description: error.message }),
  });
  return useMutation<PatternState, ApiError, PatternUpdate>({
    mutationFn: send,
    onSuccess: (changed, { status }) => {
      refresh();
      toast(status ? `The pattern is ${statusNames[changed.status].toLowerCase()}.` : "The note is saved.", {
        action: { label: "Undo", onClick: () => undo.mutate(prepareUndo(pattern, changed.version)) },
      });
    },
    onError: (error) => {
      if (error.status === 409) refresh();
    },
  });
}
