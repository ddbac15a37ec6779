import { z } from "zod";
import { anyOf } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { skillLevels } from "../schemas";

const count = z.coerce.number().meta({ override: { type: "integer" } });

/** What the interactions of an end user say about them, in one project. */
export const userProfile = z
  .object({
    user_id: z.string(),
    project: z.string(),
    skill_level: z.enum(skillLevels).nullable(),
    communication_style: z.enum(["brief", "balanced", "detailed"]).nullable(),
    preferred_agent: z.string().nullable(),
    agent_satisfaction_scores: z.record(z.string(), z.object({ average: z.number(), n: z.int() })),
    conversation_patterns: z.object({
      conversations: z.int(),
      interactions_per_conversation: z.number().nullable(),
      handoffs_per_conversation: z.number().nullable(),
      busiest_hour_utc: z.int().nullable(),
      channels: z.record(z.string(), z.int()),
      domains: z.record(z.string(), z.int()),
      usual_next_domain: z.record(z.string(), z.string()),
    }),
    expertise_areas: z.array(z.string()),
    learning_progress: z.array(
      z.object({
        month: z.string(),
        skill: z.number().nullable(),
        satisfaction: z.number().nullable(),
        n: z.int(),
      }),
    ),
    context_preferences: z.object({
      avg_context_tokens: z.number().nullable(),
      best_context_tokens: z.number().nullable(),
      n: z.int(),
    }),
    total_interactions: count,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "UserProfile" });
export type UserProfile = z.infer<typeof userProfile>;

/** GET /v1/users/{user_id}/profile: one profile per project the caller may read, and what is stored about the person. */
export const userProfileResult = z
  .object({
    user_id: z.string(),
    stored: z.object({
      feedback: count,
      conversations: count,
      interactions: count,
      executions: count,
      first_seen_at: timestamp.nullable(),
      last_seen_at: timestamp.nullable(),
      total_cost: z.coerce.number(),
      total_tokens_used: count,
    }),
    profiles: z.array(userProfile),
  })
  .meta({ id: "UserProfileResult" });
export type UserProfileResult = z.infer<typeof userProfileResult>;

export const userQuery = z.strictObject({ project: anyOf("Project.").optional() });
export const userPath = z.object({ user_id: z.string().min(1).max(200) });

/** DELETE /v1/users/{user_id}: how many rows are gone, by table. */
export const erasedResult = z
  .object({
    feedback: count,
    interactions: count,
    conversations: count,
    profiles: count,
    budgets: count,
    executions: count,
    dataset_items: count,
  })
  .meta({ id: "ErasedUser" });
export type ErasedUser = z.infer<typeof erasedResult>;

/** GET /v1/users/{user_id}/export: one row of a table, as it is stored. */
export const userExportLine = z
  .looseObject({
    type: z.enum([
      "vote",
      "vote_revision",
      "deleted_vote",
      "conversation",
      "interaction",
      "profile",
      "daily_figures",
      "budget",
      "execution",
      "assignment",
      "user",
      "dataset_item",
    ]),
  })
  .meta({ id: "UserExportLine", override: { additionalProperties: true } });
export type UserExportLine = z.infer<typeof userExportLine>;
