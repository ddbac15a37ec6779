"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  executionParsers,
  orderParser,
  toExecutionParameters,
  toOutcomeParameters,
} from "@/lib/learning/prepare-filters";

/** Order and filters in the URL, how to change them (null takes one away), and the same as parameters of the API. */
export function useExecutionState() {
  const [filters, setFilters] = useQueryStates(executionParsers, { history: "push" });
  const [{ order }, setOrder] = useQueryStates({ order: orderParser }, { history: "push" });
  const params = useMemo(() => toExecutionParameters(filters), [filters]);
  const outcomeParams = useMemo(() => toOutcomeParameters(filters), [filters]);
  return { order, setOrder, filters, setFilters, params, outcomeParams };
}
export type ExecutionState = ReturnType<typeof useExecutionState>;
