import type { TransactionSql } from "postgres";
import { assignVariant } from "../../lib/learning/experiments/assignment";
import { starterKnowledge } from "../../lib/learning/knowledge/starter";
import { builtinBody } from "../../lib/learning/strategies/builtin";
import { canonicalModel } from "../../lib/pricing/canonical-model";
import { listPrices } from "../../lib/pricing/price-list";
import { Random, uuidOf } from "./random";
import {
  type AnalystColumns,
  type AnalystErrorClass,
  analystErrors,
  analystTables,
  analystTopics,
} from "./texts/analyst";
import { fillSlots } from "./texts/topic";

const DAY_MS = 86_400_000;

/** What the demo executions tell; the tests hold it to this. */
export const learningStory = {
  days: 60,
  projects: ["storefront-assistant", "developer-portal"],
  /** End users of each: of the first enough that its experiments have figures. */
  users: { "storefront-assistant": 140, "developer-portal": 70 },
  strategy: "analyst",
  /** Versions of the strategy: from how many days ago, and the share of executions that worked. */
  versions: [
    { version: 1, from: 59, success: 0.6 },
    { version: 2, from: 39, success: 0.75 },
    { version: 3, from: 19, success: 0.86 },
  ],
  candidate: { strategy: "analyst-few-shot", success: 0.93 },
  /** An error that was fixed with version 2 and came back with version 3; it is noted as fixed so many days ago. */
  regressed: { error: "number_format", fixedIn: "analyst@2", fixedDaysAgo: 38, backDaysAgo: 6 },
  /** One that stayed away since. */
  fixed: { error: "no_json", fixedIn: "analyst@2" },
  /** One that people know of. */
  known: "unknown_column",
  stopped: { name: "Version 2 of the analyst", from: 50, to: 40 },
  running: { name: "Examples in the prompt", from: 12 },
} as const;
type Project = (typeof learningStory.projects)[number];

/** An execution as it is recorded. */
export interface ExecutionRow {
  id: string;
  project: Project;
  user_prompt: string;
  action_plan: object;
  execution_result: object | null;
  error: string | null;
  success: boolean;
  error_class: AnalystErrorClass | null;
  user_id: string;
  model: string;
  priced_as: string | null;
  tokens_in: number;
  tokens_out: number;
  response_time_ms: number;
  retries: number;
  user_correction: string | null;
  strategy: string;
  strategy_version: number;
  experiment: string | null;
  variant: string | null;
  available_columns: string[];
  example_ids: string[];
  metadata: object;
  created_at: string;
}

const perDay: Record<Project, number> = { "storefront-assistant": 38, "developer-portal": 20 };
const modelsOf: Record<Project, Record<string, number>> = {
  "storefront-assistant": { "gpt-4o-mini": 64, "gemini-2.5-flash": 36 },
  "developer-portal": { "gpt-4o-mini": 45, "claude-haiku-4.5": 55 },
};
const hours = [1, 1, 0, 0, 0, 1, 3, 6, 10, 13, 14, 12, 9, 11, 14, 15, 13, 10, 7, 6, 6, 5, 3, 2];
const hourWeights = Object.fromEntries(hours.map((weight, hour) => [String(hour), weight]));
/** How often each error is the one that happens, per version of the strategy. */
const errorWeights: Record<number, Record<string, number>> = {
  1: {
    no_json: 24,
    incomplete: 22,
    unknown_column: 16,
    number_format: 12,
    too_slow: 6,
    empty_result: 10,
    wrong_column: 10,
  },
  2: { incomplete: 26, unknown_column: 26, too_slow: 10, no_file: 8, empty_result: 14, wrong_column: 16 },
  3: { incomplete: 14, unknown_column: 30, too_slow: 16, no_file: 12, empty_result: 14, wrong_column: 14 },
};

const experimentId = (name: string) => uuidOf(`demo experiment ${name}`);
const variants = [
  { name: "control", weight: 1 },
  { name: "candidate", weight: 1 },
];
const { stopped, running } = learningStory;

function dayStart(now: Date, daysAgo: number): number {
  return (Math.floor(now.getTime() / DAY_MS) - daysAgo) * DAY_MS;
}

