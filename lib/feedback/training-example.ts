import type { TrainingExample } from "@/lib/datasets/schemas";
import type { FeedbackFilter } from "./filter";
import type { Feedback } from "./schemas";

/** The canonical training example of a vote: its query as the only turn before the answer. */
export function toTrainingExample(vote: Feedback): TrainingExample {
  return {
    id: vote.id,
    context: [{ role: "user", content: vote.query }],
    answer: vote.response,
    corrected_answer: vote.corrected_response,
    rating: vote.rating,
    provenance: {
      intent: vote.intent,
      project: vote.project,
      model: vote.model,
      created_at: vote.created_at,
      feedback_id: vote.id,
    },
  };
}

/** The text of a training file, page by page. `write` gives the lines of one example. */
export async function* writeExamples(
  pages: AsyncIterable<Feedback[]>,
  write: (example: TrainingExample) => string,
): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((vote) => write(toTrainingExample(vote))).join("");
}

/** The name of a training file: the base name the caller asked for, else the range. */
export function finetuningFileName(outputPath: string | undefined, filter: FeedbackFilter): string {
  const asked = outputPath?.split(/[\\/]/).pop();
  const day = (time: string | undefined, fallback: string) => time?.slice(0, 10) ?? fallback;
  return asked || `retune-finetuning-${day(filter.from, "start")}-to-${day(filter.to, "now")}.jsonl`;
}
