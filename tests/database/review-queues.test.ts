import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { actAs, callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { admin, ana, meg, owner, project, sql, stageReviews } from "./support/review-stage";
import {
  content,
  createQueue,
  createTurns,
  expireClaims,
  next,
  note,
  type Queue,
  save,
  screen,
  undo,
  updateQueue,
} from "./support/reviews";

stageReviews();

const make = (rules: Record<string, unknown> = {}) =>
  createQueue(sql, owner, { project, name: uniqueName("queue"), ...rules });
const places = async (queue: Queue) =>
  sql`select turn_id, slot, state, reviewer_id from public.review_queue_slots where queue_id = ${queue.id} order by sort_key, session_id, turn_number, turn_id, slot`;
/** The order in which a queue hands its turns out. */
async function handedOut(queue: Queue): Promise<string[]> {
  const reader = await createMember(sql, "reviewer");
  const order: string[] = [];
  for (;;) {
    const { turn_id } = await next(sql, reader, queue.id);
    if (!turn_id) return order;
    order.push(turn_id);
    await save(sql, reader, turn_id, "skipped");
  }
}

describe("the rules of a queue", () => {
  const weak = { avg_similarity: 0.3, processing_time_ms: 9000, confidence_score: 0.2 };
  const strong = { avg_similarity: 0.9, processing_time_ms: 100, confidence_score: 0.9, rating: 1 as const };

  test.each([
    ["similarity below", { similarity_below: 0.5 }],
    ["latency above", { latency_above_ms: 5000 }],
    ["confidence below", { confidence_below: 0.5 }],
    ["not rated well", { is_not_rated_well: true }],
  ])("%s: turns that meet it are in it; unknown values are not known to be bad", async (name, rule) => {
    const [low, , silent] = await createTurns(sql, project, [weak, strong, {}]);
    const queue = await make(rule);
    const inside = (await places(queue)).map((each) => each.turn_id).sort();
    expect(inside).toEqual(name === "not rated well" ? [low, silent].sort() : [low]);
  });

  test("branch and version of the session, also when it changes; bounds are not met by equal values", async () => {
    const here = { branch_name: "main", master_prompt_version: "v1" };
    const [inside = ""] = await createTurns(sql, project, 1, here);
    const [later = ""] = await createTurns(sql, project, 1, { ...here, master_prompt_version: "v2" });
    const queue = await make({ branch_names: ["main", "dev"], master_prompt_versions: ["v1"] });
    expect((await places(queue)).map((each) => each.turn_id)).toEqual([inside]);
    await sql`update public.prompt_tuning_sessions set master_prompt_version = 'v1'
      where id = (select session_id from public.tuning_conversation_turns where id = ${later})`;
    expect((await places(queue)).map((each) => each.turn_id).sort()).toEqual([inside, later].sort());
    await createTurns(sql, project, [{ avg_similarity: 0.5 }]);
    const bound = await make({ similarity_below: 0.5 });
    expect(await places(bound)).toHaveLength(0);
  });

  test("new turns, and turns that change, enter an open queue; a closed one waits until it is opened", async () => {
    const queue = await make({ similarity_below: 0.5 });
    const [a = ""] = await createTurns(sql, project, [{ avg_similarity: 0.4 }]);
    const [b = ""] = await createTurns(sql, project, [{ avg_similarity: 0.6 }]);
    await createTurns(sql, uniqueName("other"), [{ avg_similarity: 0.1 }]);
    expect((await places(queue)).map((each) => each.turn_id)).toEqual([a]);
    await sql`update public.tuning_conversation_turns set avg_similarity = 0.2 where id = ${b}`;
    expect(await places(queue)).toHaveLength(2);
    await updateQueue(sql, owner, queue.id, { is_open: false });
    await createTurns(sql, project, [{ avg_similarity: 0.1 }]);
    expect(await places(queue)).toHaveLength(2);
    expect(await next(sql, meg, queue.id)).toMatchObject({ turn_id: null, reason: "closed" });
    await updateQueue(sql, owner, queue.id, { is_open: true });
    expect(await places(queue)).toHaveLength(3);
  });

  test("a review that was finished before counts in a new queue", async () => {
    const [turn = "", other = ""] = await createTurns(sql, project, 2);
    await save(sql, meg, turn, "done", content());
    const queue = await make({ reviewers_per_turn: 2 });
    expect((await places(queue)).filter((each) => each.turn_id === turn)).toMatchObject([
      { slot: 1, state: "done", reviewer_id: meg.id },
      { slot: 2, state: "free" },
    ]);
    expect((await next(sql, meg, queue.id)).turn_id).toBe(other);
    const one = await make();
    expect(one.progress).toMatchObject({ total: 2, done: 1 });
  });
});

describe("the order of a queue", () => {
  test("oldest: sessions by their start, turns by their number", async () => {
    const late = await createTurns(sql, project, 2, { session_start: "2026-03-02T00:00:00Z" });
    const early = await createTurns(sql, project, 2, { session_start: "2026-03-01T00:00:00Z" });
    expect(await handedOut(await make({ order_by: "oldest" }))).toEqual([...early, ...late]);
  });

  test("lowest similarity first, unknown last; random is stable and not the order of time", async () => {
    const turns = await createTurns(sql, project, [
      { avg_similarity: 0.9 },
      {},
      { avg_similarity: 0.1 },
      { avg_similarity: 0.5 },
    ]);
    const [high, unknown, low, middle] = turns;
    expect(await handedOut(await make({ order_by: "lowest_similarity" }))).toEqual([
      low,
      middle,
      high,
      unknown,
    ]);
    const many = await createTurns(sql, project, 30);
    const queue = await make({ order_by: "random" });
    const order = await handedOut(queue);
    expect(order).toHaveLength(34);
    expect(await handedOut(queue)).toEqual(order);
    expect(order.filter((each) => many.includes(each))).not.toEqual(many);
  });

  test("changes for what is left when the queue's order changes", async () => {
    const turns = await createTurns(sql, project, [{ avg_similarity: 0.9 }, { avg_similarity: 0.1 }]);
    const queue = await make();
    expect(await handedOut(queue)).toEqual(turns);
    await updateQueue(sql, owner, queue.id, { order_by: "lowest_similarity" });
    expect(await handedOut(queue)).toEqual(turns.toReversed());
  });
});

describe("progress", () => {
  test("counts turns, for the team and for me, as the reviews say", async () => {
    const [a = "", b = "", c = "", d = ""] = await createTurns(sql, project, 5);
    const queue = await make({ reviewers_per_turn: 2 });
    await save(sql, meg, a, "done", content());
    await save(sql, ana, a, "done", content());
    await save(sql, meg, b, "done", content());
    await save(sql, meg, c, "skipped");
    expect((await next(sql, meg, queue.id)).turn_id).toBe(d);
    const read = (who: Principal) =>
      callAs<Queue>(sql, who, "get_review_queue", { queue_id: queue.id }).then((each) => each.progress);
    const team = { total: 5, done: 1, in_progress: 2 };
    expect(await read(meg)).toEqual({ ...team, my_done: 2, my_skipped: 1, my_remaining: 2 });
    expect(await read(ana)).toEqual({ ...team, my_done: 1, my_skipped: 0, my_remaining: 4 });
    expect(await read(owner)).toEqual({ ...team, my_done: 0, my_skipped: 0, my_remaining: 4 });
    await expireClaims(sql, d);
    expect(await read(owner)).toMatchObject({ in_progress: 1 });
  });

  test("says whether others are reviewing what is left, or nothing is left", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    const queue = await make();
    await next(sql, meg, queue.id);
    expect(await next(sql, ana, queue.id)).toMatchObject({ turn_id: null, reason: "others_are_reviewing" });
    await save(sql, meg, turn, "done", content(), { queue_id: queue.id });
    expect(await next(sql, ana, queue.id)).toMatchObject({ turn_id: null, reason: "finished" });
  });
});