/** The strategy that answers on a day, and the experiment whose doing it is. */
function findStrategy(project: Project, daysAgo: number, user: string) {
  const current = learningStory.versions.findLast(({ from }) => daysAgo <= from) ?? learningStory.versions[0];
  const base = { strategy: learningStory.strategy as string, ...current };
  if (project !== "storefront-assistant") return { ...base, experiment: null, variant: null };
  const experiment =
    daysAgo <= stopped.from && daysAgo >= stopped.to ? stopped : daysAgo <= running.from ? running : null;
  if (!experiment) return { ...base, experiment: null, variant: null };
  const id = experimentId(experiment.name);
  const variant = assignVariant(id, variants, user).name;
  const candidate =
    experiment === stopped
      ? { strategy: learningStory.strategy, version: 2, success: 0.76 }
      : { strategy: learningStory.candidate.strategy, version: 1, success: learningStory.candidate.success };
  return { ...base, ...(variant === "candidate" ? candidate : {}), experiment: id, variant };
}

/**
 * The executions of the demo, oldest first. The same UTC day gives the same ids and texts; today's are spread over the part of
 * today that is over.
 */
export function composeDemoExecutions(now: Date): ExecutionRow[] {
  const rows: ExecutionRow[] = [];
  for (let daysAgo = learningStory.days - 1; daysAgo >= 0; daysAgo--)
    for (const project of learningStory.projects) rows.push(...composeDay(project, now, daysAgo, rows));
  return rows.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

function composeDay(
  project: Project,
  now: Date,
  daysAgo: number,
  earlier: readonly ExecutionRow[],
): ExecutionRow[] {
  const start = dayStart(now, daysAgo);
  const day = new Date(start).toISOString().slice(0, 10);
  const random = new Random(`demo executions ${project} ${day}`);
  const weekday = new Date(start).getUTCDay();
  const rhythm = weekday === 0 || weekday === 6 ? 0.4 : 1;
  const count = Math.max(3, Math.round(perDay[project] * rhythm * (0.9 + random.next() * 0.3)));
  const span = daysAgo === 0 ? now.getTime() - start : DAY_MS;
  return Array.from({ length: count }, (_, index) => {
    const share = (Number(random.weighted(hourWeights)) + random.next()) / 24;
    const name = `demo execution ${project} ${day} ${index}`;
    return composeExecution(random, { project, daysAgo, name, time: start + share * span, earlier });
  });
}

interface ExecutionContext {
  project: Project;
  daysAgo: number;
  name: string;
  time: number;
  earlier: readonly ExecutionRow[];
}

function composeExecution(random: Random, context: ExecutionContext): ExecutionRow {
  const { project, daysAgo, name, time, earlier } = context;
  const user = `user-${random.integer(1, learningStory.users[project])}`;
  const { strategy, version, success, experiment, variant } = findStrategy(project, daysAgo, user);
  const columns = random.pick(analystTables[project] ?? []);
  const topic = random.pick(analystTopics);
  const request = random.pick(topic.requests);
  const worked = random.chance(success);
  const failure = worked ? null : composeError(random, daysAgo, version, strategy, columns);
  const isBackToStay = failure?.error_class === "validation";
  const hasExamples = strategy !== learningStory.strategy || version > 1;
  const fits = hasExamples ? earlier.slice(-900).filter((row) => isExampleFor(row, project, topic.task)) : [];
  const size = strategy === learningStory.strategy ? version : 4;
  const example_ids = Array.from({ length: Math.min(fits.length, size) }, () => random.pick(fits).id);
  const model = random.weighted(modelsOf[project]);
  return {
    id: uuidOf(name),
    project,
    user_prompt: fillSlots(request.prompt, { ...columns }),
    action_plan: worked
      ? request.plan(columns)
      : failure?.key === "no_json"
        ? {}
        : failure?.error_class === "logic"
          ? topic.wrong
          : request.plan({ ...columns, value: "Value" }),
    execution_result: worked ? { rows: random.integer(1, 4_000) } : null,
    error: failure?.text ?? null,
    success: worked,
    error_class: failure?.error_class ?? null,
    user_id: user,
    model,
    priced_as: canonicalModel(model),
    tokens_in: 620 + size * 410 + random.integer(0, 300),
    tokens_out: 60 + random.integer(0, 140),
    response_time_ms: 600 + size * 160 + random.integer(0, 1_800),
    retries: isBackToStay ? random.integer(1, 2) : random.chance(0.16 / version) ? 1 : 0,
    user_correction: random.chance(worked ? 0.04 : 0.22) ? random.pick(topic.corrections) : null,
    strategy,
    strategy_version: version,
    experiment,
    variant,
    available_columns: Object.values(columns),
    example_ids: [...new Set(example_ids)],
    metadata: { task: topic.task, app_version: `1.${version}.0` },
    created_at: new Date(time).toISOString(),
  };
}

const isExampleFor = (row: ExecutionRow, project: Project, task: string) =>
  row.project === project && row.success && (row.metadata as { task: string }).task === task;

function composeError(
  random: Random,
  daysAgo: number,
  version: number,
  strategy: string,
  columns: AnalystColumns,
) {
  const { regressed } = learningStory;
  const usual = errorWeights[strategy === learningStory.strategy ? version : 3] ?? {};
  const isBack = version === 3 && daysAgo <= regressed.backDaysAgo;
  const key = random.weighted(isBack ? { ...usual, [regressed.error]: 34 } : usual);
  const { error_class, text } = analystErrors[key] as (typeof analystErrors)[string];
  const day = random.integer(1, 28);
  const filled = text
    .replace(/\{n\}/g, () => String(random.integer(1, 9_999)))
    .replace(/\{id\}/g, () => uuidOf(`demo ${random.next()}`))
    .replace(/\{file\}/g, () => `export-2026-${String(day).padStart(2, "0")}.csv`)
    .replace(/\{column\}/g, () => random.pick([columns.group, columns.value, columns.other].map(capitalize)));
  return { key, error_class, text: filled };
}

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const bodies = {
  1: {
    ...builtinBody,
    examples: { ...builtinBody.examples, curated: 5, retrieved: 0 },
    chain_of_thought: "",
  },
  2: { ...builtinBody, examples: { ...builtinBody.examples, curated: 10, retrieved: 2 } },
  3: { ...builtinBody, examples: { ...builtinBody.examples, curated: 10, retrieved: 3 } },
};
const fewShotBody = {
  ...builtinBody,
  budget_tokens: 24_000,
  examples: { curated: 20, retrieved: 8, diversity: 0.3, min_similarity: 0.1 },
};
const notes: Record<number, string> = {
  1: "What we began with: five curated examples.",
  2: "Thinks before it answers; two similar executions as examples.",
  3: "Three similar executions as examples.",
};

async function loadStrategies(sql: TransactionSql, now: Date): Promise<void> {
  const at = (daysAgo: number) => new Date(dayStart(now, daysAgo));
  const rows = learningStory.projects.flatMap((project) => [
    ...learningStory.versions.map(({ version, from }) => ({
      project,
      name: learningStory.strategy as string,
      version,
      body: bodies[version],
      note: notes[version] ?? null,
      // The second was tried out before everyone got it.
      created_at: at(version === 2 ? stopped.from + 1 : from),
    })),
    {
      project,
      name: learningStory.candidate.strategy as string,
      version: 1,
      body: fewShotBody,
      note: "As many similar executions as fit.",
      created_at: at(running.from + 1),
    },
  ]);
  for (const row of rows)
    await sql`
      insert into public.prompt_strategies (project, name, version, body, note, created_by_label, created_at)
      values (${row.project}, ${row.name}, ${row.version}, ${sql.json(row.body as never)}, ${row.note}, 'owner@example.com', ${row.created_at})`;
  for (const project of learningStory.projects) {
    await sql`
      insert into public.default_strategies (project, name, strategy_version, updated_at) values (${project}, ${learningStory.strategy}, 3, ${at(19)})`;
  }
  await sql`
    insert into public.knowledge_versions (project, version, document, note, created_by_label, created_at)
    values (${learningStory.projects[0]}, 1, ${sql.json(starterKnowledge as never)}, 'Begun with what came with it.', 'owner@example.com', ${at(45)})`;
}

async function loadExperiments(sql: TransactionSql, now: Date): Promise<void> {
  const at = (daysAgo: number) => new Date(dayStart(now, daysAgo));
  const project = learningStory.projects[0];
  await sql`
    insert into public.experiments (id, project, name, description, status, minimum_effect, guardrails, started_at, stopped_at, stop_reason,
      promoted_variant, promoted_at, created_by_label, created_at, updated_at)
    values
      (${experimentId(stopped.name)}, ${project}, ${stopped.name}, 'Does thinking first make more plans work?', 'stopped', 0.03,
        '[{"metric": "tokens", "max_increase": 1}]', ${at(stopped.from)}, ${at(stopped.to - 1)}, 'Seen enough: everyone gets it.', 'candidate', ${at(stopped.to - 1)},
        'owner@example.com', ${at(stopped.from + 1)}, ${at(stopped.to - 1)}),
      (${experimentId(running.name)}, ${project}, ${running.name}, 'Do more similar executions in the prompt help?', 'running', 0.02,
        '[{"metric": "cost", "max_increase": 1}, {"metric": "response_time", "max_increase": 0.5}]', ${at(running.from)}, null, null, null, null,
        'owner@example.com', ${at(running.from + 1)}, ${at(running.from)})`;
  const { strategy, candidate } = learningStory;
  await sql`
    insert into public.experiment_variants (experiment_id, name, position, weight, strategy, strategy_version)
    values (${experimentId(stopped.name)}, 'control', 0, 1, ${strategy}, 1), (${experimentId(stopped.name)}, 'candidate', 1, 1, ${strategy}, 2),
      (${experimentId(running.name)}, 'control', 0, 1, ${strategy}, 3), (${experimentId(running.name)}, 'candidate', 1, 1, ${candidate.strategy}, 1)`;
}

const ROWS_A_STATEMENT = 1000;

async function insertExecutions(sql: TransactionSql, rows: readonly ExecutionRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const items = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT));
    await sql`
      select count(*) from private.store_executions(${items}::text::jsonb, row('system', null, null, null, null, null)::private.principal_info)`;
  }
}

