import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ExamplePage, TrainingExample } from "@/lib/datasets/examples/schemas";
import { execution, recordExecutions } from "./support/executions";
import { interaction, record as recordInteractions } from "./support/interactions";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { admin, ana, meg, owner, project, sql, stageReviews } from "./support/review-stage";
import { content, createQueue, note, save } from "./support/reviews";
import { importSession, recordTurns, startSession } from "./support/sessions";
import { recordIds, vote } from "./support/votes";

stageReviews();

type Options = { pairs?: boolean; context_turns?: number; projects?: string[] };
type Read = { who?: Principal; filter?: object; options?: Options; limit?: number; cursor?: string | null };

const readPage = (source: string, { who = admin, filter = {}, options = {}, limit, cursor }: Read = {}) =>
  callAs<ExamplePage>(sql, who, "read_dataset_examples", {
    source,
    filter: JSON.stringify({ project: [project], ...filter }),
    options: JSON.stringify(options),
    page_limit: limit,
    page_cursor: cursor ?? undefined,
  });

/** Every example of a selection, page by page. */
async function readAll(source: string, read: Read = {}): Promise<TrainingExample[]> {
  const all: TrainingExample[] = [];
  let cursor: string | null = null;
  do {
    const { data, next }: ExamplePage = await readPage(source, { ...read, cursor });
    all.push(...data);
    cursor = next;
  } while (cursor !== null);
  return all;
}

const count = (source: string, filter: object = {}, who: Principal = admin) =>
  callAs<string>(sql, who, "count_dataset_examples", {
    source,
    filter: JSON.stringify({ project: [project], ...filter }),
  }).then(Number);

const needs = (source: string, names: string[], filter: object = {}) =>
  callAs<Record<string, boolean>>(sql, admin, "find_dataset_needs", {
    source,
    filter: JSON.stringify({ project: [project], ...filter }),
    needs: JSON.stringify(names),
  });

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString();
const texts = ({ context }: TrainingExample) =>
  context.map((message) => `${message.role}: ${message.content}`);

/** A session whose turns are asked and answered in order; answers the ids of its turns. */
async function talk(turns: object[], session: object = {}): Promise<string[]> {
  const { id } = await startSession(sql, admin, { project, ...session });
  const { turns: stored } = await recordTurns(
    sql,
    admin,
    id,
    turns.map((each, n) => ({
      user_message: `q${n + 1}`,
      era_response: `a${n + 1}`,
      timestamp: at(n),
      ...each,
    })),
  );
  return stored.map((turn) => turn.id);
}

