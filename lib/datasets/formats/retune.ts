import { z } from "zod";
import { messageRoles, type TrainingExample } from "../examples/schemas";
import { answerOf, defineFormat, nonBlank, toAssistantOnly } from "./format";

const message = z.strictObject({ role: z.enum(messageRoles), content: nonBlank });
const common = {
  intent: z.string().nullable(),
  project: z.string(),
  model: z.string().nullable(),
  created_at: z.string(),
  corrected_response: z.string().optional(),
};
const metadata = z.union([
  z.strictObject({ ...common, feedback_id: z.string() }),
  z.strictObject({
    ...common,
    source: z.enum(["turns", "interactions", "executions"]),
    source_id: z.string(),
    prompt_version: z.string().optional(),
  }),
]);

/** One line per example with a float weight, which the trainer multiplies into the loss. */
export const retune = defineFormat("retune", {
  lineSchema: z.strictObject({
    messages: z
      .array(message)
      .min(2)
      .refine((messages) => messages.at(-1)?.role === "assistant", "must end with the answer"),
    weight: z.number().positive(),
    metadata,
  }),
  toLine: (weighted) => ({
    messages: [...weighted.messages, ...toAssistantOnly(answerOf(weighted, "answer").content)],
    weight: weighted.weight,
    metadata: {
      ...toMetadata(weighted.example),
      ...(weighted.better === null ? {} : { corrected_response: weighted.better }),
    },
  }),
  readLine: ({ messages }) => ({
    messages: messages.slice(0, -1),
    answers: [{ label: "answer", content: messages.at(-1)?.content ?? "" }],
  }),
});

function toMetadata({ id, provenance }: TrainingExample): z.infer<typeof metadata> {
  const { source, intent, project, model, created_at, prompt_version } = provenance;
  const fields = { intent, project, model, created_at };
  if (source === "feedback") return { ...fields, feedback_id: id };
  return { ...fields, source, source_id: id, ...(prompt_version === null ? {} : { prompt_version }) };
}
