import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExampleWriter, type ExportOptions } from "./export-examples";
import { negativePolicies, type TrainingExample } from "./schemas";

const weights = { positive: 2, negative: 0.5 };

function example(overrides: Partial<TrainingExample> = {}): TrainingExample {
  return {
    id: "7b0c3f3e-0000-4000-8000-000000000001",
    context: [{ role: "user", content: "What is 2 + 2?" }],
    answer: "5",
    corrected_answer: null,
    rating: 1,
    provenance: {
      intent: "math",
      project: "default",
      model: "m",
      created_at: "2026-01-31T12:00:00.000Z",
      feedback_id: "7b0c3f3e-0000-4000-8000-000000000001",
    },
    ...overrides,
  };
}

function write(examples: TrainingExample[], options: Partial<ExportOptions> = {}) {
  const writer = new ExampleWriter({ format: "retune", weights, ...options });
  const text = examples.map((each) => writer.write(each)).join("");
  const lines = text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  return { text, lines, report: writer.report() };
}

describe("format retune", () => {
  it("has the seed's keys: messages, weight, metadata", () => {
    const { lines } = write([example()]);
    expect(lines).toEqual([
      {
        messages: [
          { role: "user", content: "What is 2 + 2?" },
          { role: "assistant", content: "5" },
        ],
        weight: 2,
        metadata: {
          intent: "math",
          project: "default",
          model: "m",
          created_at: "2026-01-31T12:00:00.000Z",
          feedback_id: "7b0c3f3e-0000-4000-8000-000000000001",
        },
      },
    ]);
  });

  it("keeps thumbs-down answers at their weight, with the correction in the metadata", () => {
    const { lines, report } = write([example({ rating: -1, corrected_answer: "4" })]);
    expect(lines[0]).toMatchObject({
      messages: [{}, { content: "5" }],
      weight: 0.5,
      metadata: { corrected_response: "4" },
    });
    expect(report).toMatchObject({ written: 1, positive: 0, negative: 1, replaced: 0 });
  });

  it("takes other weights", () => {
    const { lines } = write([example(), example({ rating: -1 })], {
      weights: { positive: 1.25, negative: 0.1 },
    });
    expect(lines.map((line) => line.weight)).toEqual([1.25, 0.1]);
  });
});

describe("thumbs-down answers", () => {
  const corrected = example({ rating: -1, corrected_answer: "4" });
  const uncorrected = example({ id: "uncorrected", rating: -1 });

  it("are replaced by their correction at the positive weight, and left out without one", () => {
    const { lines, report } = write([corrected, uncorrected], { negatives: "replace" });
    expect(lines).toMatchObject([{ messages: [{}, { content: "4" }], weight: 2 }]);
    expect(lines[0].metadata).not.toHaveProperty("corrected_response");
    expect(report).toMatchObject({ considered: 2, written: 1, replaced: 1 });
    expect(report.skipped).toEqual([
      { reason: "thumbs down without a corrected response", count: 1, ids: ["uncorrected"] },
    ]);
  });

  it("are left out by drop, whether corrected or not", () => {
    const { text, report } = write([corrected, uncorrected], { negatives: "drop" });
    expect(text).toBe("");
    expect(report.skipped).toMatchObject([{ reason: "thumbs down (negatives: drop)", count: 2 }]);
    expect(report.warnings).toEqual(["Every row was skipped: the file is empty."]);
  });

  it("are left out by weight 0, thumbs-up answers too", () => {
    const { report } = write([example(), corrected], { weights: { positive: 0, negative: 0 } });
    expect(report.skipped).toMatchObject([{ reason: "weight 0", count: 2 }]);
  });

  it("are replaced even when their own weight is 0", () => {
    const { lines } = write([corrected], {
      weights: { positive: 3, negative: 0 },
      negatives: "replace",
    });
    expect(lines).toMatchObject([{ weight: 3 }]);
  });
});

