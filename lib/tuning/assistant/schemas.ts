import { z } from "zod";
import { label, ownId } from "@/lib/query/fields";
import { turn } from "../sessions/schemas";

/** POST /v1/tuning/sessions/{session_id}/messages */
export const messageInput = z
  .strictObject({
    id: ownId.meta({ description: "Your own id of the turn, by which it can be read afterwards." }),
    user_message: z
      .string()
      .max(20_000, "has at most 20,000 characters")
      .refine((value) => value.trim() !== "", "must not be empty"),
    prompt_version: label("prompt_version").nullish().meta({
      description:
        "Version whose stored text is the prompt. Left out: the session's version if its text is stored, else the configured prompt.",
    }),
  })
  .meta({ id: "TuningMessageInput", example: { user_message: "My employee didn't show up" } });
export type MessageInput = z.infer<typeof messageInput>;

/** One line of the answer: a piece of the text, at the end the recorded turn, or why nothing was recorded. */
export const messageEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("text"), text: z.string() }),
    z.object({ type: z.literal("done"), turn }),
    z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
  ])
  .meta({ id: "TuningMessageEvent" });
export type MessageEvent = z.infer<typeof messageEvent>;

/** What the page of a test session may know of the connected assistant: no address and no key. */
export type AssistantInfo = {
  model: string;
  /** Version of the configured prompt, when one is named. */
  promptVersion: string | null;
  hasPrompt: boolean;
};
