"use client";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { filterParsers } from "@/lib/query/url-state";
import { categories } from "@/lib/tuning/vocabulary";

const parsers = {
  project: filterParsers.project,
  queue_id: parseAsString,
  category: parseAsStringLiteral(categories),
  side: parseAsStringLiteral(["first", "second"] as const),
  is_adjudicated: parseAsBoolean,
};

/** Turns of the list at once. */
export const LIST_LIMIT = 200;

/** What the page of agreement is about, in the URL: a queue, then a cell of a grid and what is decided. */
export function useAgreementFilters() {
  const [filters, setFilters] = useQueryStates(parsers, { history: "push" });
  const scope = useMemo(
    () => ({
      ...(filters.project?.length === 1 ? { project: filters.project[0] } : {}),
      ...(filters.queue_id ? { queue_id: filters.queue_id } : {}),
    }),
    [filters.project, filters.queue_id],
  );
  const listParams = useMemo(
    () => ({
      ...scope,
      limit: String(LIST_LIMIT),
      ...(filters.category ? { category: filters.category } : {}),
      ...(filters.is_adjudicated === null ? {} : { is_adjudicated: String(filters.is_adjudicated) }),
    }),
    [scope, filters.category, filters.is_adjudicated],
  );
  return { filters, setFilters, scope, listParams };
}
export type AgreementState = ReturnType<typeof useAgreementFilters>;
