import type { TransactionSql } from "postgres";
import { composeAwkwardVotes } from "./awkward";
import { Random, uuidOf } from "./random";
import { codeTopics } from "./texts/code";
import { generalTopics } from "./texts/general";
import { reasoningTopics } from "./texts/reasoning";
import { fillSlots, type Topic } from "./texts/topic";
import { insertVotes, type Vote } from "./votes";

const DAY_MS = 86_400_000;
const DAYS = 90;

/** What the demo data tells; the tests hold it to this. */
export const demoStory = {
  days: DAYS,
  /** Nobody votes on this day, so that charts show a gap. Counted back from today. */
  emptyDay: 17,
  /** This model's answers got much worse this many days ago. */
  worse: { model: "mistral-small-24b", daysAgo: 30 },
  /** This model did not exist before. */
  newcomer: { model: "claude-haiku-4.5", daysAgo: 52 },
  projects: ["storefront-assistant", "support-bot", "developer-portal"],
  /** A project that exists and that nobody rates. */
  unratedProject: "voice-pilot",
} as const;

const intents = { code: codeTopics, reasoning: reasoningTopics, general: generalTopics };
type Intent = keyof typeof intents;

/** Share of positive votes per model and intent. */
const quality: Record<string, Record<Intent, number>> = {
  "qwen-2.5-coder-7b": { code: 0.86, reasoning: 0.64, general: 0.7 },
  "llama-3.1-8b-instruct": { code: 0.66, reasoning: 0.61, general: 0.81 },
  "mistral-small-24b": { code: 0.84, reasoning: 0.8, general: 0.86 },
  "gpt-4o-mini": { code: 0.83, reasoning: 0.78, general: 0.9 },
  "claude-haiku-4.5": { code: 0.91, reasoning: 0.88, general: 0.89 },
};
const worseQuality: Record<Intent, number> = { code: 0.46, reasoning: 0.6, general: 0.63 };

interface ProjectProfile {
  /** Votes on a Wednesday today; it was a third less at the beginning. */
  votesPerDay: number;
  weekend: number;
  intents: Record<Intent | "none", number>;
  models: Record<string, number>;
}

const profiles: Record<(typeof demoStory.projects)[number], ProjectProfile> = {
  "storefront-assistant": {
    votesPerDay: 36,
    weekend: 0.75,
    intents: { code: 4, reasoning: 22, general: 68, none: 6 },
    models: {
      "gpt-4o-mini": 34,
      "mistral-small-24b": 30,
      "llama-3.1-8b-instruct": 24,
      "claude-haiku-4.5": 12,
    },
  },
  "support-bot": {
    votesPerDay: 30,
    weekend: 0.3,
    intents: { code: 12, reasoning: 34, general: 49, none: 5 },
    models: {
      "mistral-small-24b": 36,
      "gpt-4o-mini": 26,
      "llama-3.1-8b-instruct": 22,
      "claude-haiku-4.5": 16,
    },
  },
  "developer-portal": {
    votesPerDay: 32,
    weekend: 0.22,
    intents: { code: 74, reasoning: 19, general: 5, none: 2 },
    models: { "qwen-2.5-coder-7b": 42, "mistral-small-24b": 22, "gpt-4o-mini": 18, "claude-haiku-4.5": 18 },
  },
};

const memoryOf: Record<string, number> = {
  "qwen-2.5-coder-7b": 5_600,
  "llama-3.1-8b-instruct": 6_200,
  "mistral-small-24b": 14_800,
};
/** Share of the day's votes per hour (UTC): two hills and a quiet night. */
const hours = [1, 1, 0, 0, 0, 1, 3, 6, 10, 13, 14, 12, 9, 11, 14, 15, 13, 10, 7, 6, 6, 5, 3, 2];
const hourWeights = Object.fromEntries(hours.map((weight, hour) => [String(hour), weight]));
const appVersions = ["2.3.0", "2.4.1", "2.5.0"];
/** Minutes before now at which the newest votes were given. */
const newestMinutes: Record<string, number[]> = {
  "storefront-assistant": [2, 11, 23, 38, 54],
  "support-bot": [5, 17, 31, 47],
};

/** Midnight (UTC) of the day that lies so many days before `now`. */
function dayStart(now: Date, daysAgo: number): number {
  return (Math.floor(now.getTime() / DAY_MS) - daysAgo) * DAY_MS;
}

/**
 * The votes of the demo, oldest first. The same UTC day gives the same ids and texts; today's votes are spread over
 * the part of today that is over, and a few lie within the last hour.
 */
export function composeDemoVotes(now: Date): Vote[] {
  const votes: Vote[] = [];
  for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo--) {
    if (daysAgo === demoStory.emptyDay) continue;
    for (const project of demoStory.projects) votes.push(...composeDay(project, now, daysAgo));
  }
  votes.push(...composeAwkwardVotes(now, demoStory.projects));
  return votes.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

