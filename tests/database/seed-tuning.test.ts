import { readFileSync } from "node:fs";
import type { Row } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { importSession, recordTurns, startSession, turn } from "./support/sessions";

// The statements that the product's first documents print about reviewing, run as they are printed but for their literal
// ids, by a reviewer where they read; and the checklist of the same document.

let db: Scratch;
let key: Principal;
let reviewer: Principal;
let sessionId: string;
let turnId: string;

beforeAll(async () => {
  db = await createScratch();
  key = await createKey(db.sql, ["ingest"]);
  reviewer = await createMember(db.sql, "reviewer");
});
afterAll(() => db?.drop());

beforeEach(async () => {
  await db.sql`truncate public.prompt_tuning_sessions, public.prompt_tuning_sessions_archive cascade`;
  const session = await startSession(db.sql, key, {
    session_start: new Date(Date.now() - 30 * 60_000).toISOString(),
    tester_email: "meg@fitnessconnection.com",
    master_prompt_version: "fc26922",
  });
  sessionId = session.id;
  const { turns } = await recordTurns(db.sql, key, sessionId, [
    turn({
      avg_similarity: 0.8,
      processing_time_ms: 1000,
      improvements: [
        {
          improvement_note: "Should ask clarifying questions first",
          category: "content",
          timestamp: "2025-10-24T10:01:15Z",
        },
        {
          improvement_note: "Too formal, needs more empathy",
          category: "tone",
          timestamp: "2025-10-24T10:01:30Z",
        },
      ],
    }),
    turn({ user_message: "I called once today", avg_similarity: 0.9, processing_time_ms: 2000 }),
  ]);
  turnId = turns[0]?.id ?? "";
});

const asReviewer = (statement: string): Promise<Row[]> =>
  actAs(db.sql, reviewer, (sql) =>
    sql.unsafe(statement.replaceAll("'abc-123'", `'${sessionId}'`).replaceAll("'turn-1'", `'${turnId}'`)),
  );

describe("Common Queries", () => {
  test("Get Active Session for User", async () => {
    const statement = `
      SELECT *
      FROM prompt_tuning_sessions
      WHERE tester_email = 'meg@fitnessconnection.com'
        AND session_end IS NULL
      ORDER BY session_start DESC
      LIMIT 1;`;
    expect(await asReviewer(statement)).toMatchObject([
      { id: sessionId, branch_name: "prompt-tuning", total_turns: 2, total_improvements: 2 },
    ]);
    await db.sql`update public.prompt_tuning_sessions set session_end = now()`;
    expect(await asReviewer(statement)).toHaveLength(0);
  });

  test("Get All Turns for a Session", async () => {
    const rows = await asReviewer(`
      SELECT *
      FROM tuning_conversation_turns
      WHERE session_id = 'abc-123'
      ORDER BY turn_number ASC;`);
    expect(rows.map((row) => row.turn_number)).toEqual([1, 2]);
    expect(rows[0]).toMatchObject({ id: turnId, avg_similarity: 0.8, metadata: {} });
  });

  test("Get Improvements for a Turn", async () => {
    const rows = await asReviewer(`
      SELECT *
      FROM tuning_improvements
      WHERE turn_id = 'turn-1'
      ORDER BY timestamp ASC;`);
    expect(rows.map((row) => row.category)).toEqual(["content", "tone"]);
  });

  test("Export Session Data (for CSV)", async () => {
    const rows = await asReviewer(`
      SELECT
        t.turn_number,
        t.user_message,
        t.era_response,
        i.improvement_note,
        i.category,
        i.timestamp
      FROM tuning_conversation_turns t
      LEFT JOIN tuning_improvements i ON i.turn_id = t.id
      WHERE t.session_id = 'abc-123'
      ORDER BY t.turn_number, i.timestamp;`);
    expect(rows.map((row) => [row.turn_number, row.improvement_note])).toEqual([
      [1, "Should ask clarifying questions first"],
      [1, "Too formal, needs more empathy"],
      [2, null],
    ]);
  });

  test("Session Statistics", async () => {
    const rows = await asReviewer(`
      SELECT
        s.id,
        s.session_start,
        s.session_end,
        s.branch_name,
        s.total_turns,
        s.total_improvements,
        EXTRACT(EPOCH FROM (COALESCE(s.session_end, NOW()) - s.session_start)) / 60 AS duration_minutes,
        AVG(t.avg_similarity) AS avg_rag_similarity,
        AVG(t.processing_time_ms) AS avg_processing_time_ms
      FROM prompt_tuning_sessions s
      LEFT JOIN tuning_conversation_turns t ON t.session_id = s.id
      WHERE s.tester_email = 'meg@fitnessconnection.com'
      GROUP BY s.id
      ORDER BY s.session_start DESC;`);
    expect(rows).toMatchObject([{ id: sessionId, total_turns: 2, total_improvements: 2 }]);
    expect(Number(rows[0]?.duration_minutes)).toBeGreaterThanOrEqual(30);
    expect(Number(rows[0]?.avg_rag_similarity)).toBeCloseTo(0.85);
    expect(Number(rows[0]?.avg_processing_time_ms)).toBe(1500);
    const [answer] = await actAs(
      db.sql,
      reviewer,
      (sql) => sql`select public.get_tuning_session_stats(${sessionId}) as stats`,
    );
    expect(Object.keys(answer?.stats)).toEqual(Object.keys(rows[0] ?? {}));
  });
});

