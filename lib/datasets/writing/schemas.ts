import { z } from "zod";

/** Rules of lint. `error`: the example is left out, because the target refuses it. `warning`: it is written and told. */
export const lintRules = {
  empty_question: { severity: "error", label: "Empty question" },
  empty_answer: { severity: "error", label: "Empty answer" },
  no_user_turn: { severity: "error", label: "No user turn before the answer" },
  unsupported_role: { severity: "error", label: "A role that the format cannot express" },
  roles_do_not_alternate: { severity: "warning", label: "Roles do not alternate" },
  duplicate: { severity: "warning", label: "Same as an earlier example" },
  prompt_in_both_splits: { severity: "warning", label: "The same prompt is in both splits" },
  too_long: { severity: "error", label: "More tokens than allowed" },
  invalid_text: { severity: "error", label: "Text that is not valid Unicode" },
  refused_by_target: { severity: "error", label: "Breaks a rule of the target" },
} as const satisfies Record<string, { severity: "error" | "warning"; label: string }>;
export type LintRule = keyof typeof lintRules;
export const lintRuleNames = Object.keys(lintRules) as [LintRule, ...LintRule[]];

/** Which weight of the policy an example took. */
export const weightKinds = ["positive", "negative", "better", "unrated"] as const;
export type WeightKind = (typeof weightKinds)[number];

export const splits = ["train", "validation"] as const;
export type Split = (typeof splits)[number];

const named = z.object({
  count: z.int(),
  ids: z.array(z.string()).meta({ description: "Source rows; at most the first 1,000." }),
});

/** What became of every row that was considered. */
export const exportReport = z
  .object({
    considered: z.int(),
    written: z.int().meta({ description: "Lines in the file." }),
    examples: z.int().meta({ description: "Examples in the file, before weights repeat them." }),
    positive: z.int().meta({ description: "Lines from rows whose answer people called good." }),
    negative: z.int().meta({ description: "Lines from rows whose answer people called bad." }),
    replaced: z.int().meta({ description: "Lines whose answer is the better one in place of the original." }),
    repeated: z.int().meta({ description: "Lines that a weight repeated: all but the first of each." }),
    weights: z
      .array(z.object({ kind: z.enum(weightKinds), weight: z.number(), examples: z.int(), lines: z.int() }))
      .meta({
        description:
          "Examples and lines by weight. Examples that their weight leaves out are told with the lines they lack; what anything else left out is not told here. KTO: the better answer counts as an example of its own.",
      }),
    splits: z.array(z.object({ split: z.enum(splits), examples: z.int(), lines: z.int(), bytes: z.int() })),
    skipped: z.array(named.extend({ reason: z.string() })),
    lint: z
      .array(
        named.extend({
          rule: z.enum(lintRuleNames),
          severity: z.enum(["error", "warning"]),
          message: z.string(),
        }),
      )
      .meta({ description: "Errors are among skipped, too." }),
    prompt_versions: z
      .array(z.object({ prompt_version: z.string(), examples: z.int() }))
      .meta({ description: "The first 100 that occurred." }),
    warnings: z.array(z.string()),
  })
  .meta({ id: "ExportReport" });
export type ExportReport = z.infer<typeof exportReport>;

/** What is written of one source row, and what is known about it: the columns of dataset_items but for version and position. */
export type WrittenItem = {
  split: Split;
  source_id: string;
  /** Row of the preferred answer, when it is another. */
  other_id: string | null;
  /** Of its first line. */
  kind: WeightKind;
  weight: number;
  /** The JSONL text, each line with its newline; the file holds it `copies` times. */
  body: string;
  copies: number;
  /** Lines in the file: those of body times copies. */
  lines: number;
  project: string;
  model: string | null;
  intent: string | null;
  rating: 1 | -1 | null;
  source_created_at: string;
  /** End users whose words it holds. */
  user_ids: string[];
  /** Of what it says, without weight and provenance: the same twice is a duplicate. */
  content_hash: string;
  /** Of what stands before the answers. */
  prompt_hash: string;
  /** Warnings; an example with an error is not written. */
  lint: LintRule[];
};
