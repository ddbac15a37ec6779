import { describe, expect, it } from "vitest";
import { isStep, labelKeys } from "./keys";

const press = (key: string, more: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe("isStep", () => {
  it("takes Ctrl and ⌘ for mod", () => {
    expect(isStep("mod+k", press("k", { ctrlKey: true }))).toBe(true);
    expect(isStep("mod+k", press("K", { metaKey: true }))).toBe(true);
    expect(isStep("mod+k", press("k"))).toBe(false);
  });
  it("leaves the browser's own combinations alone", () => {
    expect(isStep("j", press("j", { ctrlKey: true }))).toBe(false);
    expect(isStep("e", press("e", { altKey: true }))).toBe(false);
  });
  it("compares characters, however they are typed", () => {
    expect(isStep("?", press("?"))).toBe(true);
    expect(isStep("ArrowDown", press("ArrowDown"))).toBe(true);
  });
});

describe("labelKeys", () => {
  it("names keys as they are printed", () => {
    expect(labelKeys("mod+k", false)).toEqual(["Ctrl", "K"]);
    expect(labelKeys("mod+k", true)).toEqual(["⌘", "K"]);
    expect(labelKeys("g o", false)).toEqual(["G", "O"]);
    expect(labelKeys("ArrowDown", false)).toEqual(["↓"]);
  });
});
