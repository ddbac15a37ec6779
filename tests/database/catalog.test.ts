import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testEnvironment } from "./support/environment";
import { anonymous, rest } from "./support/rest";

// These read the database that the API serves, after the API has granted every right on every table to everyone.

/** Who may call each function of `public`; anon can do nothing else. A function that is missing here fails the test. */
const callableBy: Record<string, ("anon" | "authenticated")[]> = {
  acknowledge_alert: ["authenticated"],
  append_to_dataset_version: ["authenticated"],
  authenticate_api_key: ["anon", "authenticated"],
  cancel_dataset_version: ["authenticated"],
  check_budgets: ["authenticated"],
  check_tuning_import: ["authenticated"],
  claim_dataset_version: ["authenticated"],
  claim_next_turn: ["authenticated"],
  compare_prompt_versions: ["authenticated"],
  cost_series: ["authenticated"],
  costs_by_user: ["authenticated"],
  costs_daily: ["authenticated"],
  costs_summary: ["authenticated"],
  count_conversations: ["authenticated"],
  count_dataset_examples: ["authenticated"],
  count_examples: ["authenticated"],
  count_executions: ["authenticated"],
  count_failure_patterns: ["authenticated"],
  count_feedback: ["authenticated"],
  count_interactions: ["authenticated"],
  create_budget: ["authenticated"],
  create_dataset: ["authenticated"],
  create_dataset_version: ["authenticated"],
  create_experiment: ["authenticated"],
  create_review_queue: ["authenticated"],
  create_tuning_session: ["authenticated"],
  create_webhook: ["authenticated"],
  current_principal: ["authenticated"],
  delete_budget: ["authenticated"],
  delete_dataset: ["authenticated"],
  delete_experiment: ["authenticated"],
  delete_feedback: ["authenticated"],
  delete_improvement: ["authenticated"],
  delete_model_price: ["authenticated"],
  delete_review_queue: ["authenticated"],
  delete_test_case: ["authenticated"],
  delete_webhook: ["authenticated"],
  diff_dataset_versions: ["authenticated"],
  erase_user: ["authenticated"],
  execution_breakdown: ["authenticated"],
  execution_stats: ["authenticated"],
  execution_timeseries: ["authenticated"],
  execution_versions: ["authenticated"],
  export_conversations_page: ["authenticated"],
  export_costs_by_user_page: ["authenticated"],
  export_examples_page: ["authenticated"],
  export_execution_rows_page: ["authenticated"],
  export_executions_page: ["authenticated"],
  export_failure_patterns_page: ["authenticated"],
  export_feedback_page: ["authenticated"],
  export_improvements_page: ["authenticated"],
  export_interactions_page: ["authenticated"],
  export_tuning_turns_page: ["authenticated"],
  export_user_page: ["authenticated"],
  fail_dataset_version: ["authenticated"],
  failure_heatmap: ["authenticated"],
  feedback_accuracy: ["authenticated"],
  feedback_stats: ["authenticated"],
  feedback_timeseries: ["authenticated"],
  find_active_tuning_session: ["authenticated"],
  find_dataset_needs: ["authenticated"],
  find_running_experiment: ["authenticated"],
  find_similar_examples: ["authenticated"],
  find_strategy: ["authenticated"],
  finish_dataset_version: ["authenticated"],
  get_archived_session: ["authenticated"],
  get_conversation: ["authenticated"],
  get_dataset: ["authenticated"],
  get_dataset_seal: ["authenticated"],
  get_dataset_version: ["authenticated"],
  get_example: ["authenticated"],
  get_execution: ["authenticated"],
  get_experiment: ["authenticated"],
  get_experiment_sums: ["authenticated"],
  get_failure_pattern: ["authenticated"],
  get_feedback: ["authenticated"],
  get_improvement: ["authenticated"],
  get_ingest_settings: ["authenticated"],
  get_interaction: ["authenticated"],
  get_knowledge: ["authenticated"],
  get_preferences: ["authenticated"],
  get_project_settings: ["authenticated"],
  get_prompt_version: ["authenticated"],
  get_retention_policy: ["authenticated"],
  get_review_queue: ["authenticated"],
  get_review_screen: ["authenticated"],
  get_tuning_session: ["authenticated"],
  get_tuning_session_stats: ["authenticated"],
  get_tuning_turn: ["authenticated"],
  get_user_profile: ["authenticated"],
  get_weekly_finetuning_dataset: ["authenticated"],
  import_tuning_session: ["authenticated"],
  keep_comparison: ["authenticated"],
  list_alerts: ["authenticated"],
  list_archive: ["authenticated"],
  list_budgets: ["authenticated"],
  list_comparisons: ["authenticated"],
  list_conversations: ["authenticated"],
  list_dataset_items: ["authenticated"],
  list_dataset_versions: ["authenticated"],
  list_datasets: ["authenticated"],
  list_disagreements: ["authenticated"],
  list_domain_flow: ["authenticated"],
  list_examples: ["authenticated"],
  list_executions: ["authenticated"],
  list_experiments: ["authenticated"],
  list_failure_patterns: ["authenticated"],
  list_feedback: ["authenticated"],
  list_feedback_revisions: ["authenticated"],
  list_handoffs: ["authenticated"],
  list_improvement_projects: ["authenticated"],
  list_improvements: ["authenticated"],
  list_interactions: ["authenticated"],
  list_model_prices: ["authenticated"],
  list_projects: ["authenticated"],
  list_prompt_versions: ["authenticated"],
  list_recommendations: ["authenticated"],
  list_redaction_settings: ["authenticated"],
  list_review_queues: ["authenticated"],
  list_strategies: ["authenticated"],
  list_test_cases: ["authenticated"],
  list_tuning_session_turns: ["authenticated"],
  list_tuning_sessions: ["authenticated"],
  list_tuning_turns: ["authenticated"],
  list_turn_improvements: ["authenticated"],
  list_unpriced: ["authenticated"],
  list_webhook_deliveries: ["authenticated"],
  list_webhooks: ["authenticated"],
  observe_improvement: ["authenticated"],
  promote_variant: ["authenticated"],
  put_prompt_version: ["authenticated"],
  read_dataset_examples: ["authenticated"],
  read_dataset_file: ["authenticated"],
  read_dataset_hashes: ["authenticated"],
  record_conversation_export: ["authenticated"],
  record_dataset_download: ["authenticated"],
  record_execution_export: ["authenticated"],
  record_executions: ["authenticated"],
  record_export: ["authenticated"],
  record_feedback: ["authenticated"],
  record_improvement: ["authenticated"],
  record_improvement_export: ["authenticated"],
  record_interaction_export: ["authenticated"],
  record_interactions: ["authenticated"],
  record_rows_export: ["authenticated"],
  record_run: ["authenticated"],
  record_tuning_export: ["authenticated"],
  record_tuning_turns: ["authenticated"],
  record_user_export: ["authenticated"],
  refresh_llm_analytics: ["authenticated"],
  refresh_llm_feedback: ["authenticated"],
  refresh_model_accuracy: ["authenticated"],
  release_claim: ["authenticated"],
  remove_dataset_items: ["authenticated"],
  renew_claim: ["authenticated"],
  renew_dataset_version: ["authenticated"],
  reprice_interactions: ["authenticated"],
  reseal_dataset_version: ["authenticated"],
  restore_archived_session: ["authenticated"],
  restore_budget: ["authenticated"],
  restore_dataset: ["authenticated"],
  restore_feedback: ["authenticated"],
  restore_improvement: ["authenticated"],
  review_agreement: ["authenticated"],
  run_retention: ["authenticated"],
  save_adjudication: ["authenticated"],
  save_knowledge: ["authenticated"],
  save_review: ["authenticated"],
  save_strategy: ["authenticated"],
  save_test_case: ["authenticated"],
  set_dataset_version_total: ["authenticated"],
  set_default_strategy: ["authenticated"],
  set_model_price: ["authenticated"],
  start_run: ["authenticated"],
  summarize_agents: ["authenticated"],
  summarize_context: ["authenticated"],
  summarize_improvements: ["authenticated"],
  summarize_live: ["authenticated"],
  summarize_my_reviews: ["authenticated"],
  summarize_submission_rate: ["authenticated"],
  summarize_tuning_sessions: ["authenticated"],
  test_webhook: ["authenticated"],
  undo_review: ["authenticated"],
  update_budget: ["authenticated"],
  update_dataset: ["authenticated"],
  update_example: ["authenticated"],
  update_execution: ["authenticated"],
  update_experiment: ["authenticated"],
  update_failure_pattern: ["authenticated"],
  update_feedback: ["authenticated"],
  update_improvements: ["authenticated"],
  update_interaction: ["authenticated"],
  update_preferences: ["authenticated"],
  update_project_settings: ["authenticated"],
  update_retention_policy: ["authenticated"],
  update_review_queue: ["authenticated"],
  update_tuning_session: ["authenticated"],
  update_webhook: ["authenticated"],
  what_if_cost: ["authenticated"],
  // Functions of triggers: they need no caller.
  update_improvement_count: [],
  update_session_metrics: [],
  update_updated_at_column: [],
};

