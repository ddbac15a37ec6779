import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { anyOf, anyOfLiteral, flag, single } from "@/lib/query/parameters";
import { type Range, type RangeInput, rangeParameters, resolveRange } from "@/lib/query/range";
import { categories } from "./vocabulary";

// The filter grammar of turns where they are training data: what the list of turns takes, and what reviewers made of them.

/** The filters of turns as training data. Reviews and notes of a turn count once its blind queues have all they ask for. */
export const turnParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  session_id: anyOf("Session.").pipe(z.array(rowId)).optional(),
  branch_name: anyOf("Branch.").optional(),
  master_prompt_version: anyOf("Prompt version.").optional(),
  intent: anyOf("Intent.").optional(),
  model: anyOf("Model.").optional(),
  category: anyOf("Turns with a note of this category.")
    .pipe(z.array(z.enum(categories, `must be one of ${categories.join(", ")}`)))
    .optional(),
  rating: single(
    z.enum(["1", "-1"], "must be 1 or -1").transform(Number),
    "1 = good, -1 = bad: what finished reviews say alike, else the turn's own vote.",
  ).optional(),
  is_reviewed: flag("Only turns with a finished review (true), or the others.").optional(),
  has_better_answer: flag(
    "Only turns for which a reviewer wrote a better answer (true), or the others.",
  ).optional(),
  has_note: flag("Only turns with (true) or without (false) a note.").optional(),
  q: anyOfLiteral("Full-text search in question and answer: words, “phrases”, -not.").optional(),
};

/** A resolved filter of turns. */
type TurnFilter = Range & {
  project?: string[];
  session_id?: string[];
  branch_name?: string[];
  master_prompt_version?: string[];
  intent?: string[];
  model?: string[];
  category?: string[];
  rating?: number;
  is_reviewed?: boolean;
  has_better_answer?: boolean;
  has_note?: boolean;
  q?: string[];
};

/** The filter that checked parameters name. Without a range: the last `defaultDays` days, or all time when that is null. */
export function resolveTurnFilter(
  { days, from, to, ...rest }: RangeInput & TurnFilter,
  defaultDays: number | null,
): TurnFilter {
  return { ...resolveRange({ days, from, to }, defaultDays), ...rest };
}
