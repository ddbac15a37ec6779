import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { execution, recordExecutions } from "./support/executions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

type Recorded = { interaction_id: string; execution_id: string; cost_usd: number | null };

const makeRun = (project: string | undefined, changes: { execution?: object; user_id?: string } = {}) => ({
  ...(project ? { project } : {}),
  interaction: {
    user_id: changes.user_id ?? "u-1",
    agent_type: "analyst",
    user_message: "describe",
    agent_response: "{}",
    llm_metadata: { model: "run-model", input_tokens: 1000, output_tokens: 100 },
  },
  execution: {
    user_prompt: "describe",
    action_plan: { task: "summarize" },
    success: true,
    model: "run-model",
    tokens_in: 1000,
    tokens_out: 100,
    strategy: "analyst",
    ...(changes.user_id ? { user_id: changes.user_id } : {}),
    ...changes.execution,
  },
});
const record = (run: object, who: Principal = admin) =>
  callAs<Recorded>(db.sql, who, "record_run", { run: JSON.stringify(run) });
const count = async (project: string) => {
  const [row] = await db.sql`
    select (select count(*)::int from public.llm_feedback where project = ${project}) as executions,
      (select count(*)::int from public.llm_interactions where project = ${project}) as interactions,
      (select count(*)::int from public.llm_conversations where project = ${project}) as conversations`;
  return row;
};

test("a run is an interaction in a conversation of its own and an execution that names it, at one cost", async () => {
  const project = `p-${randomUUID()}`;
  await db.sql`
    insert into public.model_prices (model, input_usd_per_million, output_usd_per_million, valid_from)
    values ('run-model', 2, 10, '2026-01-01') on conflict do nothing`;
  const recorded = await record(makeRun(project, { user_id: "ann" }));
  expect(Number(recorded.cost_usd)).toBe(0.003);
  const [row] = await db.sql`
    select e.interaction_id, e.cost_usd::float8 as cost, i.cost_usd::float8 as interaction_cost, i.cost_source, i.channel_id, i.user_id
    from public.llm_feedback e join public.llm_interactions i on i.id = e.interaction_id where e.id = ${recorded.execution_id}`;
  expect(row).toEqual({
    interaction_id: recorded.interaction_id,
    cost: 0.003,
    interaction_cost: 0.003,
    cost_source: "price",
    channel_id: "run",
    user_id: "ann",
  });
  expect(await db.sql`select from public.users where id = 'ann'`).toHaveLength(1);
  await record(makeRun(project));
  expect(await count(project)).toEqual({ executions: 2, interactions: 2, conversations: 2 });
});

test("when one of the two is refused, neither is there", async () => {
  const project = `p-${randomUUID()}`;
  const experiment = { experiment: randomUUID(), variant: "a", subject: "s" };
  await expect(record(makeRun(project, { execution: experiment }))).rejects.toMatchObject({ code: "PT409" });
  await expect(record(makeRun(project, { execution: { retries: 5000 } }))).rejects.toThrow();
  expect(await count(project)).toEqual({ executions: 0, interactions: 0, conversations: 0 });
});

test("those who may run: product owners, admins, and keys that ingest and read; each in projects of theirs", async () => {
  const project = `p-${randomUUID()}`;
  const denied = { code: "PT403" };
  const allowed = [
    await createMember(db.sql, "product_owner", [project]),
    await createMember(db.sql, "admin", [project]),
    await createKey(db.sql, ["ingest", "read"], { project }),
  ];
  for (const who of allowed) {
    // Left out, the project is their only one.
    expect(await callAs<string>(db.sql, who, "start_run", {})).toBe(project);
    await record(makeRun(undefined), who);
    const other = `${project}-other`;
    await expect(callAs(db.sql, who, "start_run", { project: other })).rejects.toMatchObject(denied);
    await expect(record(makeRun(other), who)).rejects.toMatchObject(denied);
  }
  const refused = [
    await createMember(db.sql, "reviewer", [project]),
    await createKey(db.sql, ["ingest"], { project }),
    await createKey(db.sql, ["read", "export"], { project }),
  ];
  for (const who of refused) {
    await expect(callAs(db.sql, who, "start_run", { project })).rejects.toMatchObject(denied);
    await expect(record(makeRun(project), who)).rejects.toMatchObject(denied);
  }
  expect(await count(project)).toEqual({ executions: 3, interactions: 3, conversations: 3 });
  expect(await callAs<string>(db.sql, admin, "start_run", {})).toBe("default");
});

test("runs and reported executions at the same moment do not wait for each other in a circle", async () => {
  const project = `p-${randomUUID()}`;
  const people = Array.from({ length: 6 }, () => randomUUID());
  const work = Array.from({ length: 24 }, (_, n) => {
    const user_id = people[n % people.length] ?? "";
    const failed = { success: false, error: "KeyError: 'a'", error_class: "execution" };
    return n % 2 === 0
      ? record(makeRun(project, { user_id, execution: n % 4 === 0 ? failed : {} }))
      : recordExecutions(
          db.sql,
          admin,
          people.toReversed().map((id) => execution({ project, user_id: id, ...failed })),
        );
  });
  await Promise.all(work);
  expect(await count(project)).toEqual({ executions: 12 + 12 * 6, interactions: 12, conversations: 12 });
});
