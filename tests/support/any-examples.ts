import fc from "fast-check";
import { type DatasetDefinition, trainingFormats } from "@/lib/datasets/definitions/schemas";
import {
  type Message,
  messageRoles,
  noteCategories,
  type TrainingExample,
} from "@/lib/datasets/examples/schemas";
import { definitionOf, rowId, trainingExample } from "./training-examples";

/** What people and programs really send, and what breaks naive writers of lines. */
const hostile = [
  "",
  " \n\t",
  "\u00a0",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466} family",
  "\u202eright to left\u202c مرحبا بالعالم שלום",
  "e\u0301 and é",
  "line\u2028separator\u2029paragraph\u0085next",
  '"quotes" and \\u0000 as letters',
  "CRLF\r\nand\rCR",
  "half a character \ud83d",
  "the other half \udc00",
  "NUL \0 inside",
  "=1+1",
  "<|endoftext|> [INST] </s>",
];

/** Any text: of people, of hostile programs, and of UTF-16 units that make no character. */
export const anyText = fc.oneof(
  fc.constantFrom("a", "b", "Yes.", "What is it?"),
  fc.constantFrom(...hostile),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
);

/** Text that a database can hold and that says something. */
const goodText = fc.oneof(
  fc.constantFrom("a", "b", "c", "Yes.", "Where?", "\u{1f600}", "=x", "line\u2028end"),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => /\S/.test(text) && !text.includes("\0")),
);

const anyMessage: fc.Arbitrary<Message> = fc.record({
  role: fc.constantFrom(...messageRoles),
  content: anyText,
});

/** A conversation as sources give it: turns that alternate, the question last. */
const goodContext = fc
  .tuple(fc.array(fc.tuple(goodText, goodText), { maxLength: 2 }), goodText)
  .map(([turns, question]): Message[] => [
    ...turns.flatMap(([asked, said]): Message[] => [
      { role: "user", content: asked },
      { role: "assistant", content: said },
    ]),
    { role: "user", content: question },
  ]);

/** Questions and answers that come again and again. */
const commonContext = fc
  .constantFrom("Where?", "When?")
  .map((content): Message[] => [{ role: "user", content }]);
const commonText = fc.constantFrom("Here.", "Now.");

const anyObject = fc.option(
  fc.dictionary(
    fc.constantFrom("action", "parameters"),
    fc.oneof(goodText, anyText, fc.integer(), fc.array(goodText)),
  ),
);

/** Any example, from one as the database gives it to one that only a bug could make; ids are those of positions. */
const anyExample = fc
  .record({
    context: fc.oneof(
      { weight: 3, arbitrary: commonContext },
      { weight: 2, arbitrary: goodContext },
      fc.array(anyMessage, { maxLength: 6 }),
    ),
    answer: fc.oneof({ weight: 3, arbitrary: commonText }, { weight: 2, arbitrary: goodText }, anyText),
    better_answer: fc.option(fc.oneof({ weight: 3, arbitrary: goodText }, anyText)),
    answer_object: anyObject,
    better_object: anyObject,
    rating: fc.constantFrom(1 as const, -1 as const, null),
    categories: fc.subarray([...noteCategories]),
    conversation: fc.constantFrom("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"),
    preferred: fc.option(
      fc.record({
        id: fc.nat(99).map((n) => rowId(1000 + n)),
        answer: goodText,
        user_id: fc.option(fc.constantFrom("u1", "u2")),
      }),
    ),
    source: fc.constantFrom("feedback" as const, "turns" as const),
    prompt_version: fc.option(fc.constantFrom("1.0.0", "1.1.0")),
    user_id: fc.option(fc.constantFrom("u1", "u2", "u3")),
  })
  .map(({ source, prompt_version, user_id, ...each }) =>
    trainingExample({ ...each, provenance: { source, prompt_version, user_id } }),
  );

export const anyExamples = (maxLength: number): fc.Arbitrary<TrainingExample[]> =>
  fc
    .array(anyExample, { maxLength, size: "max" })
    .map((examples) => examples.map((example, index) => ({ ...example, id: rowId(index + 1) })));

const weight = fc.constantFrom(0, 0.3, 0.5, 1, 1.5, 2, 3);

/** Any definition of any format. */
export const anyDefinition: fc.Arbitrary<DatasetDefinition> = fc
  .record({
    format: fc.constantFrom(...trainingFormats),
    weights: fc.record({
      positive: weight,
      negative: weight,
      better: weight,
      unrated: weight,
      categories: fc.dictionary(fc.constantFrom(...noteCategories), weight, { maxKeys: 2 }),
    }),
    negatives: fc.option(fc.constantFrom("replace", "keep", "drop")),
    pairs: fc.constantFrom(["better_answer"], ["votes"], ["better_answer", "votes"]),
    validation_share: fc.constantFrom(0, 0.2, 0.5),
    split_seed: fc.constantFrom("", "other"),
    system_prompt: fc.constantFrom(null, "", "Be brief."),
    max_tokens: fc.constantFrom(null, null, null, 8),
    deduplicate: fc.boolean(),
  })
  .map(({ format, ...rest }) => definitionOf(format, rest));