describe("Data Retention Policy", () => {
  test("archives sessions that are older than 90 days, then deletes them with their turns and notes", async () => {
    const old = await importSession(db.sql, key, {
      turns: [turn({ timestamp: "2025-01-01T00:00:00Z", improvements: [{ improvement_note: "n" }] })],
    });
    await db.sql.unsafe(`
      INSERT INTO prompt_tuning_sessions_archive
      SELECT * FROM prompt_tuning_sessions
      WHERE session_start < NOW() - INTERVAL '90 days';`);
    await db.sql.unsafe(`
      DELETE FROM prompt_tuning_sessions
      WHERE session_start < NOW() - INTERVAL '90 days';`);
    const archived =
      await db.sql`select id, total_turns, total_improvements from public.prompt_tuning_sessions_archive`;
    expect([...archived]).toEqual([{ id: old.id, total_turns: 1, total_improvements: 1 }]);
    expect(await db.sql`select from public.tuning_improvements where session_id = ${old.id}`).toHaveLength(0);
    expect(await db.sql`select from public.prompt_tuning_sessions`).toHaveLength(1);
  });
});

describe("Testing Checklist", () => {
  test("all indexes are created, but for the one that a constraint makes unnecessary", async () => {
    const found = (await db.sql`select indexname from pg_catalog.pg_indexes where schemaname = 'public'`).map(
      (row) => row.indexname,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        "idx_tuning_sessions_start",
        "idx_tuning_sessions_tester",
        "idx_tuning_sessions_branch",
        "idx_tuning_sessions_active",
        "unique_session_turn",
        "idx_tuning_turns_timestamp",
        "idx_tuning_turns_similarity",
        "idx_tuning_improvements_turn",
        "idx_tuning_improvements_category",
        "idx_tuning_improvements_timestamp",
      ]),
    );
  });

  test("the triggers and functions have the document's names", async () => {
    const rows = await db.sql`
      select t.tgname as trigger, p.proname as function from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid
      where t.tgname in ('trigger_update_turn_count', 'trigger_update_improvement_count', 'update_sessions_updated_at') order by 1`;
    expect([...rows]).toEqual([
      { trigger: "trigger_update_improvement_count", function: "update_improvement_count" },
      { trigger: "trigger_update_turn_count", function: "update_session_metrics" },
      { trigger: "update_sessions_updated_at", function: "update_updated_at_column" },
    ]);
  });

  test("the generated types have the document's columns", () => {
    const types = readFileSync("lib/supabase/database.types.ts", "utf8");
    for (const [table, columns] of Object.entries({
      prompt_tuning_sessions:
        "id session_start session_end master_prompt_version branch_name total_turns total_improvements tester_id tester_email tester_name metadata created_at updated_at",
      tuning_conversation_turns:
        "id session_id turn_number user_message era_response timestamp processing_time_ms search_results avg_similarity total_chunks confidence_score template_used metadata " +
        "has_policy_citation appropriate_action_suggested structure_complete professionalism_score empathy_score clarity_score",
      tuning_improvements: "id turn_id improvement_note category timestamp metadata",
      prompt_version_comparisons:
        "id version_a version_b metric_name version_a_score version_b_score comparison_date",
    })) {
      const row = new RegExp(`\\b${table}: \\{\\s*Row: \\{([^}]*)\\}`).exec(types)?.[1] ?? "";
      for (const column of columns.split(" "))
        expect(row, `${table}.${column}`).toMatch(new RegExp(`\\b${column}: `));
    }
  });

  test("a session of 1,500 turns is read by index, page by page, and nothing is missed", async () => {
    const { id } = await importSession(db.sql, key, {
      turns: Array.from({ length: 1500 }, (_, index) => turn({ avg_similarity: (index % 100) / 100 })),
    });
    await db.sql`analyze public.tuning_conversation_turns, public.prompt_tuning_sessions`;
    const seen: number[] = [];
    let after: string | null = "0";
    do {
      const [{ page } = { page: null }]: Row[] = await actAs(
        db.sql,
        reviewer,
        (sql) => sql`select public.list_tuning_session_turns(${id}, 400, ${Number(after)}) as page`,
      );
      seen.push(...page.data.map((each: { turn_number: number }) => each.turn_number));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1));

    const plan = async (statement: string) =>
      (await asReviewer(`explain ${statement}`)).map((row) => row["QUERY PLAN"]).join("\n");
    expect(
      await plan(
        `select * from tuning_conversation_turns where session_id = '${id}' and turn_number > 1400 order by turn_number limit 51`,
      ),
    ).toMatch(/Index Scan using unique_session_turn/);
  });
});
