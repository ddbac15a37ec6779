import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measureQuality, readRated, renderQuality } from "../../bench/measure-quality";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
beforeAll(async () => {
  db = await createScratch();
});
afterAll(() => db?.drop());

const nothing = {
  total_interactions: 0,
  satisfaction_sum: 0,
  satisfaction_count: 0,
  escalations: 0,
  repeats: 0,
  corrections: 0,
  response_time_sum_ms: 0,
  response_time_count: 0,
};
type Totals = typeof nothing;

/** The score of a conversation with these totals. */
async function qualityOf(totals: Partial<Totals>): Promise<Record<string, number | null>> {
  const [row] = await db.sql<{ quality: Record<string, number | null> }[]>`
    select private.conversation_quality(json_populate_record(null::public.llm_conversations, ${JSON.stringify({ ...nothing, ...totals })}::text::json)) as quality`;
  return row?.quality ?? {};
}

describe("the quality score", () => {
  test("of a conversation without interactions is null, with all of its parts", async () => {
    expect(await qualityOf({})).toEqual({
      score: null,
      score_without_satisfaction: null,
      satisfaction: null,
      no_escalation: null,
      no_repeats: null,
      no_corrections: null,
      latency: null,
    });
  });

  test("leaves out what one interaction cannot show", async () => {
    expect(await qualityOf({ total_interactions: 1 })).toEqual({
      score: 1,
      score_without_satisfaction: 1,
      satisfaction: null,
      no_escalation: 1,
      no_repeats: null,
      no_corrections: null,
      latency: null,
    });
  });

  test("is the weighted mean of the parts that are there", async () => {
    const counts = fc.record({
      total_interactions: fc.integer({ min: 1, max: 50 }),
      satisfaction_count: fc.nat(5),
      escalations: fc.nat(1),
      repeats: fc.nat(1),
      corrections: fc.nat(1),
      response_time_count: fc.nat(3),
      mean: fc.integer({ min: 1, max: 5 }),
      seconds: fc.nat(60),
    });
    await fc.assert(
      fc.asyncProperty(counts, async ({ mean, seconds, ...given }) => {
        const n = given.total_interactions;
        const totals = {
          ...given,
          repeats: Math.min(given.repeats, n - 1),
          corrections: Math.min(given.corrections, n - 1),
          satisfaction_sum: mean * given.satisfaction_count,
          response_time_sum_ms: 1000 * seconds * given.response_time_count,
        };
        const parts: [name: string, weight: number, part: number | null][] = [
          ["satisfaction", 0.4, totals.satisfaction_count ? (mean - 1) / 4 : null],
          ["no_escalation", 0.2, 1 - totals.escalations / n],
          ["no_repeats", 0.15, n > 1 ? 1 - totals.repeats / (n - 1) : null],
          ["no_corrections", 0.15, n > 1 ? 1 - totals.corrections / (n - 1) : null],
          ["latency", 0.1, totals.response_time_count ? 1 / (1 + (seconds / 8) ** 2) : null],
        ];
        const meanOf = (list: typeof parts) => {
          const there = list.filter(([, , part]) => part !== null);
          const weight = there.reduce((sum, [, w]) => sum + w, 0);
          return there.reduce((sum, [, w, part]) => sum + w * (part ?? 0), 0) / weight;
        };
        const quality = await qualityOf(totals);
        for (const [name, , part] of parts) {
          if (part === null) expect(quality[name]).toBeNull();
          else expect(quality[name]).toBeCloseTo(part, 9);
        }
        expect(quality.score).toBeCloseTo(meanOf(parts), 9);
        expect(quality.score_without_satisfaction).toBeCloseTo(meanOf(parts.slice(1)), 9);
      }),
      { numRuns: 100 },
    );
  });
});

const file = "../shared/data/topical-chat-valid.jsonl";

describe("the score beside human ratings of conversations", () => {
  test.skipIf(!existsSync(file))("is what docs/interactions.md prints", async () => {
    const conversations = readRated(readFileSync(file, "utf8"));
    expect(conversations).toHaveLength(539);
    const table = renderQuality(await measureQuality(db.sql, conversations));
    const guide = readFileSync(join(import.meta.dirname, "../../docs/interactions.md"), "utf8");
    expect(guide).toContain(table);
  });
});
