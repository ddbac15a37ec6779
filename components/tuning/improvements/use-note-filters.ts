"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { improvementParsers, toImprovementParameters } from "@/lib/tuning/improvements/prepare-filters";

/** The filters in the URL, how to change them (null takes one away), and the same as parameters of the API. */
export function useNoteFilters() {
  const [filters, setFilters] = useQueryStates(improvementParsers, { history: "push" });
  const params = useMemo(() => toImprovementParameters(filters), [filters]);
  return { filters, setFilters, params };
}
export type NoteFilterState = ReturnType<typeof useNoteFilters>;
