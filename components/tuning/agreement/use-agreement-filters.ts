"use client";
import { useQueryStates } from "nuqs";
import {
  agreementParsers,
  toAgreementParameters,
  toDisagreementParameters,
} from "@/lib/tuning/reviews/prepare-agreement-filters";

/** What the page of agreement is about, in the URL, and the same as parameters of the API. */
export function useAgreementFilters() {
  const [filters, setFilters] = useQueryStates(agreementParsers, { history: "push" });
  return {
    filters,
    setFilters,
    scope: toAgreementParameters(filters),
    listParams: toDisagreementParameters(filters),
  };
}
export type AgreementState = ReturnType<typeof useAgreementFilters>;