describe("votes", () => {
  test("are read as canonical examples", async () => {
    const [plain, talked] = await recordIds(sql, admin, [
      vote({ project, user_id: "ann", intent: "sums", created_at: at(1) }),
      vote({ project, session_id: "s1", rating: -1, corrected_response: "four", created_at: at(2) }),
    ]);
    expect(await readAll("feedback")).toEqual([
      {
        id: plain,
        conversation: plain,
        context: [{ role: "user", content: "What is 2 + 2?" }],
        answer: "4",
        answer_object: null,
        better_answer: null,
        better_object: null,
        rating: 1,
        categories: [],
        preferred: null,
        provenance: {
          source: "feedback",
          project,
          model: "model-a",
          intent: "sums",
          prompt_version: null,
          user_id: "ann",
          created_at: expect.stringMatching(/^2026-01-01T10:00:01/),
        },
      },
      expect.objectContaining({ id: talked, conversation: "s1", better_answer: "four", rating: -1 }),
    ]);
  });

  test("come oldest first, in pages that leave nothing out and repeat nothing", async () => {
    // Several of one moment: the id decides.
    const votes = Array.from({ length: 23 }, (_, n) => vote({ project, created_at: at(Math.floor(n / 3)) }));
    await recordIds(sql, admin, votes);
    const [expected] = await sql<{ ids: string[] }[]>`
      select array_agg(id::text order by created_at, id) as ids from public.feedback where project = ${project}`;
    for (const limit of [1, 2, 7, 23, 2000]) {
      const read = await readAll("feedback", { limit });
      expect(
        read.map(({ id }) => id),
        `pages of ${limit}`,
      ).toEqual(expected?.ids);
    }
  });

  test("fill a page of at most 8 MB, whatever the size of one", async () => {
    const long = "x".repeat(450_000);
    await recordIds(
      sql,
      admin,
      Array.from({ length: 40 }, () => vote({ project, response: long, created_at: at(1) })),
    );
    const { data, next } = await readPage("feedback");
    expect(data).toHaveLength(Math.floor(8_000_000 / (450_000 + "What is 2 + 2?".length)));
    expect(next).not.toBeNull();
    expect(await readAll("feedback")).toHaveLength(40);
  });

  test("count as many as are read, under every filter of their list", async () => {
    await recordIds(
      sql,
      admin,
      Array.from({ length: 30 }, (_, n) =>
        vote({
          project,
          model: `m${n % 3}`,
          rating: n % 4 ? 1 : -1,
          created_at: at(n),
          ...(n % 5 ? {} : { corrected_response: "better" }),
        }),
      ),
    );
    for (const [filter, expected] of [
      [{}, 30],
      [{ model: ["m1"] }, 10],
      [{ rating: -1 }, 8],
      [{ has_note: true }, 6],
      [{ from: at(3), to: at(9) }, 6],
      [{ model: ["m0", "m1"], rating: -1, from: at(1) }, 5],
    ] as const) {
      expect(await count("feedback", filter), JSON.stringify(filter)).toBe(expected);
      expect(await readAll("feedback", { filter })).toHaveLength(expected);
    }
  });
});

describe("pairs", () => {
  const pairOf = async (query: string, filter: object = {}) => {
    const read = await readAll("feedback", { options: { pairs: true }, filter });
    return read.find((each) => each.context[0]?.content === query && each.rating === -1)?.preferred ?? null;
  };

  test("take the newest good answer to the same question, however it is written", async () => {
    const [, , newest] = await recordIds(sql, admin, [
      vote({ project, query: "Where is my bus?", response: "old", created_at: at(1), user_id: "bob" }),
      vote({ project, query: "where is my train", response: "another question", created_at: at(5) }),
      vote({ project, query: " where  IS\nmy bus", response: "new", created_at: at(4), user_id: "ann" }),
      vote({ project, query: "Where is my bus？！", response: "wrong", rating: -1, created_at: at(2) }),
      vote({ project, query: "ＷＨＥＲＥ is my bus…", response: "bad", rating: -1, created_at: at(3) }),
    ]);
    const preferred = { id: newest, answer: "new", user_id: "ann" };
    expect(await pairOf("Where is my bus？！")).toEqual({
      id: expect.any(String),
      answer: "new",
      user_id: "ann",
    });
    expect(await pairOf("ＷＨＥＲＥ is my bus…")).toEqual(preferred);
  });

  test("are looked up only when they are asked for, and for bad answers without a better one", async () => {
    await recordIds(sql, admin, [
      vote({ project, response: "good", created_at: at(1) }),
      vote({ project, response: "bad", rating: -1, created_at: at(2) }),
      vote({ project, response: "corrected", rating: -1, corrected_response: "right", created_at: at(3) }),
    ]);
    const found = async (options: Options) =>
      (await readAll("feedback", { options })).map(({ answer, preferred }) => [answer, preferred?.answer]);
    expect(await found({ pairs: true })).toEqual([
      ["good", undefined],
      ["bad", "good"],
      ["corrected", undefined],
    ]);
    expect((await found({})).flatMap(([, preferred]) => preferred ?? [])).toEqual([]);
  });

  test("stay within the range and the project, whatever else the filter says", async () => {
    const other = uniqueName("p");
    await recordIds(sql, admin, [
      vote({ project, query: "q", response: "before", created_at: at(1) }),
      vote({ project: other, query: "q", response: "elsewhere", created_at: at(5) }),
      vote({ project, query: "q", response: "bad", rating: -1, created_at: at(6) }),
    ]);
    expect(await pairOf("q", { from: at(2) })).toBeNull();
    expect(await pairOf("q", { rating: -1 })).toMatchObject({ answer: "before" });
  });

  test("are not made of questions that hold nothing but marks", async () => {
    await recordIds(sql, admin, [
      vote({ project, query: "?", response: "good", created_at: at(1) }),
      vote({ project, query: "!", response: "bad", rating: -1, created_at: at(2) }),
    ]);
    expect(await pairOf("!")).toBeNull();
  });

  test("of turns, interactions and executions follow what is good there", async () => {
    await talk([
      { user_message: "Same?", rating: 1, era_response: "good" },
      { user_message: "same", rating: -1, era_response: "bad" },
    ]);
    await recordInteractions(sql, admin, [
      interaction({
        project,
        user_message: "Same?",
        agent_response: "good",
        user_satisfaction: 4,
        timestamp: at(1),
      }),
      interaction({
        project,
        user_message: "same",
        agent_response: "bad",
        user_satisfaction: 2,
        timestamp: at(2),
      }),
    ]);
    await recordExecutions(sql, admin, [
      execution({ project, user_prompt: "Same?", action_plan: { task: "good" }, created_at: at(1) }),
      execution({ project, user_prompt: "same", success: false, error: "no", created_at: at(2) }),
    ]);
    for (const [source, answer] of [
      ["turns", "good"],
      ["interactions", "good"],
      ["executions", '{"task": "good"}'],
    ] as const) {
      const read = await readAll(source, { options: { pairs: true } });
      expect(
        read.map(({ rating, preferred }) => [rating, preferred?.answer]),
        source,
      ).toEqual([
        [1, undefined],
        [-1, answer],
      ]);
    }
  });
});

