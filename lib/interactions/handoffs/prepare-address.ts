import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { trafficParsers } from "../prepare-filters";

/** Whom an agent is recommended for. */
export const subjectKinds = ["domain", "user"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const layoutParsers = {
  /** One row per channel as well. */
  group_by: parseAsStringLiteral(["channel_id"] as const),
  by: parseAsStringLiteral(subjectKinds).withDefault("domain"),
};
export const loadHandoffsLayout = createLoader(layoutParsers);

/** Everything that the address of the page of hand-offs may hold. */
export const handoffAddressParsers = { ...trafficParsers, ...layoutParsers };
