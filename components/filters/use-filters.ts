"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { filterParsers, toFilterParameters, withUsableRange } from "@/lib/query/url-state";

/** The filters in the URL, how to change them (null takes one away), and the same as parameters of the API. */
export function useFilters() {
  const [inUrl, setFilters] = useQueryStates(filterParsers, { history: "push" });
  const filters = useMemo(() => withUsableRange(inUrl), [inUrl]);
  return { filters, setFilters, parameters: toFilterParameters(filters) };
}
