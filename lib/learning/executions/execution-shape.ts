import type { Shape } from "@/lib/privacy/protect";

/** What the fields of an execution are to the protection of personal data, wherever one is stored. */
export const executionShape: Shape = {
  userIds: ["user_id", "subject"],
  metadata: ["metadata"],
  free: { action_plan: [], execution_result: [], better_action_plan: [] },
  kept: ["id", "created_at", "example_ids", "interaction_id", "error_class"],
};
