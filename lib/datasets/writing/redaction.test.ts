import { describe, expect, it } from "vitest";
import { definitionOf, even, trainingExample } from "@/tests/support/training-examples";
import { DatasetWriter } from "./dataset-writer";
import { createRedaction } from "./redaction";

const none = { detectors: [], phone_region: null, patterns: [] };
const redact = createRedaction(
  [
    { ...none, project: "shop", detectors: ["email"] },
    { ...none, project: "clinic", patterns: [{ name: "PATIENT", pattern: "P-\\d+" }] },
  ],
  { ...none, detectors: ["card"] },
);

describe("createRedaction", () => {
  it("replaces what each project's settings find", () => {
    const text = "ada@example.com P-17 4111 1111 1111 1111";
    expect(redact(text, "shop")).toBe("[EMAIL] P-17 4111 1111 1111 1111");
    expect(redact(text, "clinic")).toBe("ada@example.com [PATIENT] 4111 1111 1111 1111");
    expect(redact(text, "unknown")).toBe("ada@example.com P-17 [CARD]");
  });

  it("refuses a pattern that is none", () => {
    expect(() => createRedaction([], { ...none, patterns: [{ name: "X", pattern: "(" }] })).toThrow();
  });
});

describe("a redacted file", () => {
  const at = { project: "shop" };

  it("has no personal data in any text of an example", () => {
    const example = trainingExample({
      context: [
        { role: "user", content: "I am ada@example.com" },
        { role: "assistant", content: "Hello ada@example.com" },
        { role: "user", content: "Who is bob@example.com?" },
      ],
      answer: "carl@example.com",
      better_answer: "not dora@example.com",
      rating: -1,
      provenance: at,
    });
    const writer = new DatasetWriter({ definition: definitionOf("retune"), redact });
    const body = writer.write(example)?.body ?? "";
    expect(body).not.toContain("@example.com");
    expect(JSON.parse(body)).toMatchObject({
      messages: [
        { content: "I am [EMAIL]" },
        { content: "Hello [EMAIL]" },
        { content: "Who is [EMAIL]?" },
        { content: "[EMAIL]" },
      ],
      metadata: { corrected_response: "not [EMAIL]" },
    });
  });

  it("has none in action plans, keys and long numbers included", () => {
    const plan = { "to ada@example.com": [{ cc: "bob@example.com", retries: 3 }], card: 4111111111111111 };
    const example = trainingExample({
      context: [{ role: "user", content: "Write to ada@example.com" }],
      answer: JSON.stringify(plan),
      answer_object: plan,
      provenance: { ...at, source: "executions" },
    });
    const both = createRedaction([], { ...none, detectors: ["email", "card"] });
    const writer = new DatasetWriter({
      definition: definitionOf("prompt-response", { weights: even }),
      redact: both,
    });
    expect(JSON.parse(writer.write(example)?.body ?? "")).toEqual({
      prompt: "Write to [EMAIL]",
      response: { "to [EMAIL]": [{ cc: "[EMAIL]", retries: 3 }], card: "[CARD]" },
    });
  });

  it("compares answers as they will be written", () => {
    const example = trainingExample({
      answer: "Ask ada@example.com",
      better_answer: "Ask bob@example.com",
      provenance: at,
    });
    const writer = new DatasetWriter({ definition: definitionOf("openai-dpo"), redact });
    expect(writer.write(example)).toBeNull();
    expect(writer.report().skipped).toMatchObject([{ reason: "both answers are the same" }]);
  });
});