describe("changing a queue", () => {
  test("turns nobody has begun leave when they no longer match; begun ones stay", async () => {
    const [begun = "", finished = "", idle = "", fits = ""] = await createTurns(sql, project, [
      { avg_similarity: 0.6 },
      { avg_similarity: 0.6 },
      { avg_similarity: 0.6 },
      { avg_similarity: 0.2 },
    ]);
    const queue = await make();
    expect((await next(sql, meg, queue.id)).turn_id).toBe(begun);
    await save(sql, ana, finished, "done", content());
    await updateQueue(sql, owner, queue.id, { similarity_below: 0.5 });
    const inside = (await places(queue)).map((each) => each.turn_id);
    expect(inside.sort()).toEqual([begun, finished, fits].sort());
    await updateQueue(sql, owner, queue.id, { similarity_below: null });
    expect((await places(queue)).map((each) => each.turn_id)).toContain(idle);
  });

  test("a second reviewer makes a second place; one reviewer removes places that nobody holds", async () => {
    const [free = "", held = "", both = ""] = await createTurns(sql, project, 3);
    const queue = await make();
    await updateQueue(sql, owner, queue.id, { reviewers_per_turn: 2 });
    expect(await places(queue)).toHaveLength(6);
    await save(sql, meg, held, "done", content());
    await save(sql, meg, both, "done", content());
    await save(sql, ana, both, "done", content());
    await updateQueue(sql, owner, queue.id, { reviewers_per_turn: 1 });
    const left = await places(queue);
    expect(left.filter((each) => each.turn_id === free)).toMatchObject([{ slot: 1, state: "free" }]);
    expect(left.filter((each) => each.turn_id === held)).toMatchObject([
      { state: "done", reviewer_id: meg.id },
    ]);
    expect(left.filter((each) => each.turn_id === both)).toHaveLength(2);
  });

  test("keeps names unique in a project, says who was first, and is written to the audit log", async () => {
    const queue = await make({ name: "Weak retrieval" });
    const taken = { code: "PT409", message: expect.stringContaining("name: ") };
    await expect(make({ name: "Weak retrieval" })).rejects.toMatchObject(taken);
    const second = await make();
    await expect(updateQueue(sql, owner, second.id, { name: "Weak retrieval" })).rejects.toMatchObject(taken);
    expect(await createQueue(sql, owner, { project: uniqueName("p"), name: "Weak retrieval" })).toBeTruthy();
    const stale = { queue_id: queue.id, patch: '{"name": "x"}', expected_updated_at: "2020-01-01T00:00:00Z" };
    await expect(callAs(sql, owner, "update_review_queue", stale)).rejects.toMatchObject({ code: "PT409" });
    await updateQueue(sql, owner, queue.id, { is_blind: true });
    await callAs(sql, owner, "delete_review_queue", { queue_id: queue.id });
    const log =
      await sql`select action, actor_id, project from public.audit_log where target_id = ${queue.id} order by id`;
    expect(log.map((each) => each.action)).toEqual(["queue.create", "queue.update", "queue.delete"]);
    expect(log.every((each) => each.actor_id === owner.id && each.project === project)).toBe(true);
  });

  test("deleting one leaves the reviews and notes", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    const queue = await make();
    await save(sql, meg, turn, "done", content({ improvements: [note("stays")] }));
    await callAs(sql, owner, "delete_review_queue", { queue_id: queue.id });
    expect(await places(queue)).toHaveLength(0);
    expect((await screen(sql, meg, turn)).review?.content.improvements).toHaveLength(1);
    await expect(next(sql, meg, queue.id)).rejects.toMatchObject({ code: "PT404" });
  });

  test("is for product owners and admins of the project; everyone of it reads", async () => {
    const queue = await make();
    const key = await createKey(sql, ["ingest", "read", "export"]);
    for (const who of [meg, key]) {
      const refused = { code: "PT403" };
      await expect(createQueue(sql, who, { project, name: "x" })).rejects.toMatchObject(refused);
      await expect(updateQueue(sql, who, queue.id, { name: "x" })).rejects.toMatchObject(refused);
      await expect(callAs(sql, who, "delete_review_queue", { queue_id: queue.id })).rejects.toMatchObject(
        refused,
      );
      expect(await callAs(sql, who, "get_review_queue", { queue_id: queue.id })).toMatchObject({
        id: queue.id,
      });
    }
    const outsider = await createMember(sql, "admin", [uniqueName("other")]);
    const missing = { code: "PT404" };
    await expect(createQueue(sql, outsider, { project, name: "x" })).rejects.toMatchObject({ code: "PT403" });
    await expect(updateQueue(sql, outsider, queue.id, { name: "x" })).rejects.toMatchObject(missing);
    await expect(callAs(sql, outsider, "delete_review_queue", { queue_id: queue.id })).rejects.toMatchObject(
      missing,
    );
    await expect(callAs(sql, outsider, "get_review_queue", { queue_id: queue.id })).rejects.toMatchObject(
      missing,
    );
    expect(await callAs<Queue[]>(sql, outsider, "list_review_queues", {})).toEqual([]);
    expect(await createQueue(sql, outsider, { name: "mine" })).toMatchObject({ name: "mine" });
    await expect(callAs(sql, "stranger", "list_review_queues", {})).rejects.toMatchObject({ code: "PT403" });
    await expect(createQueue(sql, owner, { project, name: "x", created_by: meg.id })).rejects.toMatchObject({
      code: "PT400",
    });
  });
});

