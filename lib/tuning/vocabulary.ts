// The words of reviewing, in the order in which people meet them. SQL checks hold the same lists.

export const categories = ["tone", "content", "citation", "clarity", "structure", "action"] as const;
export type Category = (typeof categories)[number];

/** Stands for notes without a category in filters and URLs. */
export const NO_CATEGORY = "(none)";

export const severities = ["low", "medium", "high"] as const;
export type Severity = (typeof severities)[number];

/** The life of a note. */
export const improvementStatuses = ["open", "applied", "verified", "reopened"] as const;
export type ImprovementStatus = (typeof improvementStatuses)[number];

/** What a reviewer says of one search result. */
export const chunkVerdicts = ["used", "irrelevant", "misleading"] as const;
export type ChunkVerdict = (typeof chunkVerdicts)[number];

/** The three yes/no checks of an answer. */
export const checks = ["has_policy_citation", "appropriate_action_suggested", "structure_complete"] as const;
export type Check = (typeof checks)[number];

/** The three ratings of an answer, 1 to 5. */
export const scores = ["professionalism_score", "empathy_score", "clarity_score"] as const;
export type Score = (typeof scores)[number];

export const queueOrders = ["oldest", "lowest_similarity", "random"] as const;
export type QueueOrder = (typeof queueOrders)[number];
