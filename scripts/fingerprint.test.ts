import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprintSources } from "./fingerprint";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "retune-fingerprint-"));
  mkdirSync(join(root, "app/a"), { recursive: true });
  writeFileSync(join(root, "app/page.tsx"), "page");
  writeFileSync(join(root, "app/a/page.tsx"), "other");
  writeFileSync(join(root, "package-lock.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const fingerprint = (environment: Record<string, string> = {}) =>
  fingerprintSources(root, environment as unknown as NodeJS.ProcessEnv);

describe("fingerprintSources", () => {
  it("is the same for the same sources in another place", () => {
    const copy = mkdtempSync(join(tmpdir(), "retune-fingerprint-"));
    cpSync(root, copy, { recursive: true });
    const before = fingerprint();
    rmSync(root, { recursive: true });
    root = copy;
    expect(fingerprint()).toBe(before);
  });

  it.each<[string, () => void]>([
    ["a changed file", () => writeFileSync(join(root, "app/page.tsx"), "pagf")],
    ["a new file", () => writeFileSync(join(root, "app/new.tsx"), "")],
    ["a renamed file", () => renameSync(join(root, "app/page.tsx"), join(root, "app/qage.tsx"))],
    ["another dependency", () => writeFileSync(join(root, "package-lock.json"), "[]")],
    ["a new configuration", () => writeFileSync(join(root, "next.config.js"), "")],
    // The bytes of both files one after the other stay the same.
    [
      "text that moves from one file to the next",
      () => {
        writeFileSync(join(root, "app/a/page.tsx"), "othe");
        writeFileSync(join(root, "app/page.tsx"), "rpage");
      },
    ],
  ])("changes with %s", (_, change) => {
    const before = fingerprint();
    change();
    expect(fingerprint()).not.toBe(before);
  });

  it("does not change with tests, nor with files that are not built", () => {
    const before = fingerprint();
    writeFileSync(join(root, "app/page.test.tsx"), "test");
    writeFileSync(join(root, "README.md"), "text");
    expect(fingerprint()).toBe(before);
  });

  it("changes with the variables that a build contains, and with no others", () => {
    expect(fingerprint({ NEXT_PUBLIC_A: "1" })).not.toBe(fingerprint({ NEXT_PUBLIC_A: "2" }));
    expect(fingerprint({ SUPABASE_URL: "1" })).toBe(fingerprint({ SUPABASE_URL: "2" }));
  });
});
