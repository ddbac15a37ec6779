import { z } from "zod";
import { label, note, projectField, rowId } from "@/lib/query/fields";
import { flag, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { categories, queueOrders } from "../vocabulary";

const names = (name: string) =>
  z.array(label(name)).min(1, "must have at least one value").max(100, "has at most 100 values").nullable();

const rules = {
  name: z.string().trim().min(1, "must not be empty").max(200, "has at most 200 characters"),
  instructions: note(20_000).nullable().meta({ description: "Markdown, shown to reviewers." }),
  branch_names: names("branch_names"),
  master_prompt_versions: names("master_prompt_versions"),
  similarity_below: z.number().min(-1).max(1).nullable(),
  latency_above_ms: z.int().min(0).max(2_000_000_000).nullable(),
  confidence_below: z.number().min(0).max(1).nullable(),
  is_not_rated_well: z.boolean().meta({ description: "Only turns without a positive rating." }),
  reviewers_per_turn: z.union([z.literal(1), z.literal(2)], "must be 1 or 2"),
  is_blind: z.boolean().meta({
    description:
      "Nobody but admins sees another's review of a turn until everyone the queue asks for has finished it.",
  }),
  order_by: z.enum(queueOrders, `must be one of ${queueOrders.join(", ")}`),
  is_open: z.boolean().meta({ description: "A closed queue hands out no turns." }),
};

/** POST /v1/tuning/queues */
export const queueInput = z
  .strictObject({
    project: projectField,
    name: rules.name,
    instructions: rules.instructions.default(null),
    branch_names: rules.branch_names.default(null),
    master_prompt_versions: rules.master_prompt_versions.default(null),
    similarity_below: rules.similarity_below.default(null),
    latency_above_ms: rules.latency_above_ms.default(null),
    confidence_below: rules.confidence_below.default(null),
    is_not_rated_well: rules.is_not_rated_well.default(false),
    reviewers_per_turn: rules.reviewers_per_turn.default(1),
    is_blind: rules.is_blind.default(false),
    order_by: rules.order_by.default("oldest"),
  })
  .meta({
    id: "ReviewQueueInput",
    example: { name: "Weak retrieval", similarity_below: 0.7, reviewers_per_turn: 2, is_blind: true },
  });
export type QueueInput = z.infer<typeof queueInput>;

/** PATCH /v1/tuning/queues/{id}. Turns that newly meet the rules enter; those that no longer do leave unless someone has begun them. */
export const queueUpdate = z
  .strictObject({ ...rules, expected_updated_at: z.iso.datetime({ offset: true }) })
  .partial()
  .meta({ id: "ReviewQueueUpdate" });
export type QueueUpdate = z.infer<typeof queueUpdate>;

/** How far a queue is: for the caller and for everyone. Turns, not places. */
export const queueProgress = z.object({
  total: z.int().meta({ description: "Turns in the queue." }),
  done: z.int().meta({ description: "Turns that everyone the queue asks for has finished." }),
  in_progress: z.int().meta({ description: "Turns with a live claim or some but not all reviews." }),
  my_done: z.int(),
  my_skipped: z.int(),
  my_remaining: z.int().meta({ description: "Turns that the next claims could give you." }),
});
export type QueueProgress = z.infer<typeof queueProgress>;

/** A queue with its progress. */
export const queue = z
  .object({
    id: rowId,
    project: z.string(),
    ...rules,
    progress: queueProgress,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "ReviewQueue" });
export type Queue = z.infer<typeof queue>;

/** GET /v1/tuning/queues */
export const queueListQuery = z.strictObject({
  project: single(z.string().min(1).max(200), "Project.").optional(),
  is_open: flag("Only open (true) or closed (false) queues.").optional(),
});
export type QueueListQuery = z.output<typeof queueListQuery>;
export const queueList = z.object({ data: z.array(queue) });

/** POST /v1/tuning/queues/{id}/next: the claimed turn, or none with the reason. */
export const nextTurn = z
  .object({
    turn_id: rowId.nullable(),
    session_id: rowId.nullable(),
    claimed_until: timestamp.nullable(),
    progress: queueProgress,
    reason: z.enum(["claimed", "finished", "others_are_reviewing", "closed"]).meta({
      description:
        "finished: nothing is left for you. others_are_reviewing: what is left is claimed; claims expire after 10 minutes.",
    }),
  })
  .meta({ id: "NextTurn" });
export type NextTurn = z.infer<typeof nextTurn>;

/** GET /v1/tuning/queues/{id}/summary: what the caller has said of the turns of a queue. */
export const queueSummary = z
  .object({
    done: z.int(),
    skipped: z.int(),
    better_answers: z.int(),
    notes: z.array(z.object({ category: z.enum(categories).nullable(), total: z.int() })),
    sessions: z.int().meta({ description: "Sessions in which you finished a turn." }),
    session_ids: z.array(rowId).meta({ description: "Up to 100 of them." }),
  })
  .meta({ id: "ReviewQueueSummary" });
export type QueueSummary = z.infer<typeof queueSummary>;
