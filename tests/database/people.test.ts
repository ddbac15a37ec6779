import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  execution,
  failure,
  readOutcomes,
  rebuildOutcomes,
  recordExecutions,
  storeRunningExperiment,
} from "./support/executions";
import { clearInteractions, interaction, readFigures, rebuildFigures, record } from "./support/interactions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

const hidden = `hmac_${"a".repeat(64)}`;

/** Every row of every table of ours that holds the text anywhere. */
async function traces(text: string): Promise<string[]> {
  const tables = await db.sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind = 'r'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.sql.unsafe(
      `select count(*)::int as n from ${name} t where strpos(to_jsonb(t)::text, $1) > 0`,
      [text],
    );
    if (row?.n) found.push(name);
  }
  return found;
}

/** Everything there can be of a person: votes (one deleted, one changed), conversations, executions, a budget with an alert, a saved view. */
async function store(user: string, project: string): Promise<void> {
  const key = `key-${randomUUID()}`;
  const votes = await callAs<{ id: string }[]>(db.sql, admin, "record_feedback", {
    items: JSON.stringify(
      [1, 2, 3].map((n) => ({
        project,
        query: `I am ${user}`,
        response: "Hello",
        model: "m",
        rating: 1,
        user_id: user,
        session_id: `session of ${user}`,
        response_id: `answer ${n}`,
        key: `${key}-${n}`,
        hmac: "0",
      })),
    ),
  });
  await callAs(db.sql, admin, "delete_feedback", { feedback_id: votes[0]?.id });
  await callAs(db.sql, admin, "update_feedback", {
    feedback_id: votes[1]?.id,
    patch: JSON.stringify({ comment: `${user} was here` }),
  });
  await callAs(db.sql, admin, "update_feedback", {
    feedback_id: votes[1]?.id,
    patch: JSON.stringify({ comment: null }),
  });
  await record(
    db.sql,
    admin,
    [1, 2, 3, 4, 5, 6].map((n) =>
      interaction({
        project,
        user_id: user,
        external_conversation_id: `talk ${n % 2} of ${user}`,
        agent_type: n % 2 ? "technical" : "general",
        user_message: `${user} asks again and again`,
        timestamp: `2026-03-0${n}T10:00:00Z`,
        domain_classification: "leave",
        user_satisfaction: 4 + (n % 2),
        user_skill_assessment: n > 2 ? "advanced" : "beginner",
        context_size_tokens: 100 * n,
        conversation_metadata: { who: user },
        key: `${key}-i${n}`,
        hmac: "0",
      }),
    ),
  );
  const [budget] = await db.sql<{ id: string }[]>`
    insert into public.budgets (name, scope, user_id, period, limit_usd) values (${`of ${user}`}, 'user', ${user}, 'day', 1) returning id`;
  // Deleted a moment ago: it could still be brought back.
  const [gone] = await db.sql<{ id: string }[]>`
    insert into public.budgets (name, scope, user_id, period, limit_usd) values ('another', 'user', ${user}, 'day', 1) returning id`;
  await db.sql`
    insert into public.alerts (type, budget_id, budget_name, period_start, amount, threshold)
    values ('daily_cost_warning', ${gone?.id ?? null}, 'another', '2026-03-01', 2, 1)`;
  await callAs(db.sql, admin, "delete_budget", { budget_id: gone?.id ?? "" });
  await db.sql`
    insert into public.alerts (type, budget_id, budget_name, period_start, amount, threshold)
    values ('daily_cost_exceeded', ${budget?.id ?? null}, ${`of ${user}`}, '2026-03-01', 2, 1)`;
  const [webhook] = await db.sql<{ id: string }[]>`
    insert into public.webhooks (url, secret, events) values ('https://example.com', 'whsec_x', '{budget.exceeded}') returning id`;
  await db.sql`
    insert into public.webhook_deliveries (webhook_id, event, payload)
    values (${webhook?.id ?? null}, 'budget.exceeded', ${db.sql.json({ data: { budget: { id: budget?.id ?? null, user_id: user } } })})`;
  await db.sql`
    insert into public.saved_views (owner_id, name, path, search)
    values (${admin.id}, ${randomUUID()}, '/feedback', ${`?project=p&user_id=${encodeURIComponent(user)}`})`;
  const experiment = await storeRunningExperiment(db.sql, project);
  await recordExecutions(db.sql, admin, [
    execution({
      project,
      user_id: user,
      user_prompt: `clean the data of ${user}`,
      experiment: experiment.name,
      variant: "control",
      key: `${key}-e`,
      hmac: "0",
    }),
    failure({ project, user_id: user, error: `nobody called ${user} is here` }),
    // About the person, in the name of somebody else.
    execution({ project, subject: user, user_correction: `${user} did not mean that` }),
  ]);
  await db.sql`select private.refresh_user_profiles()`;
}

