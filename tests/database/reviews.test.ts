import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { actAs, callAs, createKey, createMember, uniqueName } from "./support/principals";
import { admin, ana, meg, owner, project, sql, stageReviews } from "./support/review-stage";
import {
  content,
  createQueue,
  createTurns,
  expireClaims,
  next,
  note,
  release,
  renew,
  save,
  screen,
  undo,
} from "./support/reviews";

stageReviews();

/** One queue over `n` new turns. */
async function queueOf(n: number, rules: Record<string, unknown> = {}) {
  const turns = await createTurns(sql, project, n);
  const queue = await createQueue(sql, owner, { project, name: uniqueName("queue"), ...rules });
  return { turns, queue, turn: turns[0] ?? "" };
}

/** Everything that a review of a turn touches, whoever wrote it. */
async function stored(turnId: string) {
  const [row] = await sql`
    select
      (select jsonb_agg(to_jsonb(r) - 'version' order by r.reviewer_id) from public.turn_reviews r where r.turn_id = t.id) as reviews,
      (select jsonb_agg(r.version order by r.reviewer_id) from public.turn_reviews r where r.turn_id = t.id) as versions,
      (select jsonb_agg(to_jsonb(i) order by i.id) from public.tuning_improvements i where i.turn_id = t.id) as notes,
      (select jsonb_agg(to_jsonb(s) - 'claimed_until' order by s.queue_id, s.slot) from public.review_queue_slots s where s.turn_id = t.id) as slots,
      to_jsonb(t) as turn, (select to_jsonb(s) - 'updated_at' from public.prompt_tuning_sessions s where s.id = t.session_id) as session
    from public.tuning_conversation_turns t where t.id = ${turnId}`;
  return row as Record<string, unknown>;
}

describe("a draft", () => {
  test("is kept, grows in version, and comes back on the screen", async () => {
    const { turn } = await queueOf(1);
    const first = content({ better_response: "", improvements: [note("")] });
    expect(await save(sql, meg, turn, "draft", first, { version: 0 })).toMatchObject({
      state: "draft",
      version: 1,
      draft: first,
    });
    const second = content({ better_response: "Sorry to hear that." });
    expect(await save(sql, meg, turn, "draft", second, { version: 1 })).toMatchObject({ version: 2 });
    expect((await screen(sql, meg, turn)).review).toMatchObject({ version: 2, draft: second });
  });

  test("renews its claim, also one that is over and that nobody took", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    await expireClaims(sql, turn);
    expect((await screen(sql, meg, turn)).claims).toEqual([]);
    await save(sql, meg, turn, "draft", content(), { queue_id: queue.id });
    expect((await screen(sql, meg, turn)).claims).toMatchObject([{ queue_id: queue.id }]);
  });

  test("is taken although someone else has taken the turn", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    await expireClaims(sql, turn);
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turn);
    const typed = content({ thumbs: 1 });
    expect(await save(sql, meg, turn, "draft", typed, { queue_id: queue.id })).toMatchObject({
      draft: typed,
    });
    expect((await screen(sql, ana, turn)).claims).toHaveLength(1);
  });

  test("of a second tab that has not seen the first one's save is refused with the stored version", async () => {
    const { turn } = await queueOf(1);
    await save(sql, meg, turn, "draft", content({ thumbs: 1 }), { version: 0 });
    await expect(
      save(sql, meg, turn, "draft", content({ thumbs: -1 }), { version: 0 }),
    ).rejects.toMatchObject({
      code: "PT409",
      detail: '{"stored_version": 1}',
    });
    await expect(save(sql, meg, turn, "done", content(), { version: 7 })).rejects.toMatchObject({
      code: "PT409",
    });
    expect((await screen(sql, meg, turn)).review).toMatchObject({ version: 1, draft: { thumbs: 1 } });
  });

  test("keeps a finished review finished until it is finished again", async () => {
    const { turn } = await queueOf(1);
    await save(sql, meg, turn, "done", content({ clarity_score: 4 }));
    const typed = content({ clarity_score: 2 });
    expect(await save(sql, meg, turn, "draft", typed)).toMatchObject({
      state: "done",
      content: { clarity_score: 4 },
      draft: typed,
    });
    expect(await save(sql, meg, turn, "done", typed)).toMatchObject({
      content: { clarity_score: 2 },
      draft: null,
    });
  });

  test("is seen by nobody else, on the screen or through the table", async () => {
    const { turn } = await queueOf(1);
    await save(sql, meg, turn, "draft", content({ better_response: "secret" }));
    for (const who of [ana, owner, admin]) {
      expect(JSON.stringify(await screen(sql, who, turn))).not.toContain("secret");
      expect(
        await actAs(sql, who, (tx) => tx`select draft from public.turn_reviews where turn_id = ${turn}`),
      ).toHaveLength(0);
    }
    expect(
      await actAs(sql, meg, (tx) => tx`select draft from public.turn_reviews where turn_id = ${turn}`),
    ).toHaveLength(1);
  });
});

