import { expect, it } from "vitest";
import { prepareQuality } from "./prepare-quality";

const quality = {
  score: 0.8,
  score_without_satisfaction: 0.9,
  satisfaction: 0.75,
  no_escalation: 1,
  no_repeats: 0.5,
  no_corrections: 1,
  latency: 0.9,
};

it("shows each part with its share of the score; the shares give the score", () => {
  const parts = prepareQuality(quality);
  expect(parts.map(({ share }) => share)).toEqual(
    [0.4, 0.2, 0.15, 0.15, 0.1].map((share) => expect.closeTo(share)),
  );
  expect(parts.reduce((sum, { share, value }) => sum + (share ?? 0) * (value ?? 0), 0)).toBeCloseTo(
    0.815,
    12,
  );
});

it("spreads the weight of what could not be measured over the rest", () => {
  const parts = prepareQuality({ ...quality, satisfaction: null, no_repeats: null });
  expect(parts.map(({ share }) => share)).toEqual([
    null,
    expect.closeTo(0.2 / 0.45),
    null,
    expect.closeTo(0.15 / 0.45),
    expect.closeTo(0.1 / 0.45),
  ]);
  expect(parts.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 12);
});
