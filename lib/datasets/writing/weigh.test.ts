import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { even } from "@/tests/support/training-examples";
import { countCopies, findSplit, findWeight, hashToShare } from "./weigh";

describe("hashToShare", () => {
  it("is the first four bytes of the SHA-256 as a fraction", () => {
    // SHA-256("abc") begins with ba7816bf, in the standard's own example.
    expect(hashToShare("abc")).toBe(0xba7816bf / 2 ** 32);
  });
});

describe("findWeight", () => {
  const policy = { ...even, positive: 2, negative: 0.5, better: 3, unrated: 0 };

  it("is that of the kind", () => {
    expect(findWeight(policy, "positive", [])).toBe(2);
    expect(findWeight(policy, "unrated", ["tone"])).toBe(0);
  });

  it("is that of a category instead, of several the largest, even when it is smaller", () => {
    const withCategories = { ...policy, categories: { tone: 0.1, citation: 0.2 } };
    expect(findWeight(withCategories, "better", ["tone"])).toBe(0.1);
    expect(findWeight(withCategories, "better", ["tone", "citation", "clarity"])).toBe(0.2);
    expect(findWeight({ ...policy, categories: { tone: 0 } }, "better", ["tone"])).toBe(0);
  });
});

describe("countCopies", () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `row-${n}`);
  const mean = (weight: number) => ids.reduce((sum, id) => sum + countCopies(weight, id), 0) / ids.length;

  it.each([0, 1, 2, 100])("is the weight itself when it is whole: %d", (weight) => {
    expect(ids.every((id) => countCopies(weight, id) === weight)).toBe(true);
  });

  it.each([0.1, 0.25, 0.5, 1.5, 2.75])("comes to the weight in the mean of many ids: %d", (weight) => {
    // Four standard errors of a share of 20,000.
    expect(Math.abs(mean(weight) - weight)).toBeLessThan(4 * Math.sqrt(0.25 / ids.length));
  });

  it("is the same each time, and never less for a larger weight", () => {
    const weight = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.uuid(), weight, weight, (id, one, two) => {
        expect(countCopies(one, id)).toBe(countCopies(one, id));
        expect(countCopies(Math.min(one, two), id)).toBeLessThanOrEqual(countCopies(Math.max(one, two), id));
        expect([Math.floor(one), Math.floor(one) + 1]).toContain(countCopies(one, id));
      }),
    );
  });
});

describe("findSplit", () => {
  const conversations = Array.from({ length: 20_000 }, (_, n) => `conversation-${n}`);
  const share = (wanted: number, seed = "") =>
    conversations.filter((each) => findSplit(each, wanted, seed) === "validation").length /
    conversations.length;

  it.each([0.05, 0.2, 0.5])("puts about the share that is asked for into validation: %d", (wanted) => {
    expect(Math.abs(share(wanted) - wanted)).toBeLessThan(4 * Math.sqrt(0.25 / conversations.length));
  });

  it("puts nothing there without a share", () => {
    expect(share(0)).toBe(0);
  });

  it("takes conversations away from validation, and exchanges none, when the share is less", () => {
    for (const each of conversations)
      if (findSplit(each, 0.1, "") === "validation") expect(findSplit(each, 0.2, "")).toBe("validation");
  });

  it("divides otherwise with another seed", () => {
    const differs = conversations.filter((each) => findSplit(each, 0.5, "") !== findSplit(each, 0.5, "b"));
    expect(differs.length).toBeGreaterThan(conversations.length * 0.4);
  });
});
