import { describe, expect, it } from "vitest";
import {
  changeNote,
  countStatements,
  createId,
  emptyReview,
  finishReview,
  isSameReview,
  removeNote,
  replaceReview,
  startReview,
  tidyReview,
  toggleCategory,
} from "./prepare-review";
import { type ReviewScreen, reviewContent, reviewDraft } from "./schemas";

const me = "11111111-1111-4111-8111-111111111111";
const one = "22222222-2222-4222-8222-222222222222";
const two = "33333333-3333-4333-8333-333333333333";
const written = (text: string) => changeNote(emptyReview(), one, { improvement_note: text });

const note = (author_kind: "member" | "key", author_id: string, id: string) =>
  ({ id, author_kind, author_id, improvement_note: "words", category: "tone", severity: null }) as never;
const screen = (part: Partial<ReviewScreen>) =>
  ({ review: null, improvements: [], ...part }) as unknown as ReviewScreen;

describe("createId", () => {
  it("makes ids the API takes, each time another", () => {
    const ids = Array.from({ length: 100 }, createId);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) {
      const draft = changeNote(emptyReview(), id, { improvement_note: "x" });
      expect(reviewDraft.safeParse(draft).success).toBe(true);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

describe("startReview", () => {
  it("starts from the draft, else from what was finished", () => {
    const draft = written("draft");
    const content = written("finished");
    const review = { draft, content, state: "done" } as never;
    expect(startReview(screen({ review }), me)).toEqual(draft);
    expect(startReview(screen({ review: { draft: null, content, state: "done" } as never }), me)).toEqual(
      content,
    );
  });

  it("holds the notes I made elsewhere, so that they can be changed; not those of others", () => {
    const improvements = [note("member", me, one), note("member", two, two), note("key", me, two)];
    expect(startReview(screen({ improvements }), me).improvements).toEqual([
      { id: one, improvement_note: "words", category: "tone", severity: null },
    ]);
  });
});

describe("tidyReview", () => {
  it("leaves out what says nothing, and what cannot be stored", () => {
    const draft = {
      ...changeNote(changeNote(emptyReview(), one, { improvement_note: " \n" }), two, {
        improvement_note: "a\0b\ud800",
      }),
      better_response: "  ",
      chunk_verdicts: { verdicts: { "10": "used", "2": "misleading" } as const, missing: "" },
    };
    const tidied = tidyReview(draft);
    expect(tidied.improvements).toEqual([
      { id: two, improvement_note: "ab\ufffd", category: null, severity: null },
    ]);
    expect(tidied.better_response).toBeNull();
    expect(tidied.chunk_verdicts.missing).toBeNull();
    expect(isSameReview(draft, tidied)).toBe(true);
    expect(tidyReview(tidied)).toEqual(tidied);
  });

  it("names each removed note once, and none that is back", () => {
    const removed = removeNote(removeNote(written("words"), one), two);
    expect(tidyReview(removeNote(removed, two)).removed_improvements).toEqual([one, two]);
    expect(tidyReview(changeNote(removed, one, { improvement_note: "back" }))).toMatchObject({
      improvements: [{ id: one }],
      removed_improvements: [two],
    });
    expect(tidyReview(written("words")).removed_improvements).toEqual([]);
  });

  it("keeps an empty note that has a category: it is not written yet", () => {
    expect(tidyReview(toggleCategory(emptyReview(), one, "tone")).improvements).toHaveLength(1);
  });
});

describe("isSameReview", () => {
  it("tells reviews apart by what they say, not by how it is ordered", () => {
    const verdicts = (entries: [string, "used"][]) => ({
      ...emptyReview(),
      chunk_verdicts: { verdicts: Object.fromEntries(entries), missing: null },
    });
    expect(
      isSameReview(
        verdicts([
          ["1", "used"],
          ["0", "used"],
        ]),
        verdicts([
          ["0", "used"],
          ["1", "used"],
        ]),
      ),
    ).toBe(true);
    expect(isSameReview(written("a"), written("b"))).toBe(false);
    expect(isSameReview(emptyReview(), { ...emptyReview(), has_policy_citation: false })).toBe(false);
  });
});

describe("finishReview", () => {
  it("gives what the API takes", () => {
    const { content, issues } = finishReview({ ...written("say it"), better_response: "better" }, "answer");
    expect(issues).toEqual([]);
    expect(reviewContent.parse(content)).toEqual(content);
  });

  it("names the note that has a category and no words", () => {
    const draft = toggleCategory(written("fine"), two, "action");
    expect(finishReview(draft, "answer")).toMatchObject({ content: null, issues: [{ noteId: two }] });
  });

  it("takes the answer itself for no better answer, whatever its line ends", () => {
    const finish = (better_response: string) =>
      finishReview({ ...emptyReview(), better_response }, "one\r\ntwo").content?.better_response;
    expect(finish("one\ntwo")).toBeNull();
    expect(finish("one\ntwo.")).toBe("one\ntwo.");
  });
});

describe("replaceReview", () => {
  it("takes what only the other one says for removed", () => {
    const other = changeNote(written("theirs"), two, { improvement_note: "only there" });
    expect(tidyReview(replaceReview(written("mine"), other))).toMatchObject({
      improvements: [{ id: one, improvement_note: "mine" }],
      removed_improvements: [two],
    });
    expect(isSameReview(replaceReview(written("mine"), written("theirs")), written("mine"))).toBe(true);
  });
});

describe("toggleCategory", () => {
  it("sets, replaces and takes away, and makes the note when there is none", () => {
    const tone = toggleCategory(emptyReview(), one, "tone");
    expect(tone.improvements[0]).toMatchObject({ id: one, category: "tone" });
    expect(toggleCategory(tone, one, "action").improvements[0]?.category).toBe("action");
    expect(toggleCategory(tone, one, "tone").improvements[0]?.category).toBeNull();
  });
});

describe("countStatements", () => {
  it("counts a no as something said", () => {
    const draft = { ...written("x"), structure_complete: false, thumbs: 1 as const, better_response: "y" };
    expect(countStatements(draft)).toEqual({ notes: 1, ratings: 2, verdicts: 0, hasBetterAnswer: true });
  });
});