describe("a finished review", () => {
  const newForm = () =>
    content({
      better_response: "Take bus 4.",
      thumbs: -1,
      professionalism_score: 5,
      empathy_score: 2,
      clarity_score: 3,
      has_policy_citation: true,
      appropriate_action_suggested: false,
      structure_complete: true,
      chunk_verdicts: { verdicts: { 0: "used", 2: "misleading" }, missing: "The timetable" },
      improvements: [note("Say sorry first", "tone"), note("Name the bus", "content"), note("No category")],
    });

  test("stores the form, the notes in their order, the place, the metrics and the totals", async () => {
    const form = newForm();
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    await save(sql, meg, turn, "draft", form);
    const review = await save(sql, meg, turn, "done", form, { version: 1, queue_id: queue.id });
    expect(review).toMatchObject({ state: "done", version: 2, content: form, draft: null });
    expect(review.done_at).not.toBeNull();
    const after = await stored(turn);
    expect(after.slots).toMatchObject([{ state: "done", reviewer_id: meg.id }]);
    expect(after.turn).toMatchObject({
      empathy_score: 2,
      clarity_score: 3,
      has_policy_citation: true,
      appropriate_action_suggested: false,
    });
    expect(after.session).toMatchObject({ total_improvements: 3 });
    expect(after.notes).toHaveLength(3);
    expect((after.notes as unknown[])[0]).toMatchObject({
      author_kind: "member",
      author_id: meg.id,
      status: "open",
    });
  });

  test("is answered again, and stored once, when the same request comes twice", async () => {
    const form = newForm();
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    const upper = {
      ...form,
      improvements: form.improvements.map((each) => ({ ...each, id: each.id.toUpperCase() })),
    };
    for (const [version, given] of [
      [0, form],
      [0, upper],
    ] as const) {
      expect(await save(sql, meg, turn, "done", given, { version, queue_id: queue.id })).toMatchObject({
        version: 1,
      });
    }
    expect((await stored(turn)).notes).toHaveLength(3);
    await expect(
      save(sql, meg, turn, "done", content(), { version: 0, queue_id: queue.id }),
    ).rejects.toMatchObject({ code: "PT409" });
    expect(await save(sql, meg, turn, "draft", content(), { version: 1 })).toMatchObject({ version: 2 });
    expect(await save(sql, meg, turn, "draft", content(), { version: 1 })).toMatchObject({ version: 2 });
  });

  test("makes the list the reviewer's notes: adds, changes with status and time kept, deletes to the trash, brings back", async () => {
    const { turn } = await queueOf(1);
    const [kept, changed, gone] = [note("kept", "tone"), note("changed", "tone"), note("gone", "tone")];
    await save(sql, meg, turn, "done", content({ improvements: [kept, changed, gone] }));
    await sql`update public.tuning_improvements set status = 'applied', applied_in_version = 'v2' where id = ${changed.id}`;
    const theirs = randomUUID();
    await sql`insert into public.tuning_improvements (id, turn_id, improvement_note) values (${theirs}, ${turn}, 'theirs')`;
    const [before] =
      await sql`select "timestamp"::text as t from public.tuning_improvements where id = ${changed.id}`;

    const again = { ...changed, improvement_note: "other words", category: "clarity" };
    await save(sql, meg, turn, "done", content({ improvements: [kept, again] }));
    const rows =
      await sql`select *, "timestamp"::text as t from public.tuning_improvements where turn_id = ${turn}`;
    expect(rows.map((row) => row.id).sort()).toEqual([kept.id, changed.id, theirs].sort());
    expect(rows.find((row) => row.id === changed.id)).toMatchObject({
      improvement_note: "other words",
      category: "clarity",
      status: "applied",
      applied_in_version: "v2",
      t: before?.t,
    });
    expect(
      await sql`select deleted_by from public.tuning_improvements_trash where id = ${gone.id}`,
    ).toMatchObject([{ deleted_by: meg.id }]);

    await save(sql, meg, turn, "done", content({ improvements: [kept, again, gone] }));
    expect(await sql`select from public.tuning_improvements_trash where id = ${gone.id}`).toHaveLength(0);
    expect((await screen(sql, meg, turn)).review?.content.improvements).toHaveLength(3);
  });

  describe("notes that its form has not shown", () => {
    const elsewhere = async (turn: string, words: string) => {
      const [row] = await sql<{ id: string }[]>`
        insert into public.tuning_improvements (turn_id, improvement_note, author_kind, author_id)
        values (${turn}, ${words}, 'member', ${meg.id}) returning id`;
      return row?.id ?? "";
    };
    const words = async (turn: string) => {
      const rows = await sql<{ improvement_note: string }[]>`
        select improvement_note from public.tuning_improvements where turn_id = ${turn} order by improvement_note`;
      return rows.map((row) => row.improvement_note);
    };

    test("stay when they were made after the draft began; those of the draft can be removed", async () => {
      const { turn } = await queueOf(1);
      const [kept, gone] = [note("kept"), note("gone")];
      await save(sql, meg, turn, "done", content({ improvements: [kept, gone] }));
      await save(sql, meg, turn, "draft", content({ thumbs: 1, improvements: [kept, gone] }), { version: 1 });
      await elsewhere(turn, "elsewhere");
      const form = content({ thumbs: 1, improvements: [kept] });
      const done = await save(sql, meg, turn, "done", form, { version: 2 });
      expect(await words(turn)).toEqual(["elsewhere", "kept"]);
      // Its answer may have been lost: the note beside it does not make it another request.
      expect(await save(sql, meg, turn, "done", form, { version: 2 })).toEqual(done);
      const undone = await undo(sql, meg, turn, done.version);
      expect(undone.draft).toMatchObject({ thumbs: 1, improvements: [{ id: kept.id }] });
      expect(await words(turn)).toEqual(["elsewhere", "gone", "kept"]);
    });

    test("stay without a draft too, when the form says what was removed in it", async () => {
      const { turn } = await queueOf(1);
      const [kept, gone] = [note("kept"), note("gone")];
      await save(sql, meg, turn, "done", content({ improvements: [kept, gone] }));
      await elsewhere(turn, "elsewhere");
      const form = content({ improvements: [kept], removed_improvements: [gone.id.toUpperCase()] });
      const done = await save(sql, meg, turn, "done", form, { version: 1 });
      expect(await words(turn)).toEqual(["elsewhere", "kept"]);
      expect(await save(sql, meg, turn, "done", form, { version: 1 })).toEqual(done);
    });

    test("go when a draft that showed them says so, however long ago it was saved", async () => {
      const { turn } = await queueOf(1);
      const shown = await elsewhere(turn, "shown");
      const form = content({ removed_improvements: [shown] });
      await save(sql, meg, turn, "draft", form, { version: 0 });
      await elsewhere(turn, "elsewhere");
      await save(sql, meg, turn, "done", form, { version: 1 });
      expect(await words(turn)).toEqual(["elsewhere"]);
    });

    test("of others are out of reach, whatever a form says", async () => {
      const { turn } = await queueOf(1, { reviewers_per_turn: 2 });
      const theirs = note("theirs");
      await save(sql, ana, turn, "done", content({ improvements: [theirs] }));
      await save(sql, meg, turn, "done", content({ removed_improvements: [theirs.id] }), { version: 0 });
      expect(await words(turn)).toEqual(["theirs"]);
      await expect(
        save(sql, meg, turn, "done", content({ removed_improvements: ["x"] })),
      ).rejects.toMatchObject({ code: "PT400" });
    });
  });

  test("cannot take over a note of someone else", async () => {
    const { turn } = await queueOf(1);
    const hers = note("hers", "tone");
    await save(sql, ana, turn, "draft", content());
    await createQueueless(turn, hers);
    const before = await stored(turn);
    await expect(
      save(sql, meg, turn, "done", content({ improvements: [{ ...hers, improvement_note: "mine now" }] })),
    ).rejects.toMatchObject({ code: "PT409" });
    expect(await stored(turn)).toEqual(before);
  });

  /** A note of Ana's, without a review. */
  async function createQueueless(turn: string, hers: { id: string; improvement_note: string }) {
    await sql`insert into public.tuning_improvements (id, turn_id, improvement_note, author_kind, author_id)
      values (${hers.id}, ${turn}, ${hers.improvement_note}, 'member', ${ana.id})`;
  }

  test.each([
    [
      "two notes with one id",
      { improvements: ["a", "b"].map((text) => note(text, null, "b3c0f6b2-9f0e-4f6e-9d5e-0a3c3f2f1a11")) },
    ],
    ["a verdict that is none", { chunk_verdicts: { verdicts: { 0: "great" }, missing: null } }],
    ["a verdict of no place", { chunk_verdicts: { verdicts: { first: "used" }, missing: null } }],
    ["a missing text that is a number", { chunk_verdicts: { verdicts: {}, missing: 4 } }],
    ["no verdicts", { chunk_verdicts: null }],
    ["more than 100 notes", { improvements: Array.from({ length: 101 }, () => note("x")) }],
  ])("with %s is refused", async (_, wrong) => {
    const { turn } = await queueOf(1);
    await expect(save(sql, meg, turn, "done", content(wrong))).rejects.toMatchObject({ code: "PT400" });
    expect((await stored(turn)).reviews).toBeNull();
  });

  test("of a turn in no queue needs no place; in a queue it takes a free one", async () => {
    const [lonely = ""] = await createTurns(sql, project, 1);
    expect(await save(sql, meg, lonely, "done", content())).toMatchObject({ state: "done" });
    const { turn } = await queueOf(1, { branch_names: ["prompt-tuning"] });
    await save(sql, meg, turn, "done", content());
    expect((await stored(turn)).slots).toMatchObject([{ state: "done", reviewer_id: meg.id }]);
    await expect(save(sql, ana, turn, "done", content())).rejects.toMatchObject({ code: "PT409" });
  });

  test("fills a place in every open queue of the turn; one with a place is enough", async () => {
    const { turn, queue } = await queueOf(1);
    const second = await createQueue(sql, owner, { project, name: "second", reviewers_per_turn: 2 });
    await next(sql, ana, queue.id);
    await save(sql, meg, turn, "done", content());
    const slots =
      await sql`select queue_id, state, reviewer_id from public.review_queue_slots where turn_id = ${turn}`;
    expect(slots.filter((each) => each.reviewer_id === meg.id)).toMatchObject([
      { queue_id: second.id, state: "done" },
    ]);
    expect(slots.find((each) => each.queue_id === queue.id)).toMatchObject({
      state: "claimed",
      reviewer_id: ana.id,
    });
  });
});

