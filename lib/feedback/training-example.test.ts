import { describe, expect, it } from "vitest";
import type { Feedback } from "./schemas";
import { finetuningFileName, toTrainingExample, writeExamples } from "./training-example";

const vote: Feedback = {
  id: "7b0c3f3e-0000-4000-8000-000000000001",
  query: "What is 2 + 2?",
  response: "5",
  model: "m",
  rating: -1,
  intent: null,
  project: "default",
  user_id: "someone",
  session_id: null,
  response_id: null,
  memory_used: null,
  tools_called: [],
  metadata: { secret: "of the caller" },
  comment: "wrong",
  corrected_response: "4",
  created_at: "2026-01-31T12:00:00.000Z",
  updated_at: "2026-01-31T12:00:00.000Z",
};

describe("toTrainingExample", () => {
  it("takes the query as the only turn, and carries neither the user nor the metadata", () => {
    expect(toTrainingExample(vote)).toEqual({
      id: vote.id,
      context: [{ role: "user", content: "What is 2 + 2?" }],
      answer: "5",
      corrected_answer: "4",
      rating: -1,
      provenance: {
        intent: null,
        project: "default",
        model: "m",
        created_at: "2026-01-31T12:00:00.000Z",
        feedback_id: vote.id,
      },
    });
  });
});

describe("writeExamples", () => {
  it("gives one chunk a page, in the order of the rows", async () => {
    async function* pages() {
      yield [vote, { ...vote, response: "6" }];
      yield [];
      yield [{ ...vote, response: "7" }];
    }
    const chunks: string[] = [];
    for await (const chunk of writeExamples(pages(), ({ answer }) => `${answer};`)) chunks.push(chunk);
    expect(chunks).toEqual(["5;6;", "", "7;"]);
  });
});

describe("finetuningFileName", () => {
  const filter = { from: "2026-01-25T00:00:00.000Z", to: "2026-02-01T10:00:00.000Z" };

  it("is the base name that was asked for, whatever the path before it", () => {
    expect(finetuningFileName("/tmp/dataset.jsonl", filter)).toBe("dataset.jsonl");
    expect(finetuningFileName("../../etc/x", filter)).toBe("x");
    expect(finetuningFileName("C:\\Users\\me\\x.jsonl", filter)).toBe("x.jsonl");
  });

  it("is the range when nothing is left of it", () => {
    const byRange = "retune-finetuning-2026-01-25-to-2026-02-01.jsonl";
    for (const asked of [undefined, "", "/tmp/"]) expect(finetuningFileName(asked, filter)).toBe(byRange);
    expect(finetuningFileName(undefined, {})).toBe("retune-finetuning-start-to-now.jsonl");
  });
});
