import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { messageEvent, messageInput } from "./schemas";

export const sendTuningMessage = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/sessions/{session_id}/messages",
  tag: "tuning",
  summary: "Ask the connected assistant; its answer is streamed and recorded as a turn",
  description:
    "The turns before are the context. The whole answer is recorded even when the connection ends early; an answer that fails is not recorded, and the last line says why. 503 while no assistant is connected.",
  access: { allowed: "Members, in an active test session of their own." },
  params: z.object({ session_id: rowId }),
  body: messageInput,
  responses: {
    200: { description: "Lines of text, then the turn or the reason why there is none", lines: messageEvent },
  },
});
