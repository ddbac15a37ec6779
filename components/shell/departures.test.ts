import { describe, expect, it } from "vitest";
import { findLosses, type Unsaved } from "./departures";

const here = "http://localhost/learning/knowledge?part=tasks&project=shop";
const ofProject: Unsaved = { what: "The knowledge base", within: "project" };
const ofPage: Unsaved = { what: "The settings", within: "page" };

describe("findLosses", () => {
  it.each([
    ["/learning/examples?project=shop", [ofProject, ofPage]],
    ["http://elsewhere.test/learning/knowledge?project=shop", [ofProject, ofPage]],
    ["/learning/knowledge?project=other", [ofProject]],
    ["/learning/knowledge", [ofProject]],
    ["?part=formulas&project=shop", []],
    ["/learning/knowledge?project=shop#tasks", []],
  ])("going to %s", (href, lost) => {
    expect(findLosses([ofProject, ofPage], here, { href })).toEqual(lost);
  });

  it("knows another project of the page, and the way out", () => {
    expect(findLosses([ofProject, ofPage], here, "project")).toEqual([ofProject]);
    expect(findLosses([ofProject, ofPage], here, "out")).toEqual([ofProject, ofPage]);
  });
});
