import type { ErrorClass } from "../filter";
import type { PatternStatus } from "./schemas";

export { type ErrorClass, errorClasses } from "../filter";

/** States as people read them. */
export const statusNames: Record<PatternStatus, string> = {
  new: "New",
  known: "Known",
  fixed: "Fixed",
  regressed: "Came back",
};

export const statusTones = {
  new: "accent",
  known: "neutral",
  fixed: "positive",
  regressed: "negative",
} as const;

export const classNames: Record<ErrorClass, string> = {
  validation: "Validation",
  execution: "Execution",
  logic: "Logic",
};

/** What the page says of its figures. */
export const definitions = {
  pattern:
    "Errors of one kind: what is left of their texts without ids, numbers, quoted values and paths. Ones that read almost the same count together.",
  cell: "Failures of the pattern in the version, and their share of the version's executions in the pattern's project and the range. Grey: fewer than 30 executions.",
  trend:
    "Failures of the complete days of the range, and how that differs from as many days before it. More failures may only mean more executions: the share per version is in the heat map.",
  fixed:
    "A failure recorded after this, in that version or one first seen later, marks the pattern as come back and tells the webhooks that listen. Without a version, any later failure does.",
} as const;

/** A version as it is shown; executions may have none. */
export const nameVersion = (version: string | null): string => version ?? "no version";