function composeDay(project: keyof typeof profiles, now: Date, daysAgo: number): Vote[] {
  const profile = profiles[project];
  const start = dayStart(now, daysAgo);
  const day = new Date(start).toISOString().slice(0, 10);
  const random = new Random(`demo ${project} ${day}`);
  const weekday = new Date(start).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const growth = 1 - (daysAgo / DAYS) * 0.33;
  const noise = 0.85 + random.next() * 0.3;
  const weekRhythm = isWeekend ? profile.weekend : 1 - Math.abs(weekday - 3) * 0.05;
  const count = Math.round(profile.votesPerDay * growth * noise * weekRhythm);
  const votes: Vote[] = [];
  let session = { user: "", id: "", left: 0 };
  for (let index = 0; index < count; index++) {
    if (session.left === 0) {
      // A session now and then is opened by nobody we know.
      const user = random.chance(0.1) ? "" : `user-${random.integer(1, 60 + Math.round(180 * growth))}`;
      session = { user, id: user && `s-${day}-${project.slice(0, 3)}-${index}`, left: random.integer(1, 6) };
    }
    session.left -= 1;
    const share = (Number(random.weighted(hourWeights)) + random.next()) / 24;
    // Today is squeezed into the hours that are over.
    const span = daysAgo === 0 ? now.getTime() - start : DAY_MS;
    const newest = daysAgo === 0 ? newestMinutes[project]?.[index] : undefined;
    const time = newest === undefined ? start + Math.floor(share * span) : now.getTime() - newest * 60_000;
    votes.push(
      composeVote(random, { project, daysAgo, name: `demo ${project} ${day} ${index}`, time, session }),
    );
  }
  return votes;
}

interface VoteContext {
  project: keyof typeof profiles;
  daysAgo: number;
  name: string;
  time: number;
  session: { user: string; id: string };
}

function composeVote(random: Random, { project, daysAgo, name, time, session }: VoteContext): Vote {
  const profile = profiles[project];
  const { [demoStory.newcomer.model]: newcomer = 0, ...established } = profile.models;
  const model = random.weighted(
    daysAgo > demoStory.newcomer.daysAgo
      ? established
      : { ...established, [demoStory.newcomer.model]: newcomer },
  );
  const labelled = random.weighted(profile.intents);
  const intent = labelled === "none" ? "general" : labelled;
  const isWorse = model === demoStory.worse.model && daysAgo < demoStory.worse.daysAgo;
  const rating = random.chance(isWorse ? worseQuality[intent] : (quality[model]?.[intent] ?? 0.8)) ? 1 : -1;
  const topic: Topic = random.pick(intents[intent]);
  const values = Object.fromEntries(
    Object.entries(topic.slots ?? {}).map(([slot, choices]) => [slot, random.pick(choices)]),
  );
  const hasComment = random.chance(rating === 1 ? 0.02 : 0.24);
  const isCorrected = rating === -1 && random.chance(0.14);
  const memory = memoryOf[model];
  return {
    id: uuidOf(name),
    query: fillSlots(random.pick(topic.questions), values),
    response: fillSlots(rating === 1 ? topic.good : topic.bad, values),
    model,
    rating,
    intent: labelled === "none" ? null : labelled,
    project,
    user_id: session.user || null,
    session_id: session.id || null,
    response_id: session.user ? `ans-${uuidOf(`answer ${name}`).slice(0, 13)}` : null,
    memory_used: memory ? Math.round(memory * (0.9 + random.next() * 0.25) * 10) / 10 : null,
    tools_called: topic.tools && random.chance(0.8) ? topic.tools : [],
    metadata: {
      latency_ms: random.integer(180, rating === 1 ? 2_400 : 5_200),
      app_version: appVersions[Math.floor(((DAYS - 1 - daysAgo) / DAYS) * appVersions.length)],
      channel: random.pick(["web", "web", "mobile", "slack"]),
    },
    comment: hasComment ? (rating === 1 ? random.pick(praise) : topic.note) : null,
    corrected_response: isCorrected ? fillSlots(topic.good, values) : null,
    created_at: new Date(time).toISOString(),
  };
}

const praise = [
  "Exactly what I needed.",
  "Clear and short, thank you!",
  "Good example, could go into the help pages.",
  "Saved me an hour.",
];

/** Votes whose better answer a reviewer has written lately, so that their history shows who and what it was before. */
function isReviewed(vote: Vote, now: Date): boolean {
  return (
    vote.corrected_response !== null &&
    vote.intent !== null &&
    Date.parse(vote.created_at) > dayStart(now, 21)
  );
}

/** Loads the demo: votes, and the project that nobody rates. */
export async function loadDemo(sql: TransactionSql): Promise<void> {
  const now = new Date();
  const votes = composeDemoVotes(now).map((vote) =>
    isReviewed(vote, now) ? { ...vote, comment: null, corrected_response: null } : vote,
  );
  await insertVotes(sql, votes);
  await sql`insert into public.projects (project) values (${demoStory.unratedProject}) on conflict do nothing`;
}

/** Writes the notes and better answers of the last weeks as the reviewer, or as the system when there is none. */
export async function reviewDemo(sql: TransactionSql, reviewerId: string | null): Promise<void> {
  const now = new Date();
  const reviewed = composeDemoVotes(now).filter((vote) => isReviewed(vote, now));
  await sql`select set_config('request.jwt.claim.sub', ${reviewerId ?? ""}, true)`;
  await sql`
    update public.feedback f set comment = r.comment, corrected_response = r.corrected_response
    from json_populate_recordset(null::public.feedback, ${JSON.stringify(reviewed)}::text::json) r where f.id = r.id`;
  await sql`select set_config('request.jwt.claim.sub', '', true)`;
}