describe("turns", () => {
  test("carry the last exchanges before them, and their session's version and tester", async () => {
    const ids = await talk([{}, {}, {}, { intent: "i", model: "m" }], {
      master_prompt_version: "v7",
      tester_id: "tester",
    });
    const read = await readAll("turns", { options: { context_turns: 2 } });
    expect(read.map(({ id }) => id)).toEqual(ids);
    expect(read.map(texts)).toEqual([
      ["user: q1"],
      ["user: q1", "assistant: a1", "user: q2"],
      ["user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: q3"],
      ["user: q2", "assistant: a2", "user: q3", "assistant: a3", "user: q4"],
    ]);
    expect(read[3]?.provenance).toMatchObject({
      source: "turns",
      prompt_version: "v7",
      user_id: "tester",
      model: "m",
      intent: "i",
    });
    expect((await readAll("turns")).map(texts)).toEqual([1, 2, 3, 4].map((n) => [`user: q${n}`]));
  });

  test("are rated by finished reviews that agree, else by their own vote", async () => {
    const [agreed, differed, alone, drafted] = await talk([
      { rating: 1 },
      { rating: 1 },
      { rating: -1 },
      { rating: 1 },
    ]);
    const down = content({ thumbs: -1 });
    await save(sql, meg, agreed as string, "done", down);
    await save(sql, ana, agreed as string, "done", down);
    await save(sql, meg, differed as string, "done", down);
    await save(sql, ana, differed as string, "done", content({ thumbs: 1 }));
    // A finished review without a thumb, and one that is not finished.
    await save(sql, meg, alone as string, "done", content({ clarity_score: 5 }));
    await save(sql, meg, drafted as string, "draft", content({ thumbs: -1, better_response: "draft" }));
    const read = await readAll("turns");
    expect(read.map(({ rating }) => rating)).toEqual([-1, null, -1, 1]);
    expect(read.map(({ better_answer }) => better_answer)).toEqual([null, null, null, null]);
    for (const [filter, expected] of [
      [{ rating: -1 }, [agreed, alone]],
      [{ rating: 1 }, [drafted]],
      [{ is_reviewed: true }, [agreed, differed, alone]],
      [{ is_reviewed: false }, [drafted]],
    ] as const)
      expect((await readAll("turns", { filter })).map(({ id }) => id)).toEqual(expected);
  });

  test("take the newest better answer, of several the adjudicator's own", async () => {
    const [first, second] = (await talk([{}, {}])) as [string, string];
    for (const id of [first, second]) {
      await save(sql, admin, id, "done", content({ better_response: "the adjudicator's", thumbs: -1 }));
      await save(sql, ana, id, "done", content({ better_response: "newest", thumbs: 1 }));
    }
    await callAs(sql, admin, "save_adjudication", {
      turn_id: first,
      input: JSON.stringify({ categories: ["tone"] }),
    });
    expect((await readAll("turns")).map(({ better_answer }) => better_answer)).toEqual([
      "the adjudicator's",
      "newest",
    ]);
    expect(await count("turns", { has_better_answer: true })).toBe(2);
  });

  test("carry the categories of their notes, and those of an adjudication before them", async () => {
    const [first, second, third] = (await talk([{}, {}, {}])) as [string, string, string];
    const notes = () =>
      content({
        improvements: [note("a", "tone"), note("b", "clarity"), note("c", "tone"), note("d")],
      });
    await save(sql, meg, first, "done", notes());
    await save(sql, meg, second, "done", notes());
    await save(sql, ana, second, "done", content({ improvements: [note("e", "action")] }));
    await callAs(sql, admin, "save_adjudication", {
      turn_id: second,
      input: JSON.stringify({ categories: ["action"] }),
    });
    const categories = async () => (await readAll("turns")).map((each) => each.categories);
    expect(await categories()).toEqual([["clarity", "tone"], ["action"], []]);
    expect((await readAll("turns", { filter: { category: ["clarity"] } })).map(({ id }) => id)).toEqual([
      first,
      second,
    ]);
    expect((await readAll("turns", { filter: { has_note: false } })).map(({ id }) => id)).toEqual([third]);
    const { data } = await callAs<{ data: { id: string; category: string }[] }>(
      sql,
      admin,
      "list_improvements",
      {
        filter: JSON.stringify({ project: [project], category: ["clarity"] }),
      },
    );
    for (const { id } of data) await callAs(sql, admin, "delete_improvement", { improvement_id: id });
    expect(await categories()).toEqual([["tone"], ["action"], []]);
  });

  test("count reviews of a blind queue for nobody while it waits for others", async () => {
    const [id] = (await talk([{ rating: 1 }])) as [string];
    await createQueue(sql, owner, { project, name: "blind", reviewers_per_turn: 2, is_blind: true });
    const exporter = await createKey(sql, ["export"], { project });
    const seen = async () => {
      const reads = await Promise.all([admin, exporter].map((who) => readAll("turns", { who })));
      return reads.map(([each]) => [each?.rating, each?.better_answer, each?.categories]);
    };
    const review = content({ thumbs: -1, better_response: "hers", improvements: [note("n", "tone")] });
    await save(sql, meg, id, "done", review);
    expect(await seen()).toEqual([
      [1, null, []],
      [1, null, []],
    ]);
    expect(await count("turns", { is_reviewed: true })).toBe(0);
    await save(sql, ana, id, "done", content({ thumbs: -1 }));
    expect(await seen()).toEqual([
      [-1, "hers", ["tone"]],
      [-1, "hers", ["tone"]],
    ]);
  });

  test("of a long session read their own context and no more of it", async () => {
    const turns = Array.from({ length: 1200 }, (_, n) => ({
      turn_number: n + 1,
      user_message: `q${n + 1}`,
      era_response: `a${n + 1}`,
      timestamp: at(n),
    }));
    await importSession(sql, admin, { id: randomUUID(), project, session_start: at(0), turns });
    await sql`analyze public.tuning_conversation_turns`;
    const read = await sql.begin(async (transaction) => {
      const visited = async () => {
        const [row] = await transaction<{ n: number }[]>`
          select (pg_stat_get_xact_tuples_returned(c.oid) + pg_stat_get_xact_tuples_fetched(c.oid)
            + (select sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) from pg_index i where i.indrelid = c.oid))::int as n
          from pg_class c where c.oid = 'public.tuning_conversation_turns'::regclass`;
        return row?.n ?? 0;
      };
      const before = await visited();
      const [row] = await transaction<{ page: ExamplePage }[]>`
        select private.read_dataset_examples('turns', ${JSON.stringify({ project: [project] })}::text::jsonb, null,
          '{"context_turns": 10}'::jsonb, 2000, null) as page`;
      return { examples: row?.page.data ?? [], visited: (await visited()) - before };
    });
    expect(read.examples).toHaveLength(1200);
    expect(read.examples[1199]?.context).toHaveLength(21);
    // Each turn once for itself, and ten times for its context's size and again for its context, by index and row.
    expect(read.visited).toBeLessThan(1200 * 50);
  });
});

