import { describe, expect, it } from "vitest";
import { datasetDefinition } from "../definitions/schemas";
import { findChosenFile, listSplits, nameManifest, suggestFileName, toContainer } from "./prepare-download";
import { describeSplits } from "./prepare-report";
import type { VersionFile } from "./schemas";

const file = (
  split: VersionFile["split"],
  container: VersionFile["container"],
  lines: number,
): VersionFile => ({
  split,
  container,
  examples: lines,
  lines,
  bytes: lines * 100,
  sha256: "0".repeat(64),
});
const split = {
  files: [
    file("all", "jsonl", 1970),
    file("all", "csv", 1240),
    file("train", "jsonl", 1773),
    file("validation", "jsonl", 197),
  ],
};
const whole = { files: [file("all", "jsonl", 5), file("train", "jsonl", 5), file("validation", "jsonl", 0)] };

describe("listSplits", () => {
  it("offers parts only where there are several", () => {
    expect(listSplits(split)).toEqual(["all", "train", "validation"]);
    expect(listSplits(whole)).toEqual(["all"]);
    expect(listSplits({ files: null })).toEqual(["all"]);
  });
});

describe("findChosenFile", () => {
  it("is what is in a .gz", () => {
    const choice = { split: "all", format: "csv", isPacked: true } as const;
    expect(toContainer(choice)).toBe("csv.gz");
    expect(findChosenFile(split, choice)?.lines).toBe(1240);
    expect(findChosenFile({ files: null }, choice)).toBeUndefined();
  });
});

describe("suggestFileName", () => {
  const definition = datasetDefinition.parse({});
  it("speaks, whatever the dataset is called", () => {
    const choice = { split: "train", format: "jsonl", isPacked: true } as const;
    expect(suggestFileName("Weekly votes: Überblick!", { version: 3, definition }, choice)).toBe(
      "weekly-votes-uberblick-v3-train.retune.jsonl.gz",
    );
    const all = { split: "all", format: "csv", isPacked: false } as const;
    expect(suggestFileName("数据", { version: 1, definition }, all)).toBe("dataset-v1.retune.csv");
    expect(nameManifest("Weekly votes", 3)).toBe("weekly-votes-v3.manifest.json");
  });
});

describe("describeSplits", () => {
  it("says the lines of each part, and nothing when there is but one", () => {
    expect(describeSplits(split)).toBe("1,773 train, 197 validation");
    expect(describeSplits(whole)).toBeNull();
    expect(describeSplits({ files: null })).toBeNull();
  });
});