/** Functions that run with their owner's rights. Each has its reason beside it in the migration. */
const securityDefiner = [
  "private.add_users",
  "private.audit",
  "private.blind_turns",
  "private.close_idle_conversations",
  "private.complete_improvement",
  "private.complete_review",
  "private.complete_turn",
  "private.conversation_page",
  "private.count_deleted_failures",
  "private.count_inserted_failures",
  "private.count_updated_failures",
  "private.delete_improvement",
  "private.example_effects",
  "private.example_json",
  "private.example_terms",
  "private.execution_page",
  "private.feedback_daily_matching",
  "private.feedback_hourly_matching",
  "private.feedback_page",
  "private.feedback_periods",
  "private.fill_review_queues",
  "private.fill_review_queues_with_session",
  "private.fill_review_queues_with_turns",
  "private.follow_llm_interactions",
  "private.gather_examples",
  "private.hold_session_of_turn",
  "private.interaction_page",
  "private.is_blind",
  "private.is_known_project",
  "private.keep_feedback_revision",
  "private.keep_one_admin",
  "private.move_session_rows",
  "private.principal",
  "private.rank_examples",
  "private.rebuild_failure_pattern_daily",
  "private.rebuild_feedback_rollups",
  "private.rebuild_learning_rollups",
  "private.rebuild_llm_rollups",
  "private.record_improvement",
  "private.refresh_metrics_of_turn",
  "private.refresh_turn_metrics",
  "private.refresh_user_profiles",
  "private.restore_improvement",
  "private.roll_up_deleted_feedback",
  "private.roll_up_executions",
  "private.roll_up_inserted_feedback",
  "private.roll_up_updated_feedback",
  "private.save_adjudication",
  "private.save_review",
  "private.turn_of",
  "private.twice_reviewed_turns",
  "private.undo_review",
  "private.update_tuning_session",
  "private.visible_datasets",
  "public.acknowledge_alert",
  "public.append_to_dataset_version",
  "public.authenticate_api_key",
  "public.cancel_dataset_version",
  "public.check_budgets",
  "public.claim_dataset_version",
  "public.claim_next_turn",
  "public.compare_prompt_versions",
  "public.count_conversations",
  "public.count_dataset_examples",
  "public.count_examples",
  "public.count_executions",
  "public.count_failure_patterns",
  "public.count_interactions",
  "public.create_budget",
  "public.create_dataset",
  "public.create_dataset_version",
  "public.create_experiment",
  "public.create_review_queue",
  "public.create_tuning_session",
  "public.create_webhook",
  "public.delete_budget",
  "public.delete_dataset",
  "public.delete_experiment",
  "public.delete_feedback",
  "public.delete_improvement",
  "public.delete_model_price",
  "public.delete_review_queue",
  "public.delete_test_case",
  "public.delete_webhook",
  "public.diff_dataset_versions",
  "public.erase_user",
  "public.export_examples_page",
  "public.export_execution_rows_page",
  "public.export_executions_page",
  "public.export_improvements_page",
  "public.export_tuning_turns_page",
  "public.export_user_page",
  "public.fail_dataset_version",
  "public.failure_heatmap",
  "public.find_dataset_needs",
  "public.find_similar_examples",
  "public.finish_dataset_version",
  "public.get_dataset_seal",
  "public.get_dataset_version",
  "public.get_example",
  "public.get_execution",
  "public.get_experiment_sums",
  "public.get_failure_pattern",
  "public.get_improvement",
  "public.get_ingest_settings",
  "public.get_review_screen",
  "public.import_tuning_session",
  "public.keep_comparison",
  "public.list_dataset_items",
  "public.list_dataset_versions",
  "public.list_examples",
  "public.list_executions",
  "public.list_failure_patterns",
  "public.list_improvements",
  "public.list_redaction_settings",
  "public.list_tuning_sessions",
  "public.list_tuning_turns",
  "public.list_webhook_deliveries",
  "public.list_webhooks",
  "public.observe_improvement",
  "public.promote_variant",
  "public.put_prompt_version",
  "public.read_dataset_examples",
  "public.read_dataset_file",
  "public.read_dataset_hashes",
  "public.record_dataset_download",
  "public.record_executions",
  "public.record_feedback",
  "public.record_improvement",
  "public.record_interactions",
  "public.record_run",
  "public.record_tuning_turns",
  "public.refresh_llm_analytics",
  "public.refresh_llm_feedback",
  "public.refresh_model_accuracy",
  "public.release_claim",
  "public.remove_dataset_items",
  "public.renew_claim",
  "public.renew_dataset_version",
  "public.reprice_interactions",
  "public.reseal_dataset_version",
  "public.restore_archived_session",
  "public.restore_budget",
  "public.restore_dataset",
  "public.restore_feedback",
  "public.restore_improvement",
  "public.run_retention",
  "public.save_adjudication",
  "public.save_knowledge",
  "public.save_review",
  "public.save_strategy",
  "public.save_test_case",
  "public.set_dataset_version_total",
  "public.set_default_strategy",
  "public.set_model_price",
  "public.start_run",
  "public.summarize_improvements",
  "public.summarize_my_reviews",
  "public.test_webhook",
  "public.undo_review",
  "public.update_budget",
  "public.update_dataset",
  "public.update_example",
  "public.update_execution",
  "public.update_experiment",
  "public.update_failure_pattern",
  "public.update_feedback",
  "public.update_improvement_count",
  "public.update_improvements",
  "public.update_interaction",
  "public.update_preferences",
  "public.update_project_settings",
  "public.update_retention_policy",
  "public.update_review_queue",
  "public.update_session_metrics",
  "public.update_tuning_session",
  "public.update_webhook",
];