describe("rows that teach nothing", () => {
  it("are left out with the reason", () => {
    const { report } = write([
      example({ id: "a", answer: " \n\t" }),
      example({ id: "b", context: [{ role: "user", content: "" }] }),
    ]);
    expect(report.written).toBe(0);
    expect(report.skipped).toEqual([
      { reason: "empty response", count: 1, ids: ["a"] },
      { reason: "empty query", count: 1, ids: ["b"] },
    ]);
  });

  it("are all counted, but only the first 1,000 ids are kept", () => {
    const empty = Array.from({ length: 1001 }, (_, n) => example({ id: String(n), answer: "" }));
    const [skipped] = write(empty).report.skipped;
    expect(skipped?.count).toBe(1001);
    expect(skipped?.ids).toHaveLength(1000);
  });

  it("say so when there is nothing at all", () => {
    expect(write([]).report).toMatchObject({
      considered: 0,
      warnings: ["No vote matches: the file is empty."],
    });
  });
});

/** Any text that passed the API's door: valid Unicode without NUL; with what breaks naive writers of lines. */
const awkward = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 40 }),
  fc.string({
    unit: fc.integer({ min: 1, max: 0x2fff }).map((code) => String.fromCodePoint(code)),
    maxLength: 40,
  }),
  fc.constantFrom(
    "",
    " ",
    "\n",
    "\r\n",
    "\u2028x\u2029y\u0085",
    '"\\"',
    "مرحبا",
    "\u202eabc",
    "👩‍👩‍👧",
    "=SUM(A1)",
    "\ufeff",
  ),
);

const anyExample: fc.Arbitrary<TrainingExample> = fc
  .record({
    id: fc.uuid(),
    query: awkward,
    answer: awkward,
    corrected_answer: fc.option(
      awkward.filter((text) => text !== ""),
      { nil: null },
    ),
    rating: fc.constantFrom(1 as const, -1 as const),
    intent: fc.option(awkward, { nil: null }),
    model: awkward,
  })
  .map(({ query, intent, model, ...rest }) =>
    example({
      ...rest,
      context: [{ role: "user", content: query }],
      provenance: { ...example().provenance, intent, model, feedback_id: rest.id },
    }),
  );

const anyOptions: fc.Arbitrary<ExportOptions> = fc.record({
  format: fc.constant("retune" as const),
  weights: fc.record({
    positive: fc.constantFrom(0, 0.5, 1, 2, 2.5),
    negative: fc.constantFrom(0, 0.5, 1, 2, 2.5),
  }),
  negatives: fc.option(fc.constantFrom(...negativePolicies), { nil: undefined }),
});

const lineEnds = "\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029";

describe("for any votes and options", () => {
  it("every line is one JSON object that gives the texts back unchanged", () => {
    fc.assert(
      fc.property(anyExample, anyOptions, (each, options) => {
        const text = new ExampleWriter(options).write(each);
        if (text === "") return;
        // Python's splitlines() is the strictest reader: it also ends lines at these.
        expect([...text].filter((character) => lineEnds.includes(character))).toEqual(["\n"]);
        expect(text.endsWith("\n")).toBe(true);
        const line = JSON.parse(text);
        const isReplaced = each.rating === -1 && options.negatives === "replace";
        expect(line.messages).toEqual([
          ...each.context,
          { role: "assistant", content: isReplaced ? each.corrected_answer : each.answer },
        ]);
        expect(line.metadata).toMatchObject(each.provenance);
      }),
    );
  });

  it("the report adds up: every row is either written or skipped with a reason", () => {
    fc.assert(
      fc.property(fc.array(anyExample, { maxLength: 30 }), anyOptions, (examples, options) => {
        const { lines, report } = write(examples, options);
        const skipped = report.skipped.reduce((sum, { count }) => sum + count, 0);
        expect(report.considered).toBe(examples.length);
        expect(report.written).toBe(lines.length);
        expect(report.considered).toBe(report.written - report.repeated + skipped);
        expect(report.written).toBe(report.positive + report.negative);
        for (const { count, ids } of report.skipped) expect(ids).toHaveLength(count);
        const named = report.skipped.flatMap(({ ids }) => ids);
        const written = lines.map((line) => line.metadata.feedback_id);
        expect([...named, ...written].toSorted()).toEqual(examples.map(({ id }) => id).toSorted());
      }),
    );
  });

  it("the same votes give the same file", () => {
    fc.assert(
      fc.property(fc.array(anyExample, { maxLength: 10 }), anyOptions, (examples, options) => {
        expect(write(examples, options)).toEqual(write(examples, options));
      }),
    );
  });
});
