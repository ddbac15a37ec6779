import { alertTypeNames } from "../alerts/prepare-alerts";
import { webhookEvents } from "./schemas";

/** Events as people read them. */
export const webhookEventNames: Record<(typeof webhookEvents)[number], string> = {
  ...alertTypeNames,
  failure_regressed: "Fixed failure is back",
  dataset_ready: "Dataset is ready",
  dataset_failed: "Dataset failed",
};

/** What a webhook listens to, in one line. */
export function describeEvents(events: readonly string[]): string {
  if (webhookEvents.every((event) => events.includes(event))) return "Every event";
  return webhookEvents
    .filter((event) => events.includes(event))
    .map((event) => webhookEventNames[event])
    .join(", ");
}