const profileOf = async (user: string, project: string) => {
  const [row] = await db.sql`
    select to_jsonb(p) - 'created_at' - 'updated_at' as profile from public.user_llm_profiles p where user_id = ${user} and project = ${project}`;
  return row?.profile as Record<string, unknown> | undefined;
};

describe("erase_user", () => {
  test("leaves nothing of the person anywhere, and what is of others as it is", async () => {
    await clearInteractions(db.sql);
    const user = `erase me 100% ${randomUUID()}`;
    const project = `p-${randomUUID()}`;
    await store(user, project);
    await store(hidden, project);
    const [talk] = await db.sql<{ id: string }[]>`
      select id from public.llm_conversations where user_id = ${user} order by id limit 1`;
    await recordExecutions(db.sql, admin, [
      failure({ project, user_id: "ben", error: "the disk is full", model: "m" }),
    ]);
    await record(db.sql, admin, [
      interaction({ project, user_id: "ben", conversation_id: talk?.id ?? null }),
      interaction({ project, user_id: "cat", agent_type: "general" }),
    ]);
    expect(await traces(user)).toEqual(
      expect.arrayContaining([
        "feedback",
        "feedback_trash",
        "feedback_revisions",
        "feedback_daily_people",
        "llm_interactions",
        "llm_conversations",
        "user_llm_daily",
        "user_llm_profiles",
        "budgets",
        "budgets_trash",
        "alerts",
        "webhook_deliveries",
        "llm_feedback",
        "users",
        "experiment_assignments",
      ]),
    );
    const counts = await callAs(db.sql, admin, "erase_user", { user_id: user, alias: hidden });
    expect(counts).toEqual({
      feedback: 6,
      interactions: 12,
      conversations: expect.any(Number),
      profiles: 2,
      budgets: 2,
      executions: 6,
      dataset_items: 0,
    });
    expect(await traces(user)).toEqual([]);
    expect(await traces(hidden)).toEqual([]);
    const [left] =
      await db.sql`select count(*)::int as n from public.saved_views where search like '%user_id=%'`;
    expect(left).toEqual({ n: 0 });
    // Who wrote in a conversation of theirs keeps what they wrote.
    expect(
      await db.sql`select user_id, total_interactions::int from public.llm_conversations order by user_id`,
    ).toEqual([
      { user_id: "ben", total_interactions: 1 },
      { user_id: "cat", total_interactions: 1 },
    ]);
    expect(await readFigures(db.sql)).toEqual(await rebuildFigures(db.sql));
    expect(await readOutcomes(db.sql)).toEqual(await rebuildOutcomes(db.sql));
    const [entry] =
      await db.sql`select target_id, detail from public.audit_log where action = 'user.erase' order by id desc limit 1`;
    expect(entry).toEqual({ target_id: null, detail: counts });
  });
});