describe("a blind queue", () => {
  test("hides what others said, on the screen, in the tables and in the metrics, until everyone has finished", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await make({ reviewers_per_turn: 2, is_blind: true });
    await save(
      sql,
      ana,
      turn,
      "done",
      content({ clarity_score: 2, improvements: [note("too long", "clarity")] }),
    );
    const key = await createKey(sql, ["read"]);
    const readNotes = (who: Principal) =>
      actAs(
        sql,
        who,
        (tx) => tx`select improvement_note from public.tuning_improvements where turn_id = ${turn}`,
      );
    for (const who of [meg, owner, key]) {
      const shown = await screen(sql, who, turn);
      expect(shown).toMatchObject({
        is_blind: true,
        others: [],
        improvements: [],
        turn: { clarity_score: null },
      });
      expect(await readNotes(who)).toHaveLength(0);
    }
    expect(await screen(sql, ana, turn)).toMatchObject({ improvements: [{ improvement_note: "too long" }] });
    expect(await screen(sql, admin, turn)).toMatchObject({
      is_blind: true,
      others: [{ reviewer_id: ana.id }],
    });

    const done = await save(sql, meg, turn, "done", content({ clarity_score: 2 }));
    expect(await screen(sql, meg, turn)).toMatchObject({
      is_blind: false,
      others: [{ reviewer_id: ana.id, content: { clarity_score: 2 } }],
      improvements: [{ improvement_note: "too long" }],
      turn: { clarity_score: 2 },
    });
    expect(await readNotes(key)).toHaveLength(1);
    // Taken back, the turn is blind again.
    await undo(sql, meg, turn, done.version);
    expect(await screen(sql, meg, turn)).toMatchObject({
      is_blind: true,
      others: [],
      turn: { clarity_score: null },
    });
  });

  test("hides metrics that were public when it is made, and shows them when it is closed, opened to all or deleted", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await save(sql, ana, turn, "done", content({ clarity_score: 2 }));
    const shown = async () => (await screen(sql, owner, turn)).turn.clarity_score;
    expect(await shown()).toBe(2);
    const queue = await make({ reviewers_per_turn: 2, is_blind: true });
    expect(await shown()).toBeNull();
    await updateQueue(sql, owner, queue.id, { is_open: false });
    expect(await shown()).toBe(2);
    await updateQueue(sql, owner, queue.id, { is_open: true });
    expect(await shown()).toBeNull();
    await updateQueue(sql, owner, queue.id, { is_blind: false });
    expect(await shown()).toBe(2);
    await updateQueue(sql, owner, queue.id, { is_blind: true });
    await callAs(sql, owner, "delete_review_queue", { queue_id: queue.id });
    expect(await shown()).toBe(2);
  });
});