describe("a claim", () => {
  test("that is over still lets its holder finish while nobody took the turn", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    await expireClaims(sql, turn);
    expect(await save(sql, meg, turn, "done", content(), { queue_id: queue.id })).toMatchObject({
      state: "done",
    });
  });

  test("that was taken refuses the finished review and leaves draft, notes and places alone", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    const typed = content({ improvements: [note("hours of work", "content")] });
    await save(sql, meg, turn, "draft", typed);
    await expireClaims(sql, turn);
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turn);
    const before = await stored(turn);
    for (const options of [{ queue_id: queue.id }, {}]) {
      await expect(save(sql, meg, turn, "done", typed, options)).rejects.toMatchObject({
        code: "PT409",
        detail: expect.stringContaining(`"is_taken": true, "queue_id": "${queue.id}"`),
      });
    }
    expect(await stored(turn)).toEqual(before);
    expect((await screen(sql, meg, turn)).review?.draft).toEqual(typed);
    await save(sql, ana, turn, "done", content(), { queue_id: queue.id });
    await expect(save(sql, meg, turn, "done", typed)).rejects.toMatchObject({ code: "PT409" });
  });

  test("is resumed, renewed and given back", async () => {
    const { turns, turn, queue } = await queueOf(3);
    expect((await next(sql, meg, queue.id)).turn_id).toBe(turn);
    expect((await next(sql, meg, queue.id)).turn_id).toBe(turn);
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turns[1]);
    await expireClaims(sql, turn);
    const renewed = await renew(sql, meg, turn, queue.id);
    const minutes = (Date.parse(renewed.claimed_until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThan(11);
    await release(sql, meg, turn, queue.id);
    await release(sql, meg, turn, queue.id);
    await expect(renew(sql, meg, turn, queue.id)).rejects.toMatchObject({ code: "PT409" });
    await release(sql, ana, turns[1] ?? "", queue.id);
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turn);
    await expect(renew(sql, meg, turn, queue.id)).rejects.toMatchObject({ code: "PT409" });
    await release(sql, meg, turn, queue.id);
    expect((await screen(sql, ana, turn)).claims).toHaveLength(1);
  });

  test("on a turn that is not in the queue does not exist", async () => {
    const { queue } = await queueOf(1);
    const [elsewhere = ""] = await createTurns(sql, uniqueName("p"), 1);
    await expect(renew(sql, meg, elsewhere, queue.id)).rejects.toMatchObject({ code: "PT404" });
  });
});