describe("profiles", () => {
  test("say what the rules say", async () => {
    const user = `u-${randomUUID()}`;
    const project = `p-${randomUUID()}`;
    await store(user, project);
    expect(await profileOf(user, project)).toEqual({
      user_id: user,
      project,
      skill_level: "advanced",
      communication_style: "brief",
      preferred_agent: "general",
      agent_satisfaction_scores: { technical: { average: 5, n: 3 }, general: { average: 4, n: 3 } },
      conversation_patterns: {
        conversations: 2,
        interactions_per_conversation: 3,
        handoffs_per_conversation: 0,
        busiest_hour_utc: 10,
        channels: { api: 6 },
        domains: { leave: 6 },
        usual_next_domain: { leave: "leave" },
      },
      expertise_areas: ["leave"],
      learning_progress: [{ month: "2026-03", skill: 2.333, satisfaction: 4.5, n: 6 }],
      context_preferences: { avg_context_tokens: 350, best_context_tokens: 350, n: 6 },
      total_interactions: 6,
    });
  });

  test("follow what is new or changed since the last run, and nothing else is touched", async () => {
    const project = `p-${randomUUID()}`;
    await record(db.sql, admin, [
      interaction({ project, user_id: "one" }),
      interaction({ project, user_id: "two" }),
    ]);
    await db.sql`select private.refresh_user_profiles()`;
    // Long ago, so that the overlap with the last run does not see it.
    await db.sql`alter table public.llm_interactions disable trigger user`;
    await db.sql`update public.llm_interactions set updated_at = now() - interval '1 day'`;
    await db.sql`alter table public.llm_interactions enable trigger user`;
    await db.sql`update public.user_llm_profiles set preferred_agent = 'untouched' where project = ${project}`;
    await record(db.sql, admin, [interaction({ project, user_id: "two", agent_type: "billing" })]);
    const [run] = await db.sql`select private.refresh_user_profiles()::int as n`;
    expect(run).toEqual({ n: 1 });
    expect(await profileOf("one", project)).toMatchObject({ preferred_agent: "untouched" });
    expect(await profileOf("two", project)).toMatchObject({
      preferred_agent: "billing",
      total_interactions: 2,
    });
  });

  test("are shown with what is stored, in the caller's projects alone", async () => {
    const user = `u-${randomUUID()}`;
    const project = `p-${randomUUID()}`;
    const other = `p-${randomUUID()}`;
    await store(user, project);
    await store(user, other);
    type Result = {
      stored: { feedback: number; interactions: number; executions: number };
      profiles: { project: string }[];
    };
    const whole = await callAs<Result>(db.sql, admin, "get_user_profile", { user_id: user });
    expect(whole.stored).toMatchObject({
      feedback: 4,
      interactions: 12,
      conversations: 4,
      executions: 6,
      total_cost: 0,
    });
    expect(whole.profiles.map((profile) => profile.project).sort()).toEqual([project, other].sort());
    const limited = await createMember(db.sql, "reviewer", [project]);
    const part = await callAs<Result>(db.sql, limited, "get_user_profile", { user_id: user });
    expect(part.stored).toMatchObject({ feedback: 2, interactions: 6, executions: 3 });
    expect(part.profiles.map((profile) => profile.project)).toEqual([project]);
    const elsewhere = await createMember(db.sql, "reviewer", [`p-${randomUUID()}`]);
    await expect(callAs(db.sql, elsewhere, "get_user_profile", { user_id: user })).rejects.toMatchObject({
      code: "PT404",
    });
    const ingest = await createKey(db.sql, ["ingest"]);
    await expect(callAs(db.sql, ingest, "get_user_profile", { user_id: user })).rejects.toMatchObject({
      code: "PT403",
    });
  });
});

describe("export_user_page", () => {
  type Page = { data: { type: string; project?: string }[]; next: string | null; sections: number };
  async function readAll(who: Principal, user: string): Promise<Page["data"]> {
    const lines: Page["data"] = [];
    for (let section = 0, sections = 1; section < sections; section += 1) {
      let cursor = "";
      for (;;) {
        const page = await callAs<Page>(db.sql, who, "export_user_page", {
          user_id: user,
          alias: hidden,
          section,
          page_cursor: cursor,
          page_limit: 2,
        });
        sections = page.sections;
        lines.push(...page.data);
        if (page.next === null) break;
        cursor = page.next;
      }
    }
    return lines;
  }
  const count = (lines: Page["data"]) => {
    const counts: Record<string, number> = {};
    for (const { type } of lines) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  };

  test("holds every row of the person, page by page, and no other", async () => {
    const user = `u-${randomUUID()}`;
    const project = `p-${randomUUID()}`;
    await store(user, project);
    await store(`${user}-other`, project);
    const lines = await readAll(admin, user);
    expect(count(lines)).toEqual({
      vote: 2,
      vote_revision: 2,
      deleted_vote: 1,
      conversation: 2,
      interaction: 6,
      profile: 1,
      daily_figures: 6,
      budget: 1,
      execution: 3,
      assignment: 1,
      user: 1,
    });
    expect(JSON.stringify(lines)).not.toContain(`${user}-other`);
    expect(Object.keys(lines.find((line) => line.type === "interaction") ?? {})).not.toContain("search");
  });

  test("is for admins, of their projects", async () => {
    const user = `u-${randomUUID()}`;
    const project = `p-${randomUUID()}`;
    const other = `p-${randomUUID()}`;
    await store(user, project);
    await store(user, other);
    const limited = await createMember(db.sql, "admin", [project]);
    const lines = await readAll(limited, user);
    // An assignment says its experiment; the row of users belongs to no project.
    expect(count(lines)).toMatchObject({ execution: 3, assignment: 1 });
    expect(count(lines).user).toBeUndefined();
    expect(new Set(lines.filter((line) => line.type !== "assignment").map((line) => line.project))).toEqual(
      new Set([project]),
    );
    for (const who of [
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
      await createKey(db.sql, ["ingest", "read", "export"]),
      "stranger" as const,
    ]) {
      await expect(callAs(db.sql, who, "export_user_page", { user_id: user })).rejects.toMatchObject({
        code: "PT403",
      });
      await expect(callAs(db.sql, who, "record_user_export", { alias: hidden })).rejects.toMatchObject({
        code: "PT403",
      });
    }
  });
});