interface FunctionRow {
  name: string;
  signature: string;
  is_definer: boolean;
  settings: string[] | null;
  comment: string | null;
  callers: string[];
}

let sql: Sql;
let functions: FunctionRow[] = [];

beforeAll(async () => {
  sql = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { max: 1, onnotice: () => {} });
  // Any request will do: it is the first one that makes the grants.
  await rest(anonymous, "GET", "projects");
  functions = await sql<FunctionRow[]>`
    select n.nspname || '.' || p.proname as name, p.oid::regprocedure::text as signature, p.prosecdef as is_definer,
      p.proconfig as settings, obj_description(p.oid, 'pg_proc') as comment,
      array(select r from unnest(array['anon', 'authenticated']) r where has_function_privilege(r, p.oid, 'execute')) as callers
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private')
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`;
});
afterAll(() => sql?.end());

describe("functions", () => {
  test("of public are executable by exactly those who are listed", () => {
    const found = functions.filter((each) => each.name.startsWith("public."));
    expect(Object.fromEntries(found.map((each) => [each.name.replace("public.", ""), each.callers]))).toEqual(
      callableBy,
    );
  });

  test("are not overloaded in public: the API could not tell which one is meant", () => {
    const names = functions.filter((each) => each.name.startsWith("public.")).map((each) => each.name);
    expect(names).toEqual([...new Set(names)]);
  });

  test("of private are executable by nobody who is not signed in", () => {
    expect(
      functions.filter((each) => each.name.startsWith("private.") && each.callers.includes("anon")),
    ).toEqual([]);
  });

  test("that run with their owner's rights are exactly those who are listed", () => {
    expect(functions.filter((each) => each.is_definer).map((each) => each.name)).toEqual(securityDefiner);
  });

  test("all have a fixed, empty search path", () => {
    const open = functions.filter((each) => !each.settings?.includes('search_path=""'));
    expect(open.map((each) => each.signature)).toEqual([]);
  });

  test("all have a comment", () => {
    expect(functions.filter((each) => !each.comment).map((each) => each.signature)).toEqual([]);
  });

  test.each(Object.keys(callableBy).filter((name) => callableBy[name]?.join() === "authenticated"))(
    "%s is refused to anon by the API",
    async (name) => {
      const answer = await rest(anonymous, "POST", `rpc/${name}`, { body: {} });
      expect([401, 403, 404]).toContain(answer.status);
    },
  );
});

