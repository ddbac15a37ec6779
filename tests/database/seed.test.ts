import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { datasetStory } from "../../supabase/seed/datasets";
import { demoStory } from "../../supabase/seed/demo";
import { loadLarge } from "../../supabase/seed/large";
import { createDemoPeople } from "../../supabase/seed/people";
import { runScenario, scenarios } from "../../supabase/seed/run";
import { tuningStory } from "../../supabase/seed/tuning";
import { HUGE_SESSION_TURNS } from "../../supabase/seed/tuning-awkward";
import { testEnvironment } from "./support/environment";
import { actAs, createKey } from "./support/principals";
import { removeFixtures } from "./support/rest";
import { createScratch, type Scratch } from "./support/scratch";
import { readRollups, rebuildRollups } from "./support/votes";

const DAY_MS = 86_400_000;

async function withScratch(work: (db: Scratch) => Promise<void>): Promise<void> {
  const db = await createScratch();
  try {
    await work(db);
  } finally {
    await db.drop();
  }
}

describe("the scenario demo", () => {
  let db: Scratch;
  beforeAll(async () => {
    db = await createScratch();
    await runScenario(db.sql, "demo");
  });
  afterAll(() => db?.drop());

  test("fills the rollups through the triggers of the table", async () => {
    const kept = await readRollups(db.sql);
    expect(kept.daily?.length).toBeGreaterThan(500);
    expect(kept).toEqual(await rebuildRollups(db.sql));
  });

  test("has a weekly dataset whose versions hold the votes of their weeks, and one of pairs that nobody has frozen", async () => {
    const datasets = await db.sql`
      select d.name, s.next_run_at > now() as is_planned,
        array(select v.state from public.dataset_versions v where v.dataset_id = d.id order by v.version) as states
      from public.datasets d left join public.dataset_schedules s on s.dataset_id = d.id order by d.created_at`;
    expect([...datasets]).toEqual([
      { name: datasetStory.weekly.name, is_planned: true, states: ["ready", "ready"] },
      { name: datasetStory.pairs.name, is_planned: null, states: [] },
    ]);
    const versions = await db.sql<
      { considered: number; items: number; votes: number; follows: boolean | null }[]
    >`
      select v.considered::int, v.items::int,
        (select count(*)::int from public.feedback f where f.created_at >= w.begins and f.created_at < v.scheduled_for) as votes,
        w.begins = lag(v.scheduled_for) over (order by v.version) as follows
      from public.dataset_versions v, lateral (select (v.definition #>> '{filters,from}')::timestamptz) w (begins) order by v.version`;
    for (const version of versions) {
      expect(version.votes).toBeGreaterThan(20);
      expect(version).toMatchObject({ considered: version.votes });
    }
    expect(versions.map(({ follows }) => follows)).toEqual([null, true]);
    const [pairs] = await db.sql`
      select private.dataset_has('feedback', ${db.sql.json({ project: [datasetStory.pairs.project] })}, null, 'better') as has`;
    expect(pairs?.has).toBe(true);
  });

  test("has a project that nobody rates", async () => {
    const projects = await db.sql`
      select p.project, exists (select from public.feedback f where f.project = p.project) as is_rated from public.projects p order by 1`;
    expect([...projects]).toEqual(
      [...demoStory.projects, demoStory.unratedProject, tuningStory.project].sort().map((project) => ({
        project,
        is_rated: (demoStory.projects as readonly string[]).includes(project),
      })),
    );
  });

  test("tells of a model that got clearly worse, in every project and intent, and of no other one", async () => {
    const key = await createKey(db.sql, ["read"]);
    const [row] = await db.sql<{ at: Date }[]>`select max(created_at) as at from public.feedback`;
    const today = Math.floor((row?.at.getTime() ?? 0) / DAY_MS) * DAY_MS;
    const turn = new Date(today - (demoStory.worse.daysAgo - 1) * DAY_MS).toISOString();
    type Group = {
      model: string;
      project: string;
      intent: string;
      accuracy: number;
      ci_low: number;
      ci_high: number;
      total: number;
    };
    const accuracy = (filter: object, groupBy: string) =>
      actAs(db.sql, key, async (sql) => {
        const [answer] = await sql<
          { rows: Group[] }[]
        >`select public.feedback_accuracy(${JSON.stringify(filter)}, ${groupBy}) as rows`;
        return answer?.rows ?? [];
      });
    const before = await accuracy({ to: turn }, "model");
    const after = await accuracy({ from: turn }, "model");
    const of = (groups: Group[], model: string) => groups.find((group) => group.model === model) as Group;
    const { model } = demoStory.worse;
    expect(of(before, model).accuracy - of(after, model).accuracy).toBeGreaterThan(0.15);
    expect(of(after, model).ci_high).toBeLessThan(of(before, model).ci_low);
    for (const other of before.filter((group) => group.model !== model)) {
      expect(Math.abs(other.accuracy - of(after, other.model).accuracy), other.model).toBeLessThan(0.08);
    }
    for (const dimension of ["project", "intent"] as const) {
      const filter = {
        model: [model],
        ...(dimension === "intent" && { intent: ["code", "reasoning", "general"] }),
      };
      const earlier = await accuracy({ ...filter, to: turn }, dimension);
      for (const now of await accuracy({ ...filter, from: turn }, dimension)) {
        const then = earlier.find((group) => group[dimension] === now[dimension]);
        expect(now.ci_high, `${now.project} ${now.intent}`).toBeLessThan(then?.ci_low ?? 0);
      }
    }
  });

  test("has votes with a history", async () => {
    const [row] = await db.sql`
      select count(distinct r.feedback_id)::int as votes, bool_and(f.corrected_response is not null) as have_answer,
        bool_and(r.old_values ? 'corrected_response') as say_what_changed
      from public.feedback_revisions r join public.feedback f on f.id = r.feedback_id`;
    expect(row?.votes).toBeGreaterThan(15);
    expect(row).toMatchObject({ have_answer: true, say_what_changed: true });
  });

  test("has conversations whose totals the triggers kept, one of them going on and one very long", async () => {
    const [row] = await db.sql`
      select count(*)::int as sessions, max(total_turns) as longest, count(*) filter (where session_end is null)::int as active,
        bool_and(total_turns = (select count(*) from public.tuning_conversation_turns t where t.session_id = s.id)) as have_turns,
        bool_and(total_improvements = (select count(*) from public.tuning_improvements i where i.session_id = s.id)) as have_notes,
        bool_and(session_end is null or session_end > session_start) as end_later,
        max(session_start) < now() and max(session_end) < now() as are_past
      from public.prompt_tuning_sessions s`;
    expect(row).toEqual({
      sessions: tuningStory.sessions,
      longest: tuningStory.longSession,
      active: 1,
      have_turns: true,
      have_notes: true,
      end_later: true,
      are_past: true,
    });
    const [turns] = await db.sql`
      select count(*)::int as n, bool_and(avg_similarity is not null and total_chunks > 0) as have_passages,
        bool_or(user_message || era_response like '%[[%') as have_slots from public.tuning_conversation_turns`;
    expect(turns).toMatchObject({ have_passages: true, have_slots: false });
    expect(turns?.n).toBeGreaterThan(300);
  });

  test("tells of a version with fewer notes on tone and more on sources, in every category some", async () => {
    const rows = await db.sql<{ version: string; category: string; share: number }[]>`
      select s.master_prompt_version as version, c.category,
        (count(distinct i.turn_id)::float / count(distinct r.turn_id)) as share
      from public.prompt_tuning_sessions s
      join public.tuning_conversation_turns t on t.session_id = s.id
      join public.turn_reviews r on r.turn_id = t.id and r.state = 'done'
      cross join unnest(array['tone', 'content', 'citation', 'clarity', 'structure', 'action']) c (category)
      left join public.tuning_improvements i on i.turn_id = t.id and i.category = c.category
      group by 1, 2`;
    const share = (version: string, category: string) =>
      rows.find((row) => row.version === version && row.category === category)?.share ?? 0;
    const { first, second, third } = tuningStory.versions;
    expect(share(first, "tone")).toBeGreaterThan(share(second, "tone") + 0.2);
    expect(share(second, "citation")).toBeGreaterThan(share(first, "citation") + 0.2);
    for (const { version, category, share: noted } of rows)
      if (version !== third) expect(noted, `${version} ${category}`).toBeGreaterThan(0);
    const texts = await db.sql<{ version: string }[]>`
      select version from public.prompt_versions where project = ${tuningStory.project} and length(prompt_text) > 100`;
    expect(texts.map((row) => row.version).sort()).toEqual([first, second, third].sort());
  });

  test("has a queue to resume in the middle, and a blind one that two people are part-way through", async () => {
    const queue = async (name: string) => {
      const [row] = await db.sql`
        select count(distinct s.turn_id)::int as turns, count(*) filter (where s.state = 'done')::int as done,
          count(distinct s.reviewer_id)::int as reviewers, max(s.slot)::int as places,
          count(*) filter (where s.state = 'done' and not exists (select from public.turn_reviews r
            where r.turn_id = s.turn_id and r.reviewer_id = s.reviewer_id and r.state = 'done'))::int as without_review
        from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id where q.name = ${name}`;
      return row;
    };
    const open = await queue(tuningStory.queues.open);
    expect(open).toMatchObject({
      done: tuningStory.doneInOpenQueue,
      reviewers: 1,
      places: 1,
      without_review: 0,
    });
    expect(open?.turns).toBeGreaterThan(70);
    expect(open?.turns).toBeLessThan(95);
    const blind = await queue(tuningStory.queues.blind);
    expect(blind).toMatchObject({ reviewers: 2, places: 2, without_review: 0 });
    expect(blind?.turns).toBeGreaterThan(10);
    expect(blind?.done).toBeGreaterThan(blind?.turns / 2);
    expect(blind?.done).toBeLessThan(blind?.turns * 2);
  });

  test("is not loaded twice, nor over votes of one's own", async () => {
    const before = await db.sql`select count(*)::int as n from public.feedback`;
    for (const name of Object.keys(scenarios)) {
      await expect(runScenario(db.sql, name)).rejects.toThrow(/this database has votes already/);
    }
    expect([...(await db.sql`select count(*)::int as n from public.feedback`)]).toEqual([...before]);
  });
});

