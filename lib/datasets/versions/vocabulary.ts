import type { Split } from "../writing/schemas";
import type { VersionState } from "./schemas";

// The words for frozen versions, the same on every page.

export const stateNames: Readonly<Record<VersionState, string>> = {
  queued: "Waiting",
  running: "Freezing",
  ready: "Ready",
  failed: "Failed",
  canceled: "Canceled",
  expired: "Expired",
};

export const stateTones: Readonly<
  Record<VersionState, "neutral" | "accent" | "positive" | "negative" | "warning">
> = {
  queued: "neutral",
  running: "accent",
  ready: "positive",
  failed: "negative",
  canceled: "neutral",
  expired: "warning",
};

export const splitNames: Readonly<Record<Split | "all", string>> = {
  all: "Everything",
  train: "Train",
  validation: "Validation",
};
