import { describe, expect, test } from "vitest";
import { builtinBody } from "./builtin";
import { fromDraft, toDraft } from "./prepare-form";
import { toComparableText } from "./prepare-text";

const issuesOf = (change: Partial<ReturnType<typeof toDraft>>) => {
  const result = fromDraft({ ...toDraft(builtinBody), ...change });
  return "issues" in result ? result.issues : [];
};

describe("the form of a strategy", () => {
  test("a body comes back as it was", () => {
    const body = { ...builtinBody, output_schema: { type: "object" } };
    expect(fromDraft(toDraft(body))).toEqual({ body });
    expect(fromDraft(toDraft(builtinBody))).toEqual({ body: builtinBody });
  });

  test("what is wrong is named by its field", () => {
    const draft = toDraft(builtinBody);
    expect(issuesOf({ budget_tokens: "many" })).toEqual([
      { path: "budget_tokens", message: "must be a number" },
    ]);
    expect(issuesOf({ budget_tokens: "" })).toMatchObject([{ path: "budget_tokens" }]);
    expect(issuesOf({ model: { ...draft.model, temperature: "3" } })).toEqual([
      { path: "model.temperature", message: "must be from 0 to 2" },
    ]);
    expect(issuesOf({ model: { ...draft.model, temperature: "" } })).toEqual([]);
    expect(issuesOf({ output_schema: "{" })).toMatchObject([{ path: "output_schema" }]);
    expect(issuesOf({ output_schema: "[1]" })).toEqual([
      { path: "output_schema", message: "must be a JSON object" },
    ]);
    expect(issuesOf({ constraints: [{ key: "a", text: " " }] })).toEqual([
      { path: "constraints.0", message: "must not be empty" },
    ]);
    expect(
      issuesOf({ negative_examples: [{ key: "a", prompt: "p", wrong: "{}", right: "x", reason: "" }] }),
    ).toMatchObject([{ path: "negative_examples.0.right" }]);
  });
});

test("a change of one setting changes one line of the comparable text", () => {
  const after = { ...builtinBody, budget_tokens: 1000 };
  const lines = (text: string) => text.split("\n");
  const before = lines(toComparableText(builtinBody));
  expect(lines(toComparableText(after)).filter((line) => !before.includes(line))).toEqual([
    "# Budget: 1000 tokens",
  ]);
});
