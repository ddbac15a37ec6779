"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { layoutParsers } from "@/lib/interactions/handoffs/prepare-address";
import { useTrafficState } from "../agents/use-traffic-state";

/** What the address of the page of hand-offs holds: filters, the split by channel, whom agents are recommended for. */
export function useHandoffsState() {
  const traffic = useTrafficState();
  const [layout, setLayout] = useQueryStates(layoutParsers, { history: "push" });
  const { params } = traffic;
  const { group_by } = layout;
  const splitParams = useMemo(() => ({ ...params, ...(group_by ? { group_by } : {}) }), [params, group_by]);
  return { ...traffic, layout, setLayout, splitParams, isSplit: group_by !== null };
}
export type HandoffsState = ReturnType<typeof useHandoffsState>;
