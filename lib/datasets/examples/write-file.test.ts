import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datasetDefinition } from "../definitions/schemas";
import { DatasetWriter } from "../writing/dataset-writer";
import { csvColumns } from "../writing/items-csv";
import type { ExamplePage, TrainingExample } from "./schemas";
import { type FileOptions, writeFile } from "./write-file";
import { writePreview } from "./write-preview";

const example = (n: number, values: Partial<TrainingExample> = {}): TrainingExample => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  conversation: `talk ${n}`,
  context: [{ role: "user", content: `question ${n}` }],
  answer: `answer ${n}`,
  answer_object: null,
  better_answer: null,
  better_object: null,
  rating: n % 4 === 0 ? -1 : 1,
  categories: [],
  preferred: null,
  provenance: {
    source: "feedback",
    project: "p",
    model: "m",
    intent: null,
    prompt_version: null,
    user_id: null,
    created_at: "2026-01-01T00:00:00.000Z",
  },
  ...values,
});
const examples = (count: number) => Array.from({ length: count }, (_, n) => example(n));

/** Pages of so many examples; `read` counts those that were asked for. */
async function* toPages(
  all: TrainingExample[],
  size: number,
  read = { pages: 0 },
): AsyncGenerator<ExamplePage> {
  for (let at = 0; at < all.length; at += size) {
    read.pages += 1;
    yield { data: all.slice(at, at + size), next: at + size < all.length ? String(at + size) : null };
  }
}

const definition = (input: object = {}) => datasetDefinition.parse(input);

async function write(
  all: TrainingExample[],
  input: object,
  size: number,
  options: Partial<FileOptions> = {},
) {
  const settled = definition(input);
  const writer = new DatasetWriter({ definition: settled });
  const pieces: string[] = [];
  const text = writeFile(toPages(all, size), writer, {
    definition: settled,
    container: "jsonl",
    split: "all",
    ...options,
  });
  for await (const piece of text) pieces.push(piece);
  return { pieces, text: pieces.join(""), report: writer.report() };
}

describe("writeFile", () => {
  it("writes the same text whatever the pages, and the report counts its lines", async () => {
    const formats = ["retune", "openai-sft", "trl-kto"] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(...formats),
        async (count, size, format) => {
          const whole = await write(examples(count), { format }, 1000);
          expect((await write(examples(count), { format }, size)).text).toBe(whole.text);
          expect(whole.text.split("\n").length - 1).toBe(whole.report.written);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("parts are the whole, and each holds the lines that the report says", async () => {
    const input = { validation_share: 0.3, split_seed: "s", format: "openai-sft" };
    const [all, train, validation] = await Promise.all(
      (["all", "train", "validation"] as const).map((split) => write(examples(80), input, 7, { split })),
    );
    const lines = (text = "") => text.split("\n").slice(0, -1);
    expect([...lines(train?.text), ...lines(validation?.text)].toSorted()).toEqual(
      lines(all?.text).toSorted(),
    );
    expect(all?.report.splits.map((split) => split.lines)).toEqual([
      lines(train?.text).length,
      lines(validation?.text).length,
    ]);
    expect(lines(validation?.text).length).toBeGreaterThan(0);
  });

  it("repeats a large line in pieces, not as one text", async () => {
    const large = example(1, { answer: "x".repeat(400_000) });
    const { pieces, report } = await write([large], { format: "openai-sft", weights: { positive: 20 } }, 10);
    expect(report.written).toBe(20);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(2_000_000);
  });

  it("writes a CSV with one header, and that alone when nothing is in it", async () => {
    const header = `${csvColumns.join(",")}\r\n`;
    expect((await write([], {}, 5, { container: "csv" })).text).toBe(header);
    const { text, report } = await write(examples(9), {}, 2, { container: "csv", bom: true });
    expect(text.startsWith(`\uFEFF${header}`)).toBe(true);
    expect(text.split("\r\n")).toHaveLength(report.examples + 2);
  });

  it("reads a page only when what came before it was taken", async () => {
    const read = { pages: 0 };
    const settled = definition();
    const text = writeFile(toPages(examples(100), 10, read), new DatasetWriter({ definition: settled }), {
      definition: settled,
      container: "jsonl",
      split: "all",
    });
    for (let taken = 1; taken <= 3; taken += 1) {
      await text.next();
      expect(read.pages).toBe(taken);
    }
    await text.return(undefined);
    expect(read.pages).toBe(3);
  });
});

describe("writePreview", () => {
  const options = { definition: definition({ format: "openai-sft" }), total: 100, rows: null, sample: 3 };

  it("of all rows is what the file says", async () => {
    const preview = await writePreview(toPages(examples(100), 30), options);
    const file = await write(examples(100), { format: "openai-sft" }, 1000);
    expect(preview).toMatchObject({
      total: 100,
      is_complete: true,
      report: file.report,
      estimate: { lines: file.report.written, bytes: Buffer.byteLength(file.text) },
    });
    expect(preview.estimate.tokens).toBeGreaterThan(0);
  });

  it("shows the first examples as they will be written, and what they say", async () => {
    const { sample } = await writePreview(toPages(examples(5), 2), options);
    expect(sample.map(({ position, source_id }) => [position, source_id])).toEqual(
      // The first has a thumb down, and nobody said what would be better.
      [1, 2, 3].map((n) => [n, example(n).id]),
    );
    expect(JSON.parse(sample[0]?.body ?? "").messages).toHaveLength(2);
    expect(sample[0]?.readable).toEqual({
      messages: [{ role: "user", content: "question 1" }],
      answers: [{ label: "answer", content: "answer 1" }],
    });
  });

  it("reads no more rows than it was told, and works out the size of the file from them", async () => {
    const read = { pages: 0 };
    const preview = await writePreview(toPages(examples(100), 10, read), { ...options, rows: 20 });
    expect(read.pages).toBe(2);
    expect(preview).toMatchObject({ is_complete: false, report: { considered: 20 } });
    expect(preview.estimate.lines).toBe(preview.report.written * 5);
  });

  it("of no rows reads none", async () => {
    const read = { pages: 0 };
    const preview = await writePreview(toPages(examples(9), 3, read), { ...options, total: 9, rows: 0 });
    expect(read.pages).toBe(0);
    expect(preview).toMatchObject({
      is_complete: false,
      estimate: { lines: 0, bytes: 0, tokens: 0 },
      sample: [],
    });
  });
});