describe("interactions", () => {
  test("are rated by satisfaction and carry what the same person said before", async () => {
    const conversation = {
      project,
      external_conversation_id: uniqueName("talk"),
      domain_classification: "transit",
    };
    await recordInteractions(
      sql,
      admin,
      [5, 4, 3, 2, 1, undefined].map((user_satisfaction, n) =>
        interaction({
          ...conversation,
          user_message: `q${n}`,
          agent_response: `a${n}`,
          user_id: n === 1 ? "bob" : "ann",
          timestamp: at(n),
          ...(user_satisfaction ? { user_satisfaction } : {}),
        }),
      ),
    );
    const read = await readAll("interactions", { options: { context_turns: 2 } });
    expect(read.map(({ rating }) => rating)).toEqual([1, 1, null, -1, -1, null]);
    expect(texts(read[1] as TrainingExample)).toEqual(["user: q1"]);
    expect(texts(read[3] as TrainingExample)).toEqual([
      "user: q0",
      "assistant: a0",
      "user: q2",
      "assistant: a2",
      "user: q3",
    ]);
    expect(new Set(read.map((each) => each.conversation)).size).toBe(1);
    expect(read[0]?.provenance).toMatchObject({ source: "interactions", intent: "transit", user_id: "ann" });
    expect(await count("interactions", { user_satisfaction: [5, null] })).toBe(2);
  });
});