describe("skipping", () => {
  test("gives the place back, keeps the draft, and never offers the turn again", async () => {
    const { turns, turn, queue } = await queueOf(2);
    await next(sql, meg, queue.id);
    const typed = content({ thumbs: 1 });
    await save(sql, meg, turn, "draft", typed);
    expect(
      await save(sql, meg, turn, "skipped", undefined, { version: 1, queue_id: queue.id }),
    ).toMatchObject({
      state: "skipped",
      draft: typed,
    });
    expect((await next(sql, meg, queue.id)).turn_id).toBe(turns[1]);
    await save(sql, meg, turns[1] ?? "", "done", content(), { queue_id: queue.id });
    expect(await next(sql, meg, queue.id)).toMatchObject({
      turn_id: null,
      reason: "finished",
      progress: { total: 2, done: 1, my_done: 1, my_skipped: 1, my_remaining: 0 },
    });
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turn);
  });

  test("a finished turn is refused", async () => {
    const { turn } = await queueOf(1);
    await save(sql, meg, turn, "done", content());
    await expect(save(sql, meg, turn, "skipped")).rejects.toMatchObject({ code: "PT409" });
  });
});

describe("undo", () => {
  test("brings review, notes, times and places back byte for byte; only the version grows", async () => {
    const { turn, queue } = await queueOf(1, { reviewers_per_turn: 2 });
    const [kept, changed, gone] = [note("kept", "tone"), note("changed", "tone"), note("gone", "tone")];
    await next(sql, meg, queue.id);
    await save(sql, meg, turn, "done", content({ improvements: [kept, changed, gone], clarity_score: 5 }));
    await sql`update public.tuning_improvements set status = 'applied', applied_in_version = 'v2' where id = ${changed.id}`;
    await save(sql, ana, turn, "done", content({ improvements: [note("hers")], clarity_score: 5 }));
    const typed = content({
      improvements: [kept, { ...changed, improvement_note: "other words" }, note("new")],
      clarity_score: 1,
    });
    await save(sql, meg, turn, "draft", typed);
    const before = await stored(turn);

    const done = await save(sql, meg, turn, "done", typed);
    expect(await stored(turn)).not.toEqual(before);
    const back = await undo(sql, meg, turn, done.version);
    const after = await stored(turn);
    expect(after).toEqual({ ...before, versions: expect.anything() });
    expect(back).toMatchObject({ state: "done", version: done.version + 1, draft: typed });
    // Sent again because its answer was lost.
    expect(await undo(sql, meg, turn, done.version)).toMatchObject({ version: done.version + 1 });
    expect(await sql`select from public.tuning_improvements_trash where turn_id = ${turn}`).toHaveLength(0);
  });

  test("of a first review gives the claim back for ten minutes, and keeps the words as a draft", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    const typed = content({ improvements: [note("in one go", "tone")], empathy_score: 3 });
    await save(sql, meg, turn, "done", typed, { version: 0, queue_id: queue.id });
    expect((await stored(turn)).turn).toMatchObject({ empathy_score: 3 });
    expect(await undo(sql, meg, turn, 1)).toMatchObject({
      state: "draft",
      version: 2,
      draft: typed,
      content: { improvements: [] },
    });
    const after = await stored(turn);
    expect(after.notes).toBeNull();
    expect(after.turn).toMatchObject({ empathy_score: null });
    expect(after.session).toMatchObject({ total_improvements: 0 });
    expect((await screen(sql, meg, turn)).claims).toHaveLength(1);
    expect((await next(sql, meg, queue.id)).turn_id).toBe(turn);
  });

  test("of a skip takes the turn again unless someone else has it", async () => {
    const { turn, queue } = await queueOf(1);
    await next(sql, meg, queue.id);
    const skipped = await save(sql, meg, turn, "skipped");
    await undo(sql, meg, turn, skipped.version);
    expect(await next(sql, meg, queue.id)).toMatchObject({ turn_id: turn });
    const again = await save(sql, meg, turn, "skipped");
    await next(sql, ana, queue.id);
    expect(await undo(sql, meg, turn, again.version)).toMatchObject({ state: "draft" });
    expect((await stored(turn)).slots).toMatchObject([{ state: "claimed", reviewer_id: ana.id }]);
  });

  test("of a review that took a free place frees it", async () => {
    const { turn, queue } = await queueOf(1);
    const done = await save(sql, meg, turn, "done", content());
    await undo(sql, meg, turn, done.version);
    expect((await stored(turn)).slots).toMatchObject([{ state: "free", reviewer_id: null }]);
    expect((await next(sql, ana, queue.id)).turn_id).toBe(turn);
  });

  test("leaves what happened to a note since: another's status, and notes written afterwards", async () => {
    const { turn } = await queueOf(1);
    const mine = note("mine", "tone");
    await save(sql, meg, turn, "done", content({ improvements: [mine] }));
    const done = await save(
      sql,
      meg,
      turn,
      "done",
      content({ improvements: [{ ...mine, improvement_note: "sharper" }] }),
    );
    await sql`update public.tuning_improvements set status = 'applied', applied_in_version = 'v9' where id = ${mine.id}`;
    await sql`insert into public.tuning_improvements (turn_id, improvement_note, author_kind, author_id, "timestamp")
      values (${turn}, 'later', 'member', ${meg.id}, now() + interval '1 second')`;
    await undo(sql, meg, turn, done.version);
    const rows =
      await sql`select improvement_note, status from public.tuning_improvements where turn_id = ${turn} order by "timestamp"`;
    expect([...rows]).toEqual([
      { improvement_note: "mine", status: "applied" },
      { improvement_note: "later", status: "open" },
    ]);
  });

  test("is for the last change and for its author alone", async () => {
    const { turn } = await queueOf(1);
    await expect(undo(sql, meg, turn, 1)).rejects.toMatchObject({ code: "PT409" });
    const done = await save(sql, meg, turn, "done", content());
    await expect(undo(sql, ana, turn, done.version)).rejects.toMatchObject({ code: "PT409" });
    await save(sql, meg, turn, "draft", content({ thumbs: 1 }));
    await expect(undo(sql, meg, turn, done.version)).rejects.toMatchObject({
      code: "PT409",
      detail: `{"stored_version": ${done.version + 1}}`,
    });
  });
});