/** The pattern of an error of the demo, in every project. */
const isOf = (sql: TransactionSql, key: string) => sql`
  p.id in (
    select f.failure_pattern_id from public.llm_feedback f
    where f.error like ${`${(analystErrors[key]?.text ?? "").split("{")[0]}%`} and f.project = any (${[...learningStory.projects]}))`;

/** The plan that would have been right for an execution. */
function findRightPlan({ user_prompt, available_columns }: ExecutionRow): object {
  const [group = "", value = "", date = "", other = ""] = available_columns;
  const columns = { group, value, date, other };
  const request = analystTopics
    .flatMap(({ requests }) => requests)
    .find(({ prompt }) => fillSlots(prompt, columns) === user_prompt);
  if (!request) throw new Error(`Nobody knows the right plan for: ${user_prompt}`);
  return request.plan(columns);
}

/** What people did with the examples: approved and pinned a few, retired some, and wrote better plans for some that did the wrong thing. */
export function composeReviews(rows: readonly ExecutionRow[]) {
  return learningStory.projects.flatMap((project) => {
    const own = rows.filter((row) => row.project === project);
    const good = own.filter((row, index) => row.success && index % 14 === 0).slice(0, 26);
    const wrong = own.filter((row) => row.error_class === "logic");
    return [
      ...good.map(({ id }, index) => ({
        id,
        example_status: index % 6 === 5 ? "retired" : "approved",
        is_pinned: index % 9 === 1,
        better_action_plan: null,
        example_note: index % 6 === 5 ? "Out of date: the column was renamed." : null,
      })),
      ...wrong
        .filter((_, index) => index % 12 === 0)
        .map((row) => ({
          id: row.id,
          example_status: "approved",
          is_pinned: false,
          better_action_plan: findRightPlan(row),
          example_note: "The plan did something else than was asked.",
        })),
    ];
  });
}