describe("executions", () => {
  test("carry their plans as object and text; retired ones are not read", async () => {
    const { ids } = await recordExecutions(sql, admin, [
      execution({
        project,
        action_plan: { b: 1, a: [2] },
        prompt_version: "p3",
        user_id: "ann",
        created_at: at(1),
      }),
      execution({ project, action_plan: {}, success: false, response_text: "sorry", created_at: at(2) }),
      execution({ project, created_at: at(3) }),
    ]);
    await sql`update public.llm_feedback set better_action_plan = '{"task": "better"}' where id = ${ids[1] as string}`;
    await sql`update public.llm_feedback set example_status = 'retired' where id = ${ids[2] as string}`;
    const read = await readAll("executions");
    expect(read).toMatchObject([
      {
        id: ids[0],
        conversation: ids[0],
        answer: '{"a": [2], "b": 1}',
        answer_object: { a: [2], b: 1 },
        rating: 1,
        better_answer: null,
        provenance: { prompt_version: "p3", user_id: "ann" },
      },
      {
        id: ids[1],
        // A model that gave no plan gave no answer.
        answer: "",
        answer_object: null,
        rating: -1,
        better_answer: '{"task": "better"}',
        better_object: { task: "better" },
      },
    ]);
    expect(await count("executions")).toBe(2);
    expect(await count("executions", { success: false })).toBe(1);
  });
});

