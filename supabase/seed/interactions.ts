import type { TransactionSql } from "postgres";
import { type InteractionRow, insertInteractions } from "./interaction-rows";
import { Random, uuidOf } from "./random";
import { codeTopics } from "./texts/code";
import { generalTopics } from "./texts/general";
import { reasoningTopics } from "./texts/reasoning";
import { fillSlots, type Topic } from "./texts/topic";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the demo interactions tell; the tests hold it to this. */
export const interactionStory = {
  days: 90,
  projects: ["support-bot", "developer-portal"],
  agents: ["general", "technical", "research"],
  /** This agent's answers got worse and slower so many days ago. */
  worse: { agent: "research", daysAgo: 21 },
  /** Runs on our own machines: the price list does not know it. */
  unpricedModel: "mistral-small-24b",
  /** Above so many tokens of context people are less satisfied. */
  knee: 6000,
} as const;
type Project = (typeof interactionStory.projects)[number];
type Agent = (typeof interactionStory.agents)[number];

interface Profile {
  /** Conversations on a Wednesday today; it was a quarter less at the beginning. */
  conversationsPerDay: number;
  weekend: number;
  channels: Record<string, number>;
  domains: Record<string, number>;
}
const profiles: Record<Project, Profile> = {
  "support-bot": {
    conversationsPerDay: 18,
    weekend: 0.35,
    channels: { web: 62, slack: 22, mobile: 16 },
    domains: { orders: 40, writing: 30, planning: 24, code: 6 },
  },
  "developer-portal": {
    conversationsPerDay: 17,
    weekend: 0.2,
    channels: { slack: 55, web: 30, ide: 15 },
    domains: { code: 52, database: 22, planning: 20, writing: 6 },
  },
};

const isAbout = (tool: string) => (topic: Topic) => topic.tools?.includes(tool) ?? false;
const topics: Record<string, readonly Topic[]> = {
  orders: generalTopics.filter(isAbout("order_lookup")),
  writing: generalTopics.filter((topic) => !isAbout("order_lookup")(topic)),
  planning: reasoningTopics,
  database: codeTopics.filter(isAbout("sql_explain")),
  code: codeTopics.filter((topic) => !isAbout("sql_explain")(topic)),
};
const domains = Object.keys(topics);

const firstAgent: Record<string, Record<Agent, number>> = {
  orders: { general: 92, technical: 6, research: 2 },
  writing: { general: 84, technical: 4, research: 12 },
  planning: { general: 48, technical: 12, research: 40 },
  code: { general: 30, technical: 66, research: 4 },
  database: { general: 22, technical: 72, research: 6 },
};
const agentsFor = (domain: string) => firstAgent[domain] as Record<Agent, number>;
const modelsOf: Record<Agent, Record<string, number>> = {
  general: { "gpt-4o-mini": 72, "mistral-small-24b": 28 },
  technical: { "claude-haiku-4.5": 58, "gpt-4o": 42 },
  research: { "gpt-4o": 78, "gpt-4o-mini": 22 },
};
/** Share of satisfied people per agent and domain. */
const quality: Record<Agent, Record<string, number>> = {
  general: { orders: 0.86, writing: 0.84, planning: 0.66, code: 0.5, database: 0.46 },
  technical: { orders: 0.62, writing: 0.6, planning: 0.7, code: 0.86, database: 0.88 },
  research: { orders: 0.58, writing: 0.76, planning: 0.85, code: 0.6, database: 0.62 },
};
/** Milliseconds before the first token, and per 100 tokens of the answer. */
const speed: Record<string, [number, number]> = {
  "gpt-4o-mini": [420, 240],
  "mistral-small-24b": [260, 420],
  "claude-haiku-4.5": [520, 210],
  "gpt-4o": [680, 520],
};
const hours = [1, 1, 0, 0, 0, 1, 3, 6, 10, 13, 14, 12, 9, 11, 14, 15, 13, 10, 7, 6, 6, 5, 3, 2];
const hourWeights = Object.fromEntries(hours.map((weight, hour) => [String(hour), weight]));
const contradictions = ["No, that is not what I asked.", "That's not right.", "I meant something else."];

function dayStart(now: Date, daysAgo: number): number {
  return (Math.floor(now.getTime() / DAY_MS) - daysAgo) * DAY_MS;
}

/**
 * The interactions of the demo, oldest first. The same UTC day gives the same ids and texts; today's are spread over the part of
 * today that is over, and a few lie within the current hour.
 */