async function reviewExamples(sql: TransactionSql, rows: readonly ExecutionRow[], now: Date): Promise<void> {
  const reviews = composeReviews(rows);
  await sql`
    update public.llm_feedback f set example_status = r.example_status, is_pinned = r.is_pinned, better_action_plan = r.better_action_plan,
      example_note = r.example_note, reviewed_by_label = 'reviewer@example.com', reviewed_at = ${new Date(dayStart(now, 3))}, version = 2
    from json_to_recordset(${JSON.stringify(reviews)}::text::json)
      r (id uuid, example_status text, is_pinned boolean, better_action_plan jsonb, example_note text)
    where f.id = r.id`;
}

/** Loads the executions of the demo with all that people did about them, as it would have come about day by day. */
export async function loadDemoLearning(sql: TransactionSql): Promise<void> {
  const now = new Date();
  const { regressed, fixed, known } = learningStory;
  await sql`select private.store_listed_prices(${JSON.stringify(await listPrices())})`;
  await loadStrategies(sql, now);
  await loadExperiments(sql, now);
  const rows = composeDemoExecutions(now);
  const fixedAt = new Date(dayStart(now, regressed.fixedDaysAgo));
  await insertExecutions(
    sql,
    rows.filter((row) => Date.parse(row.created_at) < fixedAt.getTime()),
  );
  for (const { error, fixedIn } of [regressed, fixed])
    await sql`
      update public.failure_patterns p set status = 'fixed', fixed_in_version = ${fixedIn}, fixed_at = ${fixedAt}, version = 2, updated_at = ${fixedAt}
      where ${isOf(sql, error)}`;
  await sql`
    update public.failure_patterns p set status = 'known', note = 'Models guess the capital letter. Columns are in the prompt since version 2.', version = 2
    where ${isOf(sql, known)}`;
  await insertExecutions(
    sql,
    rows.filter((row) => Date.parse(row.created_at) >= fixedAt.getTime()),
  );
  await reviewExamples(sql, rows, now);
}
