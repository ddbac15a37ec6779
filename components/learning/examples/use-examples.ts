"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  exampleParsers,
  toExampleParameters,
  toSimilarParameters,
} from "@/lib/learning/examples/prepare-address";
import {
  exampleCountOptions,
  exampleListOptions,
  similarOptions,
} from "@/lib/learning/examples/query-options";

/** The filters in the URL, the examples under them and how many there are, and after a search how similar each is. */
export function useExamples() {
  const [filters, setFilters] = useQueryStates(exampleParsers, { history: "push" });
  const params = useMemo(() => toExampleParameters(filters), [filters]);
  const query = useInfiniteQuery({ ...exampleListOptions(params), placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  const count = useQuery({ ...exampleCountOptions(params), placeholderData: keepPreviousData });
  const search = toSimilarParameters(filters);
  const similar = useQuery({
    ...similarOptions(search ?? {}),
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  const similarities = useMemo(
    () => new Map((similar.data?.data ?? []).map(({ id, similarity }) => [id, similarity])),
    [similar.data],
  );
  return {
    filters,
    setFilters,
    params,
    query,
    rows,
    total: count.data?.total ?? null,
    similarities: search === null ? null : similarities,
  };
}
export type ExamplesState = ReturnType<typeof useExamples>;
