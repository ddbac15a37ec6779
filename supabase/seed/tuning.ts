import type { TransactionSql } from "postgres";
import { Random, uuidOf } from "./random";
import { closings, conversations, type Exchange, handbooks, notes, prompts, slots } from "./texts/attendance";
import { fillSlots } from "./texts/topic";
import type { TuningImprovement, TuningReview, TuningRows, TuningSession, TuningTurn } from "./tuning-rows";
import { fillQueue, finishInQueue, insertTuning } from "./tuning-rows";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the demo conversations tell; the tests hold it to this. */
export const tuningStory = {
  project: "hr-assistant",
  /** The second was written against the notes on tone and lost the sources; the third brings them back. */
  versions: { first: "fc26922", second: "ee59fe5", third: "b71d0a4" },
  sessions: 25,
  /** Turns of the one very long session. */
  longSession: 120,
  queues: { open: "Newest prompt", blind: "Weak retrieval, two reviewers" },
  /** How many turns of the open queue are finished, so that a reviewer resumes in the middle. */
  doneInOpenQueue: 12,
} as const;
type Version = keyof typeof tuningStory.versions;

/** Share of reviewed turns with a note of each category, per version. */
const noteShares: Record<Version, Record<string, number>> = {
  first: { tone: 0.44, citation: 0.08, content: 0.18, clarity: 0.1, structure: 0.09, action: 0.16 },
  second: { tone: 0.09, citation: 0.4, content: 0.17, clarity: 0.09, structure: 0.08, action: 0.05 },
  third: { tone: 0.08, citation: 0.1, content: 0.16, clarity: 0.07, structure: 0.08, action: 0.05 },
};

const people = {
  meg: { name: "Meg", email: "meg@example.com", id: uuidOf("demo reviewer meg") },
  sam: { name: "Sam", email: "sam@example.com", id: uuidOf("demo reviewer sam") },
  priya: { name: "Priya", email: "priya@example.com", id: uuidOf("demo tester priya") },
};
const testers = [people.meg, people.meg, people.priya, people.sam];

interface Plan {
  name: string;
  version: Version;
  branch: string;
  /** Days before today. */
  daysAgo: number;
  turns: number;
  isActive?: boolean;
}

/** Two sessions a week and more towards today; the newest version is a week old. */
function planSessions(): Plan[] {
  const random = new Random("demo tuning plan");
  const plan = (version: Version, count: number, oldest: number, newest: number, turns: number): Plan[] =>
    Array.from({ length: count }, (_, index) => ({
      name: `${version} ${index}`,
      version,
      branch: version === "second" && index % 3 === 2 ? "shorter-answers" : "prompt-tuning",
      daysAgo: Math.round(oldest - ((oldest - newest) * index) / Math.max(1, count - 1)),
      turns: random.integer(turns - 2, turns + 3),
    }));
  return [
    ...plan("first", 8, 59, 34, 9),
    ...plan("second", 8, 32, 9, 9),
    {
      name: "long",
      version: "second",
      branch: "long-conversations",
      daysAgo: 12,
      turns: tuningStory.longSession,
    },
    ...plan("third", 7, 7, 1, 10),
    { name: "active", version: "third", branch: "prompt-tuning", daysAgo: 0, turns: 4, isActive: true },
  ];
}