export function composeDemoInteractions(now: Date): InteractionRow[] {
  const rows: InteractionRow[] = [];
  for (let daysAgo = interactionStory.days - 1; daysAgo >= 0; daysAgo--)
    for (const project of interactionStory.projects) rows.push(...composeDay(project, now, daysAgo));
  return rows.sort((a, b) => a.timestamp.localeCompare(b.timestamp) || a.id.localeCompare(b.id));
}

function composeDay(project: Project, now: Date, daysAgo: number): InteractionRow[] {
  const profile = profiles[project];
  const start = dayStart(now, daysAgo);
  const day = new Date(start).toISOString().slice(0, 10);
  const random = new Random(`demo interactions ${project} ${day}`);
  const weekday = new Date(start).getUTCDay();
  const growth = 1 - (daysAgo / interactionStory.days) * 0.25;
  const rhythm = weekday === 0 || weekday === 6 ? profile.weekend : 1 - Math.abs(weekday - 3) * 0.06;
  const count = Math.max(
    2,
    Math.round(profile.conversationsPerDay * growth * rhythm * (0.88 + random.next() * 0.24)),
  );
  return Array.from({ length: count }, (_, index) => {
    const share = (Number(random.weighted(hourWeights)) + random.next()) / 24;
    const span = daysAgo === 0 ? now.getTime() - start : DAY_MS;
    // The first two of today go on right now.
    const time =
      daysAgo === 0 && index < 2 ? now.getTime() - (3 + index * 4) * MINUTE_MS : start + share * span;
    return composeConversation(random, { project, daysAgo, day, index, time, now: now.getTime() });
  }).flat();
}

interface ConversationContext {
  project: Project;
  daysAgo: number;
  day: string;
  index: number;
  time: number;
  now: number;
}

function composeConversation(random: Random, context: ConversationContext): InteractionRow[] {
  const { project, daysAgo, day, index, now } = context;
  const profile = profiles[project];
  const name = `demo conversation ${project} ${day} ${index}`;
  const person = random.integer(1, 90);
  const user = `user-${person}`;
  const channel = random.weighted(profile.channels);
  const threadTs = channel === "slack" ? (context.time / 1000).toFixed(6) : null;
  const length = random.weighted({ 1: 22, 2: 27, 3: 21, 4: 14, 6: 10, 9: 6 });
  let domain = random.weighted(profile.domains);
  let agent: Agent = random.weighted(agentsFor(domain));
  let topic = random.pick(topics[domain] ?? generalTopics);
  let values = valuesOf(random, topic);
  // Some applications put whole documents into the context, others only the question.
  let contextTokens = Math.round(220 * 2 ** (random.next() * 5.6));
  let time = Math.floor(context.time);
  let mood: "new" | "repeat" | "contradict" = "new";
  const rows: InteractionRow[] = [];
  for (let place = 0; place < Number(length) && time <= now; place++) {
    const question = fillSlots(random.pick(topic.questions), values);
    const previous = rows.at(-1)?.user_message ?? question;
    const message =
      mood === "repeat"
        ? previous
        : mood === "contradict"
          ? `${random.pick(contradictions)} ${question}`
          : question;
    const isWorse = agent === interactionStory.worse.agent && daysAgo < interactionStory.worse.daysAgo;
    const strain =
      contextTokens > interactionStory.knee ? 0.26 * Math.log2(contextTokens / interactionStory.knee) : 0;
    const isGood = random.chance((quality[agent][domain] ?? 0.7) - (isWorse ? 0.32 : 0) - strain);
    const escalates = !isGood && agent !== "technical" ? random.chance(0.5) : random.chance(0.03);
    const row = composeInteraction(random, {
      name: `${name} ${place}`,
      agent,
      daysAgo,
      isGood,
      isWorse,
      contextTokens,
      answer: fillSlots(isGood ? topic.good : topic.bad, values),
      question: message,
      domain,
    });
    rows.push({
      ...row,
      conversation_id: uuidOf(name),
      external_conversation_id: channel === "ide" ? `ide-${day}-${index}` : null,
      project,
      user_id: user,
      channel_id: channel,
      thread_ts: threadTs,
      timestamp: new Date(time).toISOString(),
      escalation_suggested: escalates,
      escalation_metadata: escalates ? { reason: isGood ? "asked_for_a_person" : "low_confidence" } : null,
      user_skill_assessment: skillOf(random, person, daysAgo),
    });
    time += (row.response_time_ms ?? 0) + random.integer(20, 260) * 1000;
    contextTokens = Math.round(contextTokens * 1.18 + 180);
    mood = isGood ? "new" : random.weighted({ new: 50, contradict: 32, repeat: 18 });
    if (escalates && random.chance(0.85))
      agent = domain === "planning" || domain === "writing" ? "research" : "technical";
    else if (mood === "new") {
      if (random.chance(0.3))
        domain = random.weighted({ ...profile.domains, [nextDomain[domain] ?? domain]: 90 });
      topic = random.pick(topics[domain] ?? generalTopics);
      values = valuesOf(random, topic);
      if (random.chance(0.22)) agent = random.weighted(agentsFor(domain));
    }
  }
  return rows;
}

