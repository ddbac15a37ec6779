import type { TransactionSql } from "postgres";
import { type InteractionRow, insertInteractions } from "./interaction-rows";
import { uuidOf } from "./random";

const MINUTE_MS = 60_000;

/** A conversation longer than one page of it. */
export const LONG_CONVERSATION = 250;

const plain = {
  external_conversation_id: null,
  project: "default",
  user_id: "user-1",
  channel_id: "api",
  thread_ts: null,
  agent_type: "general",
  user_message: "A question",
  agent_response: "An answer.",
  llm_metadata: { model: "gpt-4o-mini", input_tokens: 100, output_tokens: 20 },
  user_satisfaction: null,
  response_time_ms: 900,
  escalation_suggested: false,
  escalation_metadata: null,
  context_size_tokens: null,
  domain_classification: null,
  domain_label: null,
  user_skill_assessment: null,
} satisfies Partial<InteractionRow>;

/** Shapes that screens, files and sums must bear. */
const oddities: Partial<InteractionRow>[] = [
  { user_message: "", agent_response: "", llm_metadata: {}, response_time_ms: null },
  { user_message: "Zero tokens", llm_metadata: { model: "gpt-4o-mini", input_tokens: 0, output_tokens: 0 } },
  { user_message: "Free", llm_metadata: { model: "house-model", cost: 0 }, response_time_ms: 0 },
  { user_message: "The smallest sum", llm_metadata: { model: "house-model", cost: 1e-10 } },
  { user_message: "A large sum", llm_metadata: { model: "gpt-4o", cost: 1234567.8901234567 } },
  {
    user_message: "Only the sum of tokens is known",
    llm_metadata: { model: "gpt-4o", tokens_used: 1_000_000_000 },
  },
  {
    agent_type: "=SUM(A1:A9)",
    user_message: '=HYPERLINK("https://example.com","click")',
    agent_response: "+1, -1, @x, \t and a\nline",
    llm_metadata: { model: "@cf/meta, llama", tokens_used: 12 },
  },
  {
    agent_type: "agent ".repeat(33).trim(),
    user_id: "u".repeat(200),
    channel_id: "c".repeat(200),
    domain_classification: "d".repeat(200),
    llm_metadata: { model: "m".repeat(200), tokens_used: 1 },
  },
  {
    user_message: "لماذا يفشل البناء؟ 🚀",
    agent_response: "ملف القفل قديم: شغّل npm install.",
    agent_type: "تقني",
    domain_classification: "برمجة",
  },
  {
    user_message: "<script>alert(1)</script>",
    agent_response: "**Markdown** | a | b |\n|---|---|\n| 1 | 2 |",
  },
  { user_message: "Very slow", response_time_ms: 2_000_000_000, context_size_tokens: 2_000_000 },
  { user_message: "long ".repeat(20_000), agent_response: "word ".repeat(60_000) },
  { user_message: "Nobody came", escalation_suggested: true, user_satisfaction: 1 },
  { user_message: "Old", timestamp: "1970-01-01T00:00:00.000Z" },
];

function composeAwkwardInteractions(now: Date): InteractionRow[] {
  const odd = oddities.map((oddity, index) => ({
    ...plain,
    id: uuidOf(`awkward interaction ${index}`),
    conversation_id: uuidOf(`awkward conversation ${index}`),
    timestamp: new Date(now.getTime() - (index + 1) * 37 * MINUTE_MS).toISOString(),
    ...oddity,
  }));
  const long = Array.from({ length: LONG_CONVERSATION }, (_, index) => ({
    ...plain,
    id: uuidOf(`awkward long ${index}`),
    conversation_id: uuidOf("awkward long conversation"),
    external_conversation_id: "long, \\ and “odd”",
    agent_type: index % 7 === 6 ? "technical" : "general",
    user_message: `Question ${index + 1}`,
    // Many at the same moment: their order is that of their ids.
    timestamp: new Date(
      now.getTime() - (LONG_CONVERSATION - Math.floor(index / 5) * 5) * MINUTE_MS,
    ).toISOString(),
  }));
  return [...odd, ...long];
}

/** Loads interactions that are odd. */
export async function loadAwkwardInteractions(sql: TransactionSql): Promise<void> {
  await insertInteractions(sql, composeAwkwardInteractions(new Date()));
}