describe("who may", () => {
  test("keys read the screen without a review of their own, and change nothing", async () => {
    const { turn, queue } = await queueOf(1);
    await save(sql, meg, turn, "done", content({ thumbs: 1 }));
    const reader = await createKey(sql, ["read"]);
    expect(await screen(sql, reader, turn)).toMatchObject({
      review: null,
      others: [{ reviewer_id: meg.id, content: { thumbs: 1 } }],
    });
    for (const key of [reader, await createKey(sql, ["ingest", "read", "export", "metrics"])]) {
      const refused = { code: "PT403" };
      await expect(save(sql, key, turn, "draft", content())).rejects.toMatchObject(refused);
      await expect(undo(sql, key, turn, 1)).rejects.toMatchObject(refused);
      await expect(next(sql, key, queue.id)).rejects.toMatchObject(refused);
      await expect(renew(sql, key, turn, queue.id)).rejects.toMatchObject(refused);
      await expect(release(sql, key, turn, queue.id)).rejects.toMatchObject(refused);
    }
    await expect(screen(sql, await createKey(sql, ["ingest"]), turn)).rejects.toMatchObject({
      code: "PT403",
    });
    await expect(screen(sql, "stranger", turn)).rejects.toMatchObject({ code: "PT403" });
    await expect(save(sql, "stranger", turn, "draft", content())).rejects.toMatchObject({ code: "PT403" });
  });

  test("members of another project find nothing", async () => {
    const { turn, queue } = await queueOf(1);
    const outsider = await createMember(sql, "admin", [uniqueName("other")]);
    const missing = { code: "PT404" };
    await expect(screen(sql, outsider, turn)).rejects.toMatchObject(missing);
    await expect(save(sql, outsider, turn, "draft", content())).rejects.toMatchObject(missing);
    await expect(undo(sql, outsider, turn, 1)).rejects.toMatchObject(missing);
    await expect(next(sql, outsider, queue.id)).rejects.toMatchObject(missing);
    await expect(renew(sql, outsider, turn, queue.id)).rejects.toMatchObject(missing);
    await expect(release(sql, outsider, turn, queue.id)).rejects.toMatchObject(missing);
    await expect(
      callAs(sql, outsider, "save_adjudication", { turn_id: turn, input: "{}" }),
    ).rejects.toMatchObject(missing);
    const insider = await createMember(sql, "reviewer", [project]);
    expect((await next(sql, insider, queue.id)).turn_id).toBe(turn);
  });

  test("nobody writes reviews, notes or places through the tables", async () => {
    const { turn, queue } = await queueOf(1);
    await save(sql, ana, turn, "done", content({ improvements: [note("hers", "tone")] }));
    const before = await stored(turn);
    for (const who of [meg, ana, owner, admin]) {
      await actAs(sql, who, async (tx) => {
        await tx`update public.turn_reviews set thumbs = 1 where turn_id = ${turn}`;
        await tx`update public.tuning_improvements set improvement_note = 'forged' where turn_id = ${turn}`;
        await tx`update public.review_queue_slots set reviewer_id = ${meg.id} where queue_id = ${queue.id}`;
        await tx`delete from public.turn_reviews where turn_id = ${turn}`;
      });
      await expect(
        actAs(
          sql,
          who,
          (tx) => tx`insert into public.turn_reviews (turn_id, reviewer_id) values (${turn}, ${who.id})`,
        ),
      ).rejects.toMatchObject({ code: "42501" });
    }
    expect(await stored(turn)).toEqual(before);
  });
});