function composeSession(plan: Plan, now: Date): { session: TuningSession; turns: TuningTurn[] } {
  const random = new Random(`demo tuning ${plan.name}`);
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const start = plan.isActive
    ? now.getTime() - 11 * MINUTE_MS
    : today - plan.daysAgo * DAY_MS + (8 * 60 + random.integer(0, 480)) * MINUTE_MS;
  const id = uuidOf(`demo tuning session ${plan.name}`);
  const tester = plan.isActive ? people.priya : random.pick(testers);
  let at = start;
  const turns: TuningTurn[] = [];
  let course = 0;
  let values: Record<string, string> = {};
  let left: Exchange[] = [];
  for (let number = 1; number <= plan.turns; number++) {
    if (left.length === 0) {
      left = [...(conversations[(random.integer(0, 2) + course) % conversations.length] ?? [])];
      course += random.integer(1, 3);
      values = Object.fromEntries(
        Object.entries(slots).map(([slot, choices]) => [slot, random.pick(choices)]),
      );
    }
    at += plan.isActive ? 150_000 : random.integer(70, 210) * 1000;
    turns.push(
      composeTurn(random, {
        plan,
        sessionId: id,
        number,
        at,
        exchange: left.shift() as Exchange,
        values,
      }),
    );
  }
  return {
    session: {
      id,
      project: tuningStory.project,
      session_start: new Date(start).toISOString(),
      session_end: plan.isActive ? null : new Date(at + random.integer(40, 400) * 1000).toISOString(),
      master_prompt_version: tuningStory.versions[plan.version],
      branch_name: plan.branch,
      tester_id: `aad-${tester.id.slice(0, 8)}`,
      tester_email: tester.email,
      tester_name: tester.name,
      metadata: { environment: "staging", channel: "teams" },
    },
    turns,
  };
}

function composeTurn(
  random: Random,
  context: {
    plan: Plan;
    sessionId: string;
    number: number;
    at: number;
    exchange: Exchange;
    values: Record<string, string>;
  },
): TuningTurn {
  const { plan, sessionId, number, at, exchange, values } = context;
  const isSecond = plan.version === "second";
  // Retrieval finds the right handbook but for one question in eight.
  const isMissed = random.chance(0.12);
  const others = Object.keys(handbooks) as (keyof typeof handbooks)[];
  const found = isMissed ? random.pick(others) : exchange.handbook;
  const titles = [found, ...others.filter((other) => other !== found).slice(0, random.integer(1, 2))];
  const results = titles.flatMap((key, place) =>
    handbooks[key].passages.slice(0, place === 0 ? 3 : 1).map((text, index) => ({
      chunk_id: `${key}-${index + 1}`,
      document_title: handbooks[key].title,
      chunk_text: text,
      similarity: round((isMissed ? 0.56 : 0.86) - place * 0.12 - index * 0.05 + random.next() * 0.06, 3),
    })),
  );
  const rating = random.weighted({ none: 82, up: 12, down: 6 });
  return {
    id: uuidOf(`demo tuning turn ${plan.name} ${number}`),
    session_id: sessionId,
    turn_number: number,
    user_message: fillSlots(random.pick(exchange.questions), values),
    era_response: fillSlots(answer(random, plan.version, exchange), values),
    timestamp: new Date(at).toISOString(),
    intent: exchange.intent,
    model: "claude-haiku-4.5",
    rating: rating === "none" ? null : rating === "up" ? 1 : -1,
    processing_time_ms: random.integer(1_100, isSecond ? 3_200 : 4_400) + (random.chance(0.06) ? 6_000 : 0),
    search_results: { results },
    confidence_score: round((isMissed ? 0.45 : 0.74) + random.next() * 0.2, 2),
    template_used: null,
    metadata: {},
    // Not stored: what the reviews are made of.
    better: fillSlots(compose("third", exchange, ""), values),
    gap: fillSlots(exchange.gap, values),
    version: plan.version,
  };
}

function answer(random: Random, version: Version, exchange: Exchange): string {
  return compose(version, exchange, random.pick(closings));
}

