import { countTokens } from "@/lib/format/tokens";
import type { Message } from "../examples/schemas";
import type { Answer } from "../formats/format";
import type { FormatFacts } from "../formats/vocabulary";
import type { LintRule } from "./schemas";

const isBlank = (text: string) => !/\S/.test(text);

/** Whether every reader of JSON can take the text: no half of a character, no NUL. */
export const isValidText = (text: string) => text.isWellFormed() && !text.includes("\0");

/** The first rule that an example breaks so that it cannot be written; null when it can. */
export function findError(
  messages: readonly Message[],
  answers: readonly Answer[],
  format: FormatFacts,
  maxTokens: number | null,
): LintRule | null {
  if (![...messages, ...answers].every(({ content }) => isValidText(content))) return "invalid_text";
  if (answers.some(({ object }) => object !== null && !isValidObject(object))) return "invalid_text";
  if (!messages.some(({ role }) => role === "user")) return "no_user_turn";
  if (messages.some(({ role }) => !format.roles.includes(role))) return "unsupported_role";
  for (const { role, content } of messages)
    if (isBlank(content))
      return role === "user" ? "empty_question" : role === "assistant" ? "empty_answer" : "refused_by_target";
  if (answers.some(({ content }) => isBlank(content))) return "empty_answer";
  if (maxTokens !== null && isTooLong(messages, answers, maxTokens)) return "too_long";
  return null;
}

/** JSON writes what is no character as an escape: a backslash that is none itself, u, and a surrogate or zero. */
const invalidEscape = /(?<!\\)(?:\\\\)*\\u(?:d[89a-f][0-9a-f]{2}|0000)/;
const isValidObject = (object: object) => !invalidEscape.test(JSON.stringify(object));

/**
 * Whether users and the assistant take turns up to the answer. Words of the system are no turn; results of tools stand for
 * the user, and may follow one.
 */
export function isAlternating(messages: readonly Message[]): boolean {
  let expected: "user" | "assistant" = "user";
  for (const { role } of messages) {
    if (role === "system") continue;
    if (role === "tool" && expected === "assistant") continue;
    if ((role === "tool" ? "user" : role) !== expected) return false;
    expected = expected === "user" ? "assistant" : "user";
  }
  return expected === "assistant";
}

/**
 * Whether the conversation with the longer of its answers has more tokens than allowed. Only texts are counted; targets add a
 * few tokens for each message.
 */
function isTooLong(messages: readonly Message[], answers: readonly Answer[], max: number): boolean {
  const longest = (measure: (text: string) => number) =>
    Math.max(0, ...answers.map(({ content }) => measure(content)));
  // A token has at least one byte: what is short enough in bytes need not be counted.
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (bytes + longest(Buffer.byteLength) <= max) return false;
  let tokens = 0;
  for (const { content } of messages) {
    tokens += countTokens(content);
    if (tokens > max) return true;
  }
  return tokens + longest(countTokens) > max;
}
