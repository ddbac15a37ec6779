import { createLoader, parseAsString } from "nuqs/server";
import { filterParsers } from "@/lib/query/url-state";
import type { StrategyBody } from "../strategies/schemas";
import type { ComposeInput, TestCase, TracePart } from "./schemas";

/** Parsers of the playground: of which project, with which strategy (name or name@version), beside which other, from which test case. */
export const playgroundParsers = {
  project: filterParsers.project,
  strategy: parseAsString,
  with: parseAsString,
  test_case: parseAsString,
};
export const loadPlaygroundAddress = createLoader(playgroundParsers);

/** What is typed: columns and errors one a line. */
export type PlaygroundFields = {
  user_prompt: string;
  columns: string;
  context: string;
  errors: string;
};
export const emptyFields: PlaygroundFields = { user_prompt: "", columns: "", context: "", errors: "" };

const toLines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What is typed as the input of a test case; empty fields are left out. */
export function toPromptInput({
  user_prompt,
  columns,
  context,
  errors,
}: PlaygroundFields): TestCase["input"] {
  const available_columns = toLines(columns);
  const previous_errors = toLines(errors);
  return {
    user_prompt,
    ...(available_columns.length > 0 ? { available_columns } : {}),
    ...(context.trim() ? { context } : {}),
    ...(previous_errors.length > 0 ? { previous_errors } : {}),
  };
}

/** The fields for a test case. A line break within an error becomes a space, because errors stand one a line. */
export function toFields(input: TestCase["input"]): PlaygroundFields {
  return {
    user_prompt: input.user_prompt,
    columns: (input.available_columns ?? []).join("\n"),
    context: input.context ?? "",
    errors: (input.previous_errors ?? []).map((error) => error.replace(/\s*\n\s*/g, " ")).join("\n"),
  };
}

/** What to compose: with a stored strategy (null = the project's default), or with a draft. */
export type Source = { strategy: string | null } | { draft: StrategyBody };

/** What is typed as the body of POST /v1/prompts/compose; null while there is no prompt. */
export function toComposeInput(
  fields: PlaygroundFields,
  project: string,
  source: Source,
): ComposeInput | null {
  if (fields.user_prompt.trim() === "") return null;
  return {
    ...toPromptInput(fields),
    project,
    ...("draft" in source
      ? { draft: source.draft }
      : source.strategy === null
        ? {}
        : { strategy: source.strategy }),
  };
}

export type TokenShare = { name: TracePart["section"] | "user_prompt"; tokens: number; share: number };

/** What each section and the user's prompt take of all tokens, in the order in which they stand; what takes none is left out. */
export function prepareTokens(trace: readonly TracePart[], total: number): TokenShare[] {
  const sections = trace.map(({ section, tokens }) => ({ name: section, tokens }));
  const user = total - sections.reduce((sum, { tokens }) => sum + tokens, 0);
  return [...sections, { name: "user_prompt" as const, tokens: user }]
    .filter(({ tokens }) => tokens > 0)
    .map((row) => ({ ...row, share: total === 0 ? 0 : row.tokens / total }));
}
