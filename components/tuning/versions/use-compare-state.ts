"use client";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { filterParsers } from "@/lib/query/url-state";

const parsers = {
  project: filterParsers.project,
  a: parseAsString,
  b: parseAsString,
  show: parseAsStringLiteral(["a", "b"] as const),
  category: parseAsString,
};

/** The versions that are compared, and whose turns are shown, in the URL. */
export function useCompareState() {
  const [state, setState] = useQueryStates(parsers, { history: "push" });
  const project = state.project?.length === 1 ? state.project[0] : undefined;
  const scope: Record<string, string> = project === undefined ? {} : { project };
  return { state, setState, scope };
}
export type CompareState = ReturnType<typeof useCompareState>;