function compose(version: Version, { warmth, body, citation, nextStep }: Exchange, closing: string): string {
  if (version === "first") return [body, citation, closing].join("\n\n");
  if (version === "second") return [`${warmth} ${body}`, nextStep].join("\n\n");
  return [`${warmth} ${body}`, citation, nextStep].join("\n\n");
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** Sessions and turns of the demo, and what reviewers say of them. The same day gives the same rows. */
export function composeTuning(now: Date, reviewerId: string | null): TuningRows {
  const composed = planSessions().map((plan) => ({ plan, ...composeSession(plan, now) }));
  const turns = composed.flatMap((each) => each.turns);
  const meg = { ...people.meg, id: reviewerId ?? people.meg.id };
  const reviews: TuningReview[] = [];
  const improvements: TuningImprovement[] = [];
  for (const { plan, turns: ofSession } of composed) {
    for (const turn of ofSession) {
      if (plan.isActive || plan.version === "third") continue;
      // Of the long session only the beginning was read.
      if (plan.name === "long" && turn.turn_number > 18) continue;
      const random = new Random(`demo review ${turn.id}`);
      if (!random.chance(0.88)) continue;
      const wanted = chooseCategories(random, turn.version);
      addReview(random, turn, meg, wanted, reviews, improvements);
      if (plan.version === "first" && random.chance(0.4)) {
        addReview(random, turn, people.sam, waver(random, wanted), reviews, improvements);
      }
    }
  }
  return { sessions: composed.map(({ session }) => session), turns, reviews, improvements };
}

function chooseCategories(random: Random, version: Version): string[] {
  return Object.entries(noteShares[version])
    .filter(([, share]) => random.chance(share))
    .map(([category]) => category);
}

/** What a second reader says: mostly the same. */
function waver(random: Random, wanted: string[]): string[] {
  const kept = wanted.filter(() => random.chance(0.74));
  return random.chance(0.16) ? [...new Set([...kept, random.pick(["tone", "clarity", "structure"])])] : kept;
}

/** Adds one person's finished review of a turn and its notes. */
function addReview(
  random: Random,
  turn: TuningTurn,
  reviewer: { id: string; email: string },
  wanted: string[],
  reviews: TuningReview[],
  improvements: TuningImprovement[],
): void {
  const doneAt = new Date(Date.parse(turn.timestamp) + random.integer(20, 45) * 60 * MINUTE_MS).toISOString();
  const has = (category: string) => wanted.includes(category);
  const isGood = wanted.length === 0;
  reviews.push({
    id: uuidOf(`demo review ${turn.id} ${reviewer.email}`),
    turn_id: turn.id,
    reviewer_id: reviewer.id,
    reviewer_label: reviewer.email,
    state: "done",
    better_response: !isGood && random.chance(0.45) ? turn.better : null,
    thumbs: isGood ? 1 : random.chance(0.7) ? -1 : null,
    professionalism_score: random.integer(has("tone") ? 2 : 4, has("tone") ? 4 : 5),
    empathy_score: has("tone") ? random.integer(1, 2) : random.integer(4, 5),
    clarity_score: has("clarity") || has("structure") ? random.integer(2, 3) : random.integer(4, 5),
    has_policy_citation: turn.version !== "second" && !has("citation"),
    appropriate_action_suggested: !has("action"),
    structure_complete: !has("structure"),
    done_at: doneAt,
    created_at: doneAt,
    updated_at: doneAt,
  });
  const categories: (string | null)[] = isGood && random.chance(0.12) ? [null] : wanted;
  for (const category of categories) {
    const note = random.pick(notes[category ?? "none"] ?? []);
    const life = lifeOf(random, turn.version, category);
    improvements.push({
      id: uuidOf(`demo note ${turn.id} ${reviewer.email} ${category}`),
      turn_id: turn.id,
      improvement_note: fillSlots(note.text, { gap: turn.gap }),
      category,
      severity: note.severity,
      timestamp: doneAt,
      author_kind: "member",
      author_id: reviewer.id,
      author_label: reviewer.email,
      ...life,
    });
  }
}

/** Notes on tone were applied in the second version, notes on sources in the third. */
function lifeOf(
  random: Random,
  version: Version,
  category: string | null,
): Pick<TuningImprovement, "status" | "applied_in_version"> {
  const { second, third } = tuningStory.versions;
  const roll = random.next();
  if (version === "first" && category === "tone" && roll < 0.85)
    return { status: roll < 0.5 ? "verified" : "applied", applied_in_version: second };
  if (version === "first" && category === "action" && roll < 0.6)
    return { status: roll < 0.15 ? "reopened" : "applied", applied_in_version: second };
  if (version === "second" && category === "citation" && roll < 0.7)
    return { status: roll < 0.1 ? "reopened" : "applied", applied_in_version: third };
  return { status: "open", applied_in_version: null };
}

const instructions = `Read the answer **as the store manager would**: in the middle of a shift, on a phone.

1. Does it name the policy it relies on? If not, note it under *citation*.
2. Is there one next step that can be taken today?
3. Write a better answer where you would not send this one.

Skip a turn when you do not know the policy.`;

/** Loads conversations with the prompts they were answered with, and two queues. */
export async function loadTuningDemo(sql: TransactionSql): Promise<void> {
  const { sessions, turns } = composeTuning(new Date(), null);
  const { project, versions, queues } = tuningStory;
  await sql`insert into public.projects (project) values (${project}) on conflict do nothing`;
  await insertTuning(sql, { sessions, turns, reviews: [], improvements: [] });
  for (const [name, version] of Object.entries(versions)) {
    await sql`insert into public.prompt_versions (project, version, prompt_text)
      values (${project}, ${version}, ${prompts[name as Version]})`;
  }
  await sql`
    insert into public.review_queues (id, project, name, instructions, master_prompt_versions, order_by)
    values (${uuidOf("demo queue open")}, ${project}, ${queues.open}, ${instructions}, ${[versions.third]}, 'oldest')`;
  await sql`
    insert into public.review_queues (id, project, name, instructions, master_prompt_versions, similarity_below, reviewers_per_turn, is_blind, order_by)
    values (${uuidOf("demo queue blind")}, ${project}, ${queues.blind},
      ${"Two people judge each turn without seeing each other. Judge the **passages** too: which one helped, which one misled?"},
      ${[versions.second]}, 0.6, 2, true, 'lowest_similarity')`;
  await fillQueue(sql, uuidOf("demo queue open"));
  await fillQueue(sql, uuidOf("demo queue blind"));
}

/** Reviews: Meg's as the account that was made for her, Sam's as someone who has left. */
export async function reviewTuningDemo(sql: TransactionSql, reviewerId: string | null): Promise<void> {
  const { turns, reviews, improvements } = composeTuning(new Date(), reviewerId);
  const meg = { ...people.meg, id: reviewerId ?? people.meg.id };
  const byId = new Map(turns.map((turn) => [turn.id, turn]));
  const known = new Set(reviews.map(({ turn_id, reviewer_id }) => `${turn_id} ${reviewer_id}`));
  const inQueue = async (name: string) => {
    const rows = await sql<{ turn_id: string }[]>`
      select distinct on (s.sort_key, s.session_id, s.turn_number) s.turn_id from public.review_queue_slots s
      where s.queue_id = ${uuidOf(name)} order by s.sort_key, s.session_id, s.turn_number`;
    return rows.flatMap(({ turn_id }) => byId.get(turn_id) ?? []);
  };
  const review = (turn: TuningTurn, reviewer: typeof meg) => {
    if (known.has(`${turn.id} ${reviewer.id}`)) return;
    known.add(`${turn.id} ${reviewer.id}`);
    const random = new Random(`demo queue ${turn.id} ${reviewer.email}`);
    addReview(random, turn, reviewer, chooseCategories(random, turn.version), reviews, improvements);
  };
  const open = (await inQueue("demo queue open")).slice(0, tuningStory.doneInOpenQueue);
  for (const turn of open) review(turn, meg);
  const blind = await inQueue("demo queue blind");
  for (const turn of blind.slice(0, Math.ceil(blind.length * 0.6))) review(turn, people.sam);
  await insertTuning(sql, { sessions: [], turns: [], reviews, improvements });
  await finishInQueue(sql, uuidOf("demo queue open"));
  await finishInQueue(sql, uuidOf("demo queue blind"));
}