describe("the other scenarios", () => {
  test("large: as many votes as asked for, with ids that the API takes for ids", () =>
    withScratch(async ({ sql }) => {
      await sql.begin((transaction) => loadLarge(transaction, 6_000));
      const [row] = await sql`
        select count(*)::int as votes, count(distinct model)::int as models, count(distinct user_id)::int as users,
          count(distinct session_id)::int as sessions, count(distinct project)::int as projects,
          count(*) filter (where substr(id::text, 15, 1) <> '4' or substr(id::text, 20, 1) <> '8')::int as odd_ids,
          (select sum(positive + negative) from public.feedback_daily)::int as rolled_up
        from public.feedback`;
      expect(row).toEqual({
        votes: 6_000,
        models: 5,
        users: 2000,
        sessions: 6_000,
        projects: 3,
        odd_ids: 0,
        rolled_up: 6_000,
      });
    }));

  test("awkward: loads, and every vote is found by a search for its words", () =>
    withScratch(async ({ sql }) => {
      await runScenario(sql, "awkward");
      const [row] = await sql`select count(*)::int as votes from public.feedback where project = 'default'`;
      expect(row?.votes).toBeGreaterThan(100);
      const [sessions] = await sql`
        select count(*)::int as n, max(total_turns) as longest, min(total_turns) as shortest from public.prompt_tuning_sessions`;
      expect(sessions).toEqual({ n: 4, longest: HUGE_SESSION_TURNS, shortest: 0 });
    }));

  test("empty: nothing; and an unknown one is refused with the names there are", () =>
    withScratch(async ({ sql }) => {
      await runScenario(sql, "empty");
      expect(await sql`select from public.feedback`).toHaveLength(0);
      await expect(runScenario(sql, "nonsense")).rejects.toThrow(/There is no scenario "nonsense".*demo/);
    }));

  test("loads a scenario whole or not at all", () =>
    withScratch(async ({ sql }) => {
      const nowhere = { SUPABASE_URL: "https://abc.supabase.co", SUPABASE_PUBLISHABLE_KEY: "x" };
      await expect(runScenario(sql, "demo", nowhere)).rejects.toThrow(/on a local stack only/);
      expect(await sql`select from public.feedback`).toHaveLength(0);
      expect(await sql`select from public.projects`).toHaveLength(0);
    }));
});

