import { expect, it } from "vitest";
import { prepareBasis, prepareQuality } from "./prepare-quality";

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

it.each([
  ["all parts", {}, "enough", 5],
  ["several turns without a rating and times", { satisfaction: null, latency: null }, "enough", 3],
  ["one rated turn", { no_repeats: null, no_corrections: null, latency: null }, "enough", 2],
  ["one turn without a rating", { satisfaction: null, no_repeats: null, no_corrections: null }, "little", 2],
  [
    "one turn with neither a rating nor a time",
    { satisfaction: null, no_repeats: null, no_corrections: null, latency: null },
    "nothing",
    1,
  ],
])("says how much a score rests on: %s", (_name, missing, basis, measured) => {
  expect(prepareBasis({ ...quality, ...missing })).toEqual({ basis, measured, of: 5 });
});
