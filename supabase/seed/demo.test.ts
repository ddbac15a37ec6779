import { describe, expect, test } from "vitest";
import { feedbackInput } from "@/lib/feedback/schemas";
import { composeAwkwardVotes, hugeSession } from "./awkward";
import { composeDemoVotes, demoStory } from "./demo";
import { Random, uuidOf } from "./random";

const now = new Date("2026-11-20T15:30:00Z");
const votes = composeDemoVotes(now);
const dayOf = (vote: { created_at: string }) => vote.created_at.slice(0, 10);
const daysBefore = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

describe("the demo votes", () => {
  test("are the same for the same day, whatever the hour", () => {
    expect(composeDemoVotes(now)).toEqual(votes);
    const timeless = (at: string) =>
      composeDemoVotes(new Date(at))
        .map(({ created_at, ...vote }) => vote)
        .sort((a, b) => a.id.localeCompare(b.id));
    expect(timeless("2026-11-20T00:00:01Z")).toEqual(timeless("2026-11-20T23:59:59Z"));
  });

  test("are others on another day, and keep the days that both have", () => {
    const tomorrow = new Set(composeDemoVotes(new Date("2026-11-21T08:00:00Z")).map((vote) => vote.id));
    const shared = votes.filter((vote) => tomorrow.has(vote.id)).length;
    expect(shared).toBeGreaterThan(votes.length * 0.8);
    expect(shared).toBeLessThan(votes.length);
  });

  test.each(["2026-11-20T15:30:00Z", "2027-01-01T00:00:30Z", "2027-02-28T23:59:59Z", "2028-02-29T12:00:00Z"])(
    "are about 6,000 over 5 models, 3 intents and 3 projects (%s)",
    (at) => {
      const found = composeDemoVotes(new Date(at));
      expect(found.length).toBeGreaterThan(5_700);
      expect(found.length).toBeLessThan(6_300);
      expect(new Set(found.map((vote) => vote.id)).size).toBe(found.length);
      expect(new Set(found.map((vote) => vote.model)).size).toBe(5);
      expect(new Set(found.map((vote) => vote.intent))).toEqual(
        new Set(["code", "reasoning", "general", null]),
      );
      expect(new Set(found.map((vote) => vote.project))).toEqual(new Set(demoStory.projects));
      expect(found.every((vote) => Date.parse(vote.created_at) <= Date.parse(at))).toBe(true);
      const lastHour = found.filter((vote) => Date.parse(vote.created_at) > Date.parse(at) - 3_600_000);
      expect(lastHour.length).toBeGreaterThan(5);
    },
  );

  test("cover 90 days but one", () => {
    const days = new Set(votes.map(dayOf));
    expect(days.size).toBe(demoStory.days - 1);
    expect(days.has(daysBefore(demoStory.emptyDay))).toBe(false);
    expect([...days].sort()[0]).toBe(daysBefore(demoStory.days - 1));
    expect(days.has(daysBefore(0))).toBe(true);
  });

  test("follow the week", () => {
    const ordinary = votes.filter((vote) => vote.session_id !== hugeSession.id);
    const count = (weekdays: number[]) =>
      ordinary.filter((vote) => weekdays.includes(new Date(vote.created_at).getUTCDay())).length /
      weekdays.length;
    expect(count([2, 3, 4])).toBeGreaterThan(count([0, 6]) * 1.6);
  });

  test("are what the API would take", () => {
    for (const vote of votes) {
      const result = feedbackInput.safeParse(vote);
      expect(result.error?.issues ?? []).toEqual([]);
    }
  });

  test("read like what people write: filled in, varied, with notes and better answers", () => {
    const texts = votes.map(
      (vote) => `${vote.query}${vote.response}${vote.comment}${vote.corrected_response}`,
    );
    expect(texts.filter((text) => /\[\[|\]\]/.test(text))).toEqual([]);
    expect(new Set(votes.map((vote) => vote.query)).size).toBeGreaterThan(400);
    expect(votes.filter((vote) => vote.comment).length).toBeGreaterThan(200);
    expect(votes.filter((vote) => vote.corrected_response).length).toBeGreaterThan(100);
    expect(votes.filter((vote) => vote.tools_called.length > 0).length).toBeGreaterThan(1_000);
    expect(votes.filter((vote) => !vote.user_id && !vote.session_id).length).toBeGreaterThan(100);
  });
});

describe("the awkward votes", () => {
  const awkward = composeAwkwardVotes(now, ["default"]);
  const has = (test: RegExp) =>
    awkward.some((vote) => test.test(`${vote.query}\n${vote.response}\n${vote.comment}`));

  test("hold every odd shape", () => {
    expect(has(/\p{Extended_Pictographic}\u200d/u)).toBe(true);
    expect(has(/\p{Script=Arabic}/u)).toBe(true);
    expect(has(/\p{Script=Hebrew}/u)).toBe(true);
    expect(has(/\p{Script=Han}/u)).toBe(true);
    expect(has(/^[=+\-@]/m)).toBe(true);
    expect(has(/<script>/)).toBe(true);
    expect(has(/\r\n/)).toBe(true);
    expect(has(/\S{400}/)).toBe(true);
    expect(awkward.some((vote) => vote.response.length > 10_000)).toBe(true);
    expect(awkward.some((vote) => vote.query === "")).toBe(true);
    expect(awkward.some((vote) => vote.response === "")).toBe(true);
    expect(awkward.some((vote) => !vote.user_id && !vote.session_id && !vote.intent)).toBe(true);
    expect(awkward.some((vote) => vote.tools_called.length > 5)).toBe(true);
    expect(awkward.filter((vote) => vote.session_id === hugeSession.id)).toHaveLength(hugeSession.votes);
  });
});

describe("the random stream", () => {
  test("is the same for the same name and spread evenly", () => {
    const draw = (name: string) => {
      const random = new Random(name);
      return Array.from({ length: 2_000 }, () => random.next());
    };
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
    const mean = draw("a").reduce((sum, value) => sum + value, 0) / 2_000;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  });

  test("makes UUIDs that pass as random ones", () => {
    expect(uuidOf("x")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf("x")).toBe(uuidOf("x"));
    expect(uuidOf("x")).not.toBe(uuidOf("y"));
  });
});
