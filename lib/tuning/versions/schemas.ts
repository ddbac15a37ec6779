import { z } from "zod";
import { label, note, projectField } from "@/lib/query/fields";
import { single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { categories } from "../vocabulary";

/** PUT /v1/tuning/versions/{version} */
export const versionInput = z
  .strictObject({ project: projectField, prompt_text: note(500_000) })
  .meta({ id: "PromptVersionInput" });
export type VersionInput = z.infer<typeof versionInput>;

const projectParameter = single(z.string().min(1).max(200), "Project; left out: every project you may read.");

/** GET /v1/tuning/versions */
export const versionListQuery = z.strictObject({ project: projectParameter.optional() });
export type VersionListQuery = z.output<typeof versionListQuery>;

/** A prompt version: known from sessions, from its text, or both. */
export const promptVersion = z
  .object({
    project: z.string(),
    version: z.string(),
    prompt_text: z.string().nullable().meta({
      description:
        "In a list only the newest 4 MB of texts are given; read the version itself for the others.",
    }),
    has_prompt_text: z.boolean(),
    sessions: z.int(),
    turns: z.int(),
    first_session_start: timestamp.nullable(),
    last_session_start: timestamp.nullable(),
  })
  .meta({ id: "PromptVersion" });
export type PromptVersion = z.infer<typeof promptVersion>;
export const versionList = z.object({ data: z.array(promptVersion) });

const twoVersions = { path: ["b"], error: "must be another version than a" };

/** GET /v1/tuning/versions/compare */
export const compareQuery = z
  .strictObject({
    a: single(z.string().min(1).max(200), "Version A."),
    b: single(z.string().min(1).max(200), "Version B."),
    project: projectParameter.optional(),
  })
  .refine((value) => value.a !== value.b, twoVersions);
export type CompareQuery = z.output<typeof compareQuery>;

/** POST /v1/tuning/versions/compare: computes and keeps it. */
export const compareInput = z
  .strictObject({ a: label("a"), b: label("b"), project: projectField })
  .refine((value) => value.a !== value.b, twoVersions);
export type CompareInput = z.infer<typeof compareInput>;

export const metricMethods = ["newcombe", "welch", "bootstrap_by_session"] as const;

/** One figure of both versions. Shares are fractions 0-1, times milliseconds. */
export const comparedMetric = z.object({
  metric_name: z.string(),
  unit: z.enum(["share", "mean", "ms", "per_turn", "score"]),
  a: z.number().nullable(),
  b: z.number().nullable(),
  a_n: z
    .int()
    .meta({ description: "Turns that have the figure; reviewed turns for improvements per reviewed turn." }),
  b_n: z.int(),
  difference: z.number().nullable().meta({ description: "b - a" }),
  ci_low: z.number().nullable().meta({ description: "Lower 95% bound of the difference." }),
  ci_high: z.number().nullable(),
  method: z.enum(metricMethods).nullable().meta({
    description:
      "Where the interval comes from. Turns of one session are not independent: the bootstrap draws whole sessions; Newcombe (shares) and Welch (means) are given when either version has fewer than 5 sessions with the figure, or sessions that do not differ in it.",
  }),
});
export type ComparedMetric = z.infer<typeof comparedMetric>;

const comparedSide = z.object({
  version: z.string(),
  sessions: z.int(),
  turns: z.int(),
  pending_turns: z.int().meta({
    description: "Turns that a blind queue still waits for: they count in neither reviews nor improvements.",
  }),
  reviewed_turns: z.int().meta({ description: "Turns with at least one finished review." }),
  improvements: z.int(),
  prompt_text: z.string().nullable(),
});
export const comparison = z
  .object({
    project: z.string().nullable(),
    a: comparedSide,
    b: comparedSide,
    metrics: z.array(comparedMetric),
    categories: z.array(comparedMetric.extend({ category: z.enum(categories).nullable() })).meta({
      description:
        "Improvements per reviewed turn by category: of turns with at least one finished review, and their notes, alone. How much of a version was reviewed does not move them.",
    }),
  })
  .meta({ id: "VersionComparison" });
export type Comparison = z.infer<typeof comparison>;

/** A comparison that was kept: the seed's columns, one row per metric. */
export const keptComparison = z
  .object({
    version_a: z.string(),
    version_b: z.string(),
    project: z.string(),
    comparison_date: timestamp,
    metrics: z.array(
      z.object({
        metric_name: z.string(),
        version_a_score: z.number().nullable(),
        version_b_score: z.number().nullable(),
        version_a_n: z.int().nullable(),
        version_b_n: z.int().nullable(),
        difference: z.number().nullable(),
        ci_low: z.number().nullable(),
        ci_high: z.number().nullable(),
        method: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "KeptVersionComparison" });
export type KeptComparison = z.infer<typeof keptComparison>;
export const keptComparisonList = z.object({ data: z.array(keptComparison) });
