import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MIN_SUBJECTS } from "@/lib/stats/sequential";
import { composeDemoExecutions, learningStory, loadDemoLearning } from "../../supabase/seed/learning";
import { readOutcomes, rebuildOutcomes } from "./support/executions";
import { createScratch, type Scratch } from "./support/scratch";

describe("the executions of the demo", () => {
  let db: Scratch;
  beforeAll(async () => {
    db = await createScratch();
    await db.sql.begin(loadDemoLearning);
  });
  afterAll(() => db?.drop());

  test("are the same for the same day, and about 3,000", () => {
    const now = new Date("2026-03-04T15:00:00Z");
    const rows = composeDemoExecutions(now);
    expect(composeDemoExecutions(now)).toEqual(rows);
    expect(rows.length).toBeGreaterThan(2_600);
    expect(rows.length).toBeLessThan(3_600);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    expect(rows.every((row) => Date.parse(row.created_at) <= now.getTime())).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(/\[\[|\{(n|id|file|column)\}/);
  });

  test("fill every figure through the triggers of the table, and every figure has something to show", async () => {
    const kept = await readOutcomes(db.sql);
    expect(kept.length).toBeGreaterThan(200);
    expect(kept).toEqual(await rebuildOutcomes(db.sql));
    const [row] = await db.sql`
      select count(distinct (created_at at time zone 'UTC')::date)::int as days, bool_or(retries > 0) as have_retries,
        bool_or(user_correction is not null) as have_corrections, bool_or(example_ids <> '{}') as have_examples,
        count(distinct error_class)::int as classes, bool_or(is_pinned) as have_pins, bool_or(better_action_plan is not null) as have_better,
        bool_or(example_status = 'retired') as have_retired, bool_and(cost_usd is not null) as are_priced,
        bool_and(success or failure_pattern_id is not null) as have_patterns
      from public.llm_feedback`;
    expect(row).toEqual({
      days: learningStory.days,
      have_retries: true,
      have_corrections: true,
      have_examples: true,
      classes: 3,
      have_pins: true,
      have_better: true,
      have_retired: true,
      are_priced: true,
      have_patterns: true,
    });
  });

  test("tell of a strategy that got better with each version", async () => {
    const rows = await db.sql<{ strategy_version: number; rate: number; n: number }[]>`
      select strategy_version, avg(success::int)::float as rate, count(*)::int as n from public.llm_feedback
      where strategy = ${learningStory.strategy} group by 1 order by 1`;
    expect(rows).toHaveLength(3);
    for (const [index, { version, success }] of learningStory.versions.entries()) {
      expect(rows[index]?.strategy_version).toBe(version);
      expect(Math.abs((rows[index]?.rate ?? 0) - success)).toBeLessThan(0.06);
    }
  });

  test("tell of errors that form patterns: one fixed, one that came back, one known", async () => {
    const patterns = await db.sql<
      {
        status: string;
        error_class: string;
        n: number;
        fixed_in_version: string | null;
        regressed_in_version: string | null;
      }[]
    >`
      select p.status, p.error_class, p.fixed_in_version, p.regressed_in_version,
        (select count(*)::int from public.llm_feedback f where f.failure_pattern_id = p.id) as n
      from public.failure_patterns p where p.project = ${learningStory.projects[0]} order by n desc`;
    expect(patterns.length).toBeGreaterThanOrEqual(7);
    expect(patterns.length).toBeLessThanOrEqual(12);
    const of = (status: string) => patterns.filter((pattern) => pattern.status === status);
    expect(of("regressed")).toMatchObject([
      { error_class: "execution", fixed_in_version: "analyst@2", regressed_in_version: "analyst@3" },
    ]);
    expect(of("fixed")).toMatchObject([{ error_class: "validation", fixed_in_version: "analyst@2" }]);
    expect(of("known")).toHaveLength(1);
    expect(of("new").length).toBeGreaterThan(2);
  });

  test("tell of an experiment that was decided and of one that goes on, with people assigned to their variants", async () => {
    const rows = await db.sql`
      select e.name, e.status, count(distinct a.variant)::int as variants, 
        -- As many of each as the rule asks for before it says anything.
        (select min(x.n)::int >= ${MIN_SUBJECTS} from (
          select count(*) as n from public.experiment_assignments s where s.experiment_id = e.id group by s.variant) x) as have_subjects,
        (select avg(f.success::int) filter (where f.variant = 'candidate') > avg(f.success::int) filter (where f.variant = 'control')
          from public.llm_feedback f where f.experiment_id = e.id) as is_better,
        (select bool_and(f.variant = x.variant) from public.llm_feedback f
          join public.experiment_assignments x on x.experiment_id = f.experiment_id and x.subject = f.subject where f.experiment_id = e.id) as are_sticky
      from public.experiments e join public.experiment_assignments a on a.experiment_id = e.id group by e.id order by e.status`;
    const common = { variants: 2, have_subjects: true, is_better: true, are_sticky: true };
    expect([...rows]).toEqual([
      { name: learningStory.running.name, status: "running", ...common },
      { name: learningStory.stopped.name, status: "stopped", ...common },
    ]);
  });
});
