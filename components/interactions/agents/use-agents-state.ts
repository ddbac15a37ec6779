"use client";
import { useQueryStates } from "nuqs";
import { layoutParsers } from "@/lib/interactions/agents/prepare-address";
import { useTrafficState } from "./use-traffic-state";

/** What the address of the page of agents holds: filters, what stands side by side, the figure of the chart, the order of rows. */
export function useAgentsState() {
  const [layout, setLayout] = useQueryStates(layoutParsers, { history: "push" });
  return { ...useTrafficState(), layout, setLayout };
}
export type AgentsState = ReturnType<typeof useAgentsState>;
