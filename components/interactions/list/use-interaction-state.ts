"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import {
  conversationParsers,
  interactionParsers,
  orderParser,
  toConversationParameters,
  toInteractionParameters,
  toTrafficParameters,
  viewParser,
} from "@/lib/interactions/prepare-filters";

const parsers = { ...interactionParsers, ...conversationParsers };

/** View, order and filters in the URL, how to change them (null takes one away), and the same as parameters of the API. */
export function useInteractionState() {
  const [filters, setFilters] = useQueryStates(parsers, { history: "push" });
  const [{ view, order }, setView] = useQueryStates(
    { view: viewParser, order: orderParser },
    { history: "push" },
  );
  const params = useMemo(() => toInteractionParameters(filters), [filters]);
  const conversationParams = useMemo(() => toConversationParameters(filters), [filters]);
  const trafficParams = useMemo(() => toTrafficParameters(filters), [filters]);
  return { view, order, setView, filters, setFilters, params, conversationParams, trafficParams };
}
export type InteractionState = ReturnType<typeof useInteractionState>;
