import { createLoader, createParser, parseAsStringLiteral } from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { NONE } from "../filter";
import { trafficParsers } from "../prepare-filters";
import { type FigureKey, figureKeys } from "./prepare-figures";
import type { AgentRow } from "./schemas";

/** What the page of agents can put side by side. */
export const groupKeys = ["agent_type", "model", "project", "channel_id"] as const;
export type GroupKey = (typeof groupKeys)[number];

export const groupNames: Readonly<Record<GroupKey, { one: string; absent: string }>> = {
  agent_type: { one: "Agent", absent: "No agent" },
  model: { one: "Model", absent: "No model" },
  project: { one: "Project", absent: "No project" },
  channel_id: { one: "Channel", absent: "No channel" },
};

/** An order of rows: by this figure, the largest first with a minus before it. */
export type RowOrder = { key: FigureKey; isDescending: boolean };

const order = createParser<RowOrder>({
  parse: (text) => {
    const isDescending = text.startsWith("-");
    const key = figureKeys.find((each) => each === text.replace(/^-/, ""));
    return key === undefined ? null : { key, isDescending };
  },
  serialize: ({ key, isDescending }) => `${isDescending ? "-" : ""}${key}`,
  eq: (a, b) => a.key === b.key && a.isDescending === b.isDescending,
});

export const layoutParsers = {
  group_by: parseAsStringLiteral(groupKeys).withDefault("agent_type"),
  figure: parseAsStringLiteral(figureKeys).withDefault("satisfaction"),
  order: order.withDefault({ key: "interactions", isDescending: true }),
};
export const loadAgentsLayout = createLoader(layoutParsers);

/** Everything that the address of the page of agents may hold. */
export const agentAddressParsers = { ...trafficParsers, ...layoutParsers };

/** What a group is called. */
export function nameOf(row: AgentRow, group: GroupKey): string {
  return row[group] ?? groupNames[group].absent;
}

/** The filter that leaves a group's interactions, as a parameter of the API. */
export function filterOf(row: AgentRow, group: GroupKey): Record<string, string> {
  return { [group]: writeChoices([row[group] ?? NONE]) };
}
