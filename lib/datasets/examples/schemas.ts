import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { timestamp } from "@/lib/query/timestamp";

/** Where the rows of a dataset come from. */
export const datasetSources = ["feedback", "turns", "interactions", "executions"] as const;
export type DatasetSource = (typeof datasetSources)[number];

/** Roles of a conversation. Results of tools may stand in it; a format that cannot express them leaves the example out. */
export const messageRoles = ["system", "user", "assistant", "tool"] as const;

const message = z.object({ role: z.enum(messageRoles), content: z.string() });
export type Message = z.infer<typeof message>;

/** The categories of reviewers' notes. */
export const noteCategories = ["tone", "content", "citation", "clarity", "structure", "action"] as const;

/**
 * The canonical training example: one answer with what led to it, what people made of it, and where it comes from. Every source is
 * read as this (read_dataset_examples in SQL), and every format is written from it.
 */
export const trainingExample = z.object({
  /** Id of the source row; decides, with the fraction of a weight, whether a line is repeated. */
  id: rowId,
  /** Examples with the same key come into the same split: conversation or session, else the row itself. */
  conversation: z.string(),
  /** Everything before the answer; ends with the user's turn. */
  context: z.array(message),
  answer: z.string(),
  /** For executions: the action plan as the object that `answer` is the JSON text of. */
  answer_object: z.record(z.string(), z.unknown()).nullable(),
  /** What the answer should have been: a vote's corrected response, a reviewer's better answer, a better action plan. */
  better_answer: z.string().nullable(),
  better_object: z.record(z.string(), z.unknown()).nullable(),
  /** 1 = good, -1 = bad, null = nobody said. */
  rating: z.union([z.literal(1), z.literal(-1)]).nullable(),
  /** Categories of the notes that reviewers made on it. */
  categories: z.array(z.enum(noteCategories)),
  /**
   * Only when pairs were asked for: the newest good answer that somebody else's row has to the same normalised question of the
   * same project, when this row's answer is bad and has no better answer of its own.
   */
  preferred: z.object({ id: rowId, answer: z.string(), user_id: z.string().nullable() }).nullable(),
  provenance: z.object({
    source: z.enum(datasetSources),
    project: z.string(),
    model: z.string().nullable(),
    intent: z.string().nullable(),
    prompt_version: z.string().nullable(),
    user_id: z.string().nullable(),
    created_at: timestamp,
  }),
});
export type TrainingExample = z.infer<typeof trainingExample>;

/** One page of examples, oldest first, and where the next begins; null = the end. */
export const examplePage = z.object({ data: z.array(trainingExample), next: z.string().nullable() });
export type ExamplePage = z.infer<typeof examplePage>;
