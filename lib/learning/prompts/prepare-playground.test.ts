import { describe, expect, test } from "vitest";
import { builtinBody } from "../strategies/builtin";
import { emptyFields, prepareTokens, toComposeInput, toFields, toPromptInput } from "./prepare-playground";

const fields = { user_prompt: "q", columns: " region \n\nsales, net", context: " ", errors: "one\ntwo" };

describe("what is typed in the playground", () => {
  test("becomes the input of a prompt, and comes back", () => {
    const input = {
      user_prompt: "q",
      available_columns: ["region", "sales, net"],
      previous_errors: ["one", "two"],
    };
    expect(toPromptInput(fields)).toEqual(input);
    expect(toPromptInput(toFields(input))).toEqual(input);
    expect(toPromptInput(toFields({ user_prompt: "q" }))).toEqual({ user_prompt: "q" });
    expect(toFields({ user_prompt: "q", previous_errors: ["a\n  b"] }).errors).toBe("a b");
  });

  test("is composed with a stored strategy, the default, or a draft", () => {
    expect(toComposeInput(emptyFields, "p", { strategy: null })).toBeNull();
    const typed = { ...emptyFields, user_prompt: "q" };
    expect(toComposeInput(typed, "p", { strategy: null })).toEqual({ user_prompt: "q", project: "p" });
    expect(toComposeInput(typed, "p", { strategy: "a@2" })).toMatchObject({ strategy: "a@2" });
    expect(toComposeInput(typed, "p", { draft: builtinBody })).toMatchObject({ draft: builtinBody });
  });
});

test("tokens are those of the sections and of the user's prompt, and sum up", () => {
  const part = { budget_tokens: 100, is_cut: false, parts: [] };
  const rows = prepareTokens(
    [
      { ...part, section: "system_role", tokens: 30 },
      { ...part, section: "context", tokens: 0 },
      { ...part, section: "examples", tokens: 60 },
    ],
    100,
  );
  expect(rows).toEqual([
    { name: "system_role", tokens: 30, share: 0.3 },
    { name: "examples", tokens: 60, share: 0.6 },
    { name: "user_prompt", tokens: 10, share: 0.1 },
  ]);
});