describe("what a format cannot do without", () => {
  test("is found where it is", async () => {
    const all = ["bad", "better", "votes", "plans"];
    expect(await needs("feedback", all)).toEqual({ bad: false, better: false, votes: false, plans: false });
    await recordIds(sql, admin, [vote({ project, created_at: at(1) })]);
    await recordIds(sql, admin, [vote({ project, query: "other", rating: -1, created_at: at(2) })]);
    expect(await needs("feedback", all)).toEqual({ bad: true, better: false, votes: false, plans: false });
    await recordIds(sql, admin, [vote({ project, query: "OTHER?", created_at: at(9) })]);
    expect(await needs("feedback", ["votes"])).toEqual({ votes: true });
    expect(await needs("feedback", ["votes"], { to: at(9) })).toEqual({ votes: false });
    await recordIds(sql, admin, [vote({ project, corrected_response: "c", created_at: at(3) })]);
    expect(await needs("feedback", ["better"])).toEqual({ better: true });
    await recordExecutions(sql, admin, [
      execution({ project, success: false, error: "no", created_at: at(1) }),
    ]);
    expect(await needs("executions", ["plans", "bad"])).toEqual({ plans: false, bad: true });
    await recordExecutions(sql, admin, [execution({ project, created_at: at(2) })]);
    expect(await needs("executions", ["plans"])).toEqual({ plans: true });
  });
});

describe("who may read", () => {
  const sources = ["feedback", "turns", "interactions", "executions"];

  /** One row of every source in each of two projects. */
  async function fill(projects: string[]): Promise<void> {
    for (const each of projects) {
      await recordIds(sql, admin, [vote({ project: each })]);
      const { id } = await startSession(sql, admin, { project: each });
      await recordTurns(sql, admin, id, [{ user_message: "q", era_response: "a" }]);
      await recordInteractions(sql, admin, [interaction({ project: each })]);
      await recordExecutions(sql, admin, [execution({ project: each })]);
    }
  }

  test("admins and export keys, of their projects alone whatever the filter and the options say", async () => {
    const other = uniqueName("p");
    await fill([project, other]);
    const limited = [
      await createMember(sql, "admin", [project]),
      await createKey(sql, ["export"], { project }),
    ];
    for (const source of sources) {
      const projectsOf = async (read: Read) =>
        (await readAll(source, read)).map((each) => each.provenance.project).toSorted();
      for (const who of limited) {
        const label = `${source} ${limited.indexOf(who)}`;
        expect(await projectsOf({ who, filter: { project: [project, other] } }), label).toEqual([project]);
        expect(await projectsOf({ who, filter: { project: [other] } }), label).toEqual([]);
        expect(await projectsOf({ who, options: { projects: [other] } }), label).toEqual([]);
        expect(await count(source, { project: [project, other] }, who), label).toBe(1);
      }
      const both = { filter: { project: [project, other] } };
      expect(await projectsOf(both)).toEqual([project, other].toSorted());
      expect(await projectsOf({ ...both, options: { projects: [other] } })).toEqual([other]);
      expect(await projectsOf({ ...both, options: { projects: [] } })).toEqual([]);
    }
  });

  test("nobody else", async () => {
    const refused: [Principal | "stranger", string][] = [
      [owner, "PT403"],
      [meg, "PT403"],
      [await createKey(sql, ["ingest", "read"], { project }), "PT403"],
      [await createKey(sql, ["metrics"], { project }), "PT403"],
      [await createKey(sql, ["export"], { project, isRevoked: true }), "PT401"],
      ["stranger", "PT403"],
    ];
    for (const [who, code] of refused) {
      for (const [name, args] of [
        ["read_dataset_examples", {}],
        ["count_dataset_examples", {}],
        ["find_dataset_needs", { needs: "[]" }],
      ] as const)
        await expect(
          callAs(sql, who, name, { source: "feedback", filter: "{}", ...args }),
          `${name} ${refused.findIndex(([each]) => each === who)}`,
        ).rejects.toMatchObject({ code });
    }
    for (const name of ["read_dataset_examples", "count_dataset_examples", "dataset_has"]) {
      const [row] = await sql<{ isOpen: boolean }[]>`
        select bool_or(has_function_privilege(r, p.oid, 'execute')) as "isOpen"
        from pg_proc p, unnest(array['anon', 'authenticated']) r
        where p.pronamespace = 'private'::regnamespace and p.proname = ${name}`;
      expect(row?.isOpen, name).toBe(false);
    }
  });

  test("a source that does not exist is said so", async () => {
    await expect(readPage("votes")).rejects.toMatchObject({ code: "PT400" });
  });
});
