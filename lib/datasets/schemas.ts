import { z } from "zod";
import { timestamp } from "@/lib/query/timestamp";

/** File formats of training data. Each is a pure function over the canonical example (formats.ts). */
export const exportFormats = ["retune"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What becomes of thumbs-down answers: replaced by their correction (left out without one), kept, or left out. */
export const negativePolicies = ["replace", "keep", "drop"] as const;
export type NegativePolicy = (typeof negativePolicies)[number];

export type Message = { role: "system" | "user" | "assistant"; content: string };

/** The canonical training example: one rated answer with the conversation that led to it and where it comes from. */
export type TrainingExample = {
  /** Id of the source row; decides, with the fraction of a weight, whether a line is repeated. */
  id: string;
  /** Everything before the answer; ends with the user's turn. */
  context: Message[];
  answer: string;
  corrected_answer: string | null;
  rating: 1 | -1;
  provenance: {
    intent: string | null;
    project: string;
    model: string;
    created_at: string;
    feedback_id: string;
  };
};

export type Weights = { positive: number; negative: number };

/** What an export did with every row it considered. */
export const exportReport = z
  .object({
    considered: z.int(),
    written: z.int().meta({ description: "Lines in the file." }),
    positive: z.int().meta({ description: "Lines from thumbs-up answers." }),
    negative: z.int().meta({ description: "Lines from thumbs-down answers." }),
    replaced: z.int().meta({ description: "Lines whose answer is the corrected one." }),
    repeated: z.int().meta({ description: "Lines beyond the first of their row." }),
    skipped: z.array(
      z.object({
        reason: z.string(),
        count: z.int(),
        ids: z.array(z.string()).meta({ description: "At most the first 1,000." }),
      }),
    ),
    warnings: z.array(z.string()),
  })
  .meta({ id: "ExportReport" });
export type ExportReport = z.infer<typeof exportReport>;

/** The report of an export over a range of time. */
export const rangedExportReport = exportReport
  .extend({
    from: timestamp.nullable().meta({ description: "Start of what was read, included; null = unbounded." }),
    to: timestamp.meta({ description: "End of what was read, excluded; never later than the request." }),
  })
  .meta({ id: "FinetuningReport" });
export type RangedExportReport = z.infer<typeof rangedExportReport>;
