import { z } from "zod";
import type { Message } from "../examples/schemas";
import { nonBlank } from "./format";

const parts = z.array(z.strictObject({ text: nonBlank })).min(1);
export const instruction = z.strictObject({ parts });
export const modelTurn = z.strictObject({ role: z.literal("model"), parts });
const turn = z.discriminatedUnion("role", [z.strictObject({ role: z.literal("user"), parts }), modelTurn]);
export type Instruction = z.infer<typeof instruction>;
export type Contents = z.infer<typeof turn>[];

/** A conversation that begins with the user, alternates, and ends with the given role. */
export const contentsEndingWith = (end: "user" | "model") =>
  z
    .array(turn)
    .min(1)
    .refine(alternates, "must begin with the user and alternate")
    .refine((contents) => contents.at(-1)?.role === end, `must end with the ${end}`);

/** Whether turns begin with the user and alternate. */
export function alternates(contents: Contents): boolean {
  return contents.every(({ role }, index) => role === (index % 2 === 0 ? "user" : "model"));
}

/** A conversation in Gemini's words: the system messages at its beginning, as parts of one instruction, and the turns. */
export function toContents(messages: Message[]): { system: Instruction | null; contents: Contents } | null {
  const found = messages.findIndex(({ role }) => role !== "system");
  const start = found === -1 ? messages.length : found;
  const turns = messages.slice(start);
  if (turns.some(({ role }) => role === "system")) return null;
  const system = messages.slice(0, start).map(({ content }) => ({ text: content }));
  return {
    system: system.length > 0 ? { parts: system } : null,
    contents: turns.map(({ role, content }) => toTurn(role === "assistant" ? "model" : "user", content)),
  };
}

export function toTurn<Role extends "user" | "model">(role: Role, text: string) {
  return { role, parts: [{ text }] };
}

/** The messages of a conversation in our words. */
export function readContents(system: Instruction | undefined, contents: Contents) {
  return [
    ...(system?.parts ?? []).map(({ text }) => ({ role: "system", content: text })),
    ...contents.map((each) => ({
      role: each.role === "model" ? "assistant" : "user",
      content: readParts(each),
    })),
  ];
}

export const readParts = (content: { parts: { text: string }[] } | undefined): string =>
  (content?.parts ?? []).map(({ text }) => text).join("");
