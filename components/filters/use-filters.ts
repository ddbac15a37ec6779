"use client";
import { useQueryStates } from "nuqs";
import { filterParsers, toFilterParameters } from "@/lib/query/url-state";

/** The filters in the URL, how to change them (null takes one away), and the same as parameters of the API. */
export function useFilters() {
  const [filters, setFilters] = useQueryStates(filterParsers, { history: "push" });
  return { filters, setFilters, parameters: toFilterParameters(filters) };
}
