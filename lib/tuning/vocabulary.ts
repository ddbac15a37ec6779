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

/** The figures by which versions are compared, in the order in which they are shown. */
export const figures = [
  "avg_similarity",
  "processing_time_ms",
  "confidence_score",
  "thumbs_up",
  "rated_up",
  "professionalism_score",
  "empathy_score",
  "clarity_score",
  "has_policy_citation",
  "appropriate_action_suggested",
  "structure_complete",
  "improvements_per_reviewed_turn",
] as const;
export type Figure = (typeof figures)[number];

export const queueOrders = ["oldest", "lowest_similarity", "random"] as const;
export type QueueOrder = (typeof queueOrders)[number];

/** The words as people read them. */
export const categoryNames: Readonly<Record<Category, string>> = {
  tone: "Tone",
  content: "Content",
  citation: "Citation",
  clarity: "Clarity",
  structure: "Structure",
  action: "Action",
};
export const severityNames: Readonly<Record<Severity, string>> = {
  low: "Low",
  medium: "Medium",
  high: "High",
};
export const statusNames: Readonly<Record<ImprovementStatus, string>> = {
  open: "Open",
  applied: "Applied",
  verified: "Verified",
  reopened: "Reopened",
};
export const checkNames: Readonly<Record<Check, string>> = {
  has_policy_citation: "Policy citation",
  appropriate_action_suggested: "Appropriate action",
  structure_complete: "Structure complete",
};
export const scoreNames: Readonly<Record<Score, string>> = {
  professionalism_score: "Professionalism",
  empathy_score: "Empathy",
  clarity_score: "Clarity",
};
export const queueOrderNames: Readonly<Record<QueueOrder, string>> = {
  oldest: "Oldest first",
  lowest_similarity: "Lowest similarity first",
  random: "Random, but always the same",
};
