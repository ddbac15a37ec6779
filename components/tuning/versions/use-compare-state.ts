"use client";
import { useQueryStates } from "nuqs";
import { compareParsers, toVersionScope } from "@/lib/tuning/versions/prepare-address";

/** The versions that are compared, and whose turns are shown, in the URL. */
export function useCompareState() {
  const [state, setState] = useQueryStates(compareParsers, { history: "push" });
  return { state, setState, scope: toVersionScope(state) };
}
export type CompareState = ReturnType<typeof useCompareState>;