/** What people usually ask about next. */
const nextDomain: Record<string, string> = {
  orders: "writing",
  writing: "planning",
  planning: "writing",
  code: "database",
  database: "code",
};

function valuesOf(random: Random, topic: Topic): Record<string, string> {
  return Object.fromEntries(
    Object.entries(topic.slots ?? {}).map(([slot, choices]) => [slot, random.pick(choices)]),
  );
}

/** One person in three begins as a beginner and learns. */
function skillOf(random: Random, person: number, daysAgo: number): InteractionRow["user_skill_assessment"] {
  if (random.chance(0.25)) return null;
  const skill =
    (person % 3) + (interactionStory.days - daysAgo) / interactionStory.days + random.next() * 0.8 - 0.4;
  return skill < 0.7 ? "beginner" : skill < 1.8 ? "intermediate" : "advanced";
}

interface InteractionContext {
  name: string;
  agent: Agent;
  daysAgo: number;
  isGood: boolean;
  isWorse: boolean;
  contextTokens: number;
  answer: string;
  question: string;
  domain: string;
}

type OwnFields = Pick<
  InteractionRow,
  | "id"
  | "agent_type"
  | "user_message"
  | "agent_response"
  | "llm_metadata"
  | "user_satisfaction"
  | "response_time_ms"
  | "context_size_tokens"
  | "domain_classification"
  | "domain_label"
>;

function composeInteraction(random: Random, context: InteractionContext): OwnFields {
  const { name, agent, isGood, isWorse, contextTokens, answer, question, domain } = context;
  const model = random.weighted(modelsOf[agent]);
  const output = Math.round(answer.length / 3.6) + random.integer(40, 360) * (isWorse ? 2 : 1);
  const input = contextTokens + Math.round(question.length / 3.8);
  const cached =
    model === "mistral-small-24b" || random.chance(0.5) ? 0 : Math.floor((input * random.next()) / 2);
  const [start, per100] = speed[model] ?? [500, 300];
  const spread = Math.exp((random.next() + random.next() + random.next() - 1.5) * 0.7);
  const isRight = random.chance(agent === "research" && isWorse ? 0.72 : 0.93);
  const retrieves = agent !== "general" || random.chance(0.4);
  // Half of what is recorded knows its tokens split; one in twelve knows the sum alone; a few come with the cost of the provider.
  const split = { input_tokens: input, output_tokens: output, ...(cached ? { cached_tokens: cached } : {}) };
  const usage = random.weighted({ split: 86, sum: 7, sent: 7 });
  return {
    id: uuidOf(name),
    agent_type: agent,
    user_message: question,
    agent_response: answer,
    llm_metadata: {
      model,
      ...(usage === "sum" ? { tokens_used: input + output } : split),
      ...(usage === "sent" ? { cost: Math.round(input * 0.31 + output * 1.9) / 1e6 } : {}),
      confidence: Math.round(Math.min(0.99, (isGood ? 0.62 : 0.42) + random.next() * 0.36) * 1000) / 1000,
      ...(retrieves
        ? { avg_similarity: Math.round(((isGood ? 0.66 : 0.48) + random.next() * 0.28) * 1000) / 1000 }
        : {}),
    },
    user_satisfaction: random.chance(0.38)
      ? Number(
          isGood ? random.weighted({ 5: 58, 4: 34, 3: 8 }) : random.weighted({ 1: 24, 2: 40, 3: 32, 4: 4 }),
        )
      : null,
    response_time_ms: random.chance(0.98)
      ? Math.round((start + (per100 * output) / 100 + contextTokens * 0.04) * spread * (isWorse ? 1.5 : 1))
      : null,
    context_size_tokens: contextTokens,
    domain_classification: isRight ? domain : random.pick(domains.filter((other) => other !== domain)),
    domain_label: random.chance(0.3) ? domain : null,
  };
}

/** Loads the interactions of the demo. */
export async function loadDemoInteractions(sql: TransactionSql): Promise<void> {
  await insertInteractions(sql, composeDemoInteractions(new Date()));
}