describe("the demo people", () => {
  test("can sign in with the password of the sign-in page, and have their roles; a second time changes nothing", async () => {
    const env = testEnvironment();
    const sql = postgres(env.RETUNE_TEST_DATABASE_URL, { max: 1, onnotice: () => {} });
    try {
      await sql.begin((transaction) => createDemoPeople(transaction, env));
      await sql.begin((transaction) => createDemoPeople(transaction, env));
      const people = await sql`
        select m.email, m.role, m.projects, u.email_confirmed_at is not null as is_confirmed
        from public.members m join auth.users u on u.id = m.user_id where m.email like '%@example.com' order by m.email`;
      expect([...people]).toEqual([
        { email: "admin@example.com", role: "admin", projects: null, is_confirmed: true },
        { email: "meg@example.com", role: "reviewer", projects: null, is_confirmed: true },
        { email: "owner@example.com", role: "product_owner", projects: null, is_confirmed: true },
      ]);
      for (const { email } of people) {
        const response = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
          method: "POST",
          headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
          body: JSON.stringify({ email, password: "retune-demo" }),
        });
        expect(response.status).toBe(200);
      }
    } finally {
      const made = await sql<{ id: string }[]>`
        select id from auth.users where email in ('admin@example.com', 'meg@example.com', 'owner@example.com')`;
      await removeFixtures(
        sql,
        made.map(({ id }) => ({ id, token: null })),
        [],
      );
      await sql.end();
    }
  });
});
