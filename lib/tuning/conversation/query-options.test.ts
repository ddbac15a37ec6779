import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Turn } from "../sessions/schemas";
import { type ConversationPage, firstPageParam, type ReadTurns, readConversationPage } from "./query-options";

/** The API over a conversation whose turns have these numbers. */
const conversation =
  (numbers: readonly number[], largest = Number.POSITIVE_INFINITY): ReadTurns =>
  async (after, asked) => {
    const limit = Math.min(asked, largest);
    const rest = numbers.filter((number) => number > after);
    const data = rest.slice(0, limit).map((turn_number) => ({ turn_number }) as Turn);
    return { data, next_cursor: rest.length > limit ? String(data.at(-1)?.turn_number) : null };
  };

/** Reads to both ends from a turn, as a reader who scrolls there would. */
async function readAll(numbers: readonly number[], start: number, largest?: number): Promise<number[]> {
  const read = conversation(numbers, largest);
  const first = await readConversationPage(read, firstPageParam(start));
  expect(first.turns.map((turn) => turn.turn_number)).toContain(start);
  const pages: ConversationPage[] = [first];
  for (let before = first.before; before !== null; ) {
    const page = await readConversationPage(read, { before });
    pages.unshift(page);
    before = page.before;
  }
  for (let after = first.after; after !== null; ) {
    const page = await readConversationPage(read, { after, limit: 50 });
    pages.push(page);
    after = page.after;
  }
  return pages.flatMap((page) => page.turns.map((turn) => turn.turn_number));
}

describe("readConversationPage", () => {
  it("begins with the turn that is looked at among those around it", async () => {
    const numbers = Array.from({ length: 1_200 }, (_, index) => index + 1);
    const { turns } = await readConversationPage(conversation(numbers), firstPageParam(700));
    expect(turns.map((turn) => turn.turn_number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 694),
    );
  });

  it("reads every turn once, in order, from wherever it begins, whatever gaps the numbers have", async () => {
    const gaps = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30_000 })), {
      minLength: 1,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(gaps, fc.nat(), fc.integer({ min: 1, max: 60 }), async (steps, pick, largest) => {
        let last = 0;
        const numbers = steps.map((step) => (last += step));
        const start = numbers[pick % numbers.length] ?? 1;
        expect(await readAll(numbers, start)).toEqual(numbers);
        // Pages that are shorter than asked for.
        expect(await readAll(numbers, start, largest)).toEqual(numbers);
      }),
      { numRuns: 60 },
    );
  });
});