describe("agreement", () => {
  type Row = { category: string; both: number; only_first: number; only_second: number; neither: number };
  type Agreement = { n: number; disagreements: number; adjudicated: number; data: Row[] };
  type Disagreement = {
    turn_id: string;
    differs_in: string[];
    first: { categories: string[] };
    adjudication: unknown;
  };
  const agreement = (who: Principal, filter: Record<string, string> = {}) =>
    callAs<Agreement>(sql, who, "review_agreement", { project, ...filter });
  const page = (who: Principal, filter: Record<string, string | number | boolean> = {}) =>
    callAs<{ data: Disagreement[]; next: string | null }>(sql, who, "list_disagreements", {
      project,
      ...filter,
    });
  const disagreements = async (who: Principal, filter: Record<string, string | boolean> = {}) =>
    (await page(who, filter)).data;
  const say = (who: Principal, turn: string, ...categories: (string | null)[]) =>
    save(sql, who, turn, "done", content({ improvements: categories.map((each) => note("n", each)) }));
  const row = (result: Agreement, category: string) => result.data.find((each) => each.category === category);

  test("counts presence per turn over turns that two people finished, the first two of each", async () => {
    const turns = await createTurns(sql, project, 5);
    const [both = "", first = "", none = "", alone = "", three = ""] = turns;
    await say(ana, both, "tone", "tone", null);
    await say(meg, both, "tone");
    await say(ana, first, "tone", "content");
    await say(meg, first, "content");
    await say(ana, none);
    await say(meg, none);
    await say(ana, alone, "tone");
    await save(sql, meg, alone, "draft", content({ improvements: [note("not finished", "tone")] }));
    for (const who of [meg, ana, owner]) await say(who, three, who === owner ? "citation" : "action");
    const result = await agreement(owner);
    expect(result).toMatchObject({ n: 4, disagreements: 1, adjudicated: 0 });
    expect(row(result, "tone")).toMatchObject({ both: 1, only_first: 1, only_second: 0, neither: 2 });
    expect(row(result, "content")).toMatchObject({ both: 1, neither: 3 });
    expect(row(result, "citation")).toMatchObject({ both: 0, only_first: 0, only_second: 0, neither: 4 });
    expect(row(result, "action")).toMatchObject({ both: 1, neither: 3 });
    expect(await disagreements(owner)).toMatchObject([
      {
        turn_id: first,
        differs_in: ["tone"],
        first: { categories: ["content", "tone"] },
        adjudication: null,
      },
    ]);
    expect(await disagreements(owner, { category: "content" })).toEqual([]);
  });

  test("turns on which they differ come in pages, newest first, and by who alone has the note", async () => {
    const turns = await createTurns(sql, project, 5);
    // Turns of one session have the same time: the id decides then.
    await sql`update public.tuning_conversation_turns set "timestamp" = "timestamp" - interval '1 day' where id = ${turns[4] ?? ""}`;
    for (const [index, turn] of turns.entries()) {
      await say(ana, turn, ...(index < 3 ? ["tone"] : []));
      await say(meg, turn, ...(index < 3 ? [] : ["tone"]));
    }
    const all = await page(owner);
    expect(all.next).toBeNull();
    expect(all.data.map((each) => each.turn_id)).toEqual([
      ...turns.slice(0, 4).sort().reverse(),
      turns[4] ?? "",
    ]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const part = await page(owner, { page_limit: 2, ...(cursor === null ? {} : { page_cursor: cursor }) });
      expect(part.data.length).toBeLessThanOrEqual(2);
      seen.push(...part.data.map((each) => each.turn_id));
      cursor = part.next;
    } while (cursor !== null);
    expect(seen).toEqual(all.data.map((each) => each.turn_id));
    const only = async (side: string) =>
      (await disagreements(owner, { category: "tone", side })).map((each) => each.turn_id).sort();
    expect(await only("first")).toEqual(turns.slice(0, 3).sort());
    expect(await only("second")).toEqual(turns.slice(3).sort());
  });

  test("leaves out turns that an open blind queue waits for, and other queues when one is named", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await say(ana, turn, "tone");
    await say(meg, turn);
    const open = await make({ reviewers_per_turn: 2 });
    expect(await agreement(owner, { queue_id: open.id })).toMatchObject({ n: 1, disagreements: 1 });
    expect(await agreement(owner, { queue_id: randomUUID() })).toMatchObject({ n: 0 });
    await sql`update public.review_queue_slots set state = 'free', reviewer_id = null where queue_id = ${open.id} and slot = 2`;
    await updateQueue(sql, owner, open.id, { is_blind: true, order_by: "oldest" });
    await sql`update public.review_queue_slots set state = 'free', reviewer_id = null where queue_id = ${open.id} and slot = 2`;
    expect(await agreement(admin)).toMatchObject({ n: 0 });
    expect(await disagreements(admin)).toEqual([]);
  });

  test("a decision sets the metrics, is replaced by the next, and is a product owner's", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await save(sql, ana, turn, "done", content({ clarity_score: 2, improvements: [note("n", "tone")] }));
    await save(sql, meg, turn, "done", content({ clarity_score: 5 }));
    expect((await screen(sql, meg, turn)).turn.clarity_score).toBeNull();
    const decide = (who: Principal, input: Record<string, unknown>) =>
      callAs(sql, who, "save_adjudication", { turn_id: turn, input: JSON.stringify(input) });
    await expect(decide(meg, {})).rejects.toMatchObject({ code: "PT403" });
    await decide(owner, { categories: ["tone"], clarity_score: 3 });
    expect(await decide(owner, { categories: [], clarity_score: 4, note: "fine" })).toMatchObject({
      categories: [],
      clarity_score: 4,
      note: "fine",
    });
    expect((await screen(sql, meg, turn)).turn.clarity_score).toBe(4);
    expect(await agreement(owner)).toMatchObject({ adjudicated: 1 });
    expect(await disagreements(owner, { is_adjudicated: true })).toMatchObject([
      { turn_id: turn, adjudication: { clarity_score: 4 } },
    ]);
    expect(await disagreements(owner, { is_adjudicated: false })).toEqual([]);
    await expect(decide(owner, { categories: ["mood"] })).rejects.toMatchObject({ code: "23514" });
  });

  test("shows members of another project nothing", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await say(ana, turn, "tone");
    await say(meg, turn);
    const outsider = await createMember(sql, "admin", [uniqueName("other")]);
    expect(await agreement(outsider)).toMatchObject({ n: 0 });
    expect(await disagreements(outsider)).toEqual([]);
    await expect(agreement(await createKey(sql, ["ingest"]))).rejects.toMatchObject({ code: "PT403" });
  });
});
