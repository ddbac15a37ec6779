"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { preferencesOptions, putPreferences } from "@/lib/members/query-options";

/**
 * Whether a hint is still to be shown to me, and how to put it away on every device. Shown only once it is known that it
 * was not put away; where that cannot be stored it stays away until the page is opened again.
 */
export function useHint(id: string): { isShown: boolean; dismiss: () => void } {
  const client = useQueryClient();
  const { queryKey } = preferencesOptions();
  const { data } = useQuery(preferencesOptions());
  const dismiss = () => {
    const dismissed_hints = [...new Set([...(data?.dismissed_hints ?? []), id])];
    client.setQueryData(queryKey, { dismissed_hints });
    putPreferences({ dismissed_hints }).catch(() => {});
  };
  return { isShown: data !== undefined && !data.dismissed_hints.includes(id), dismiss };
}