describe("tables and views", () => {
  test("all tables of public and private have row-level security", async () => {
    const open = await sql`
      select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and not c.relrowsecurity`;
    expect([...open]).toEqual([]);
  });

  test("all views run with the rights of their reader and take no writes", async () => {
    const views = await sql<{ name: string; options: string[] | null; is_updatable: boolean }[]>`
      select c.oid::regclass::text as name, c.reloptions as options, pg_relation_is_updatable(c.oid, false) <> 0 as is_updatable
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind = 'v'`;
    expect(views.length).toBeGreaterThan(0);
    for (const view of views) {
      expect(view.options, view.name).toContain("security_invoker=on");
      expect(view.is_updatable, view.name).toBe(false);
    }
  });

  test("none is a materialized view or a foreign table, which cannot have policies", async () => {
    const found = await sql`
      select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind in ('m', 'f')`;
    expect([...found]).toEqual([]);
  });

  test("all have a comment", async () => {
    const silent = await sql`
      select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null`;
    expect([...silent]).toEqual([]);
  });
});

describe("policies", () => {
  test("are for one command each, for signed-in callers, and say in a sentence what they allow", async () => {
    const policies = await sql<
      { tablename: string; policyname: string; cmd: string; roles: string; permissive: string }[]
    >`
      select tablename, policyname, cmd, roles::text, permissive from pg_catalog.pg_policies where schemaname in ('public', 'private')`;
    for (const policy of policies) {
      const name = `${policy.tablename}: ${policy.policyname}`;
      expect(policy.cmd, name).not.toBe("ALL");
      expect(policy.roles, name).toBe("{authenticated}");
      expect(policy.policyname.split(" ").length, name).toBeGreaterThan(2);
    }
  });

  test("ask their functions once per statement, not once per row", async () => {
    const conditions = await sql<{ name: string; text: string }[]>`
      select tablename || ': ' || policyname as name, concat_ws(' ', qual, with_check) as text
      from pg_catalog.pg_policies where schemaname in ('public', 'private')`;
    for (const { name, text } of conditions) {
      // PostgreSQL writes (select private.f()) back as ( SELECT private.f() AS f).
      const perRow = text.replace(/\( SELECT (private|auth)\.\w+\([^()]*\) AS \w+\)/g, "");
      expect(perRow, name).not.toMatch(/(private|auth)\.\w+\(/);
    }
  });
});
