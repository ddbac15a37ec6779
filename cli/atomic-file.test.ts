import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveTarget, writeAtomically } from "./atomic-file";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "retune-atomic-"));
});
afterEach(() => {
  chmodSync(directory, 0o700);
  rmSync(directory, { recursive: true, force: true });
});

const write = (path: string, text: string) =>
  writeAtomically(resolveTarget(path), (file) => file.writeFile(text));

describe("writeAtomically", () => {
  it("writes the file and gives back the result", async () => {
    const path = join(directory, "out.jsonl");
    const result = await writeAtomically(path, async (file) => {
      await file.writeFile("a\n");
      // Until the end it has another name.
      expect(existsSync(path)).toBe(false);
      await file.writeFile("b\n");
      return 2;
    });
    expect(result).toBe(2);
    expect(readFileSync(path, "utf8")).toBe("a\nb\n");
    expect(readdirSync(directory)).toEqual(["out.jsonl"]);
  });

  it("leaves nothing behind when the content fails, and an existing file as it was", async () => {
    const path = join(directory, "out.jsonl");
    writeFileSync(path, "before");
    const failing = writeAtomically(path, async (file) => {
      await file.writeFile("half");
      throw new Error("cut");
    });
    await expect(failing).rejects.toThrow("cut");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(directory)).toEqual(["out.jsonl"]);
  });

  it("replaces the file behind a symbolic link, not the link", async () => {
    const path = join(directory, "latest.jsonl");
    writeFileSync(join(directory, "real.jsonl"), "before");
    symlinkSync("real.jsonl", path);
    await write(path, "after");
    expect(readFileSync(join(directory, "real.jsonl"), "utf8")).toBe("after");
    expect(readdirSync(directory).toSorted()).toEqual(["latest.jsonl", "real.jsonl"]);
  });

  it("refuses a place where there can be no file", () => {
    mkdirSync(join(directory, "folder"));
    writeFileSync(join(directory, "file"), "");
    expect(() => resolveTarget(join(directory, "missing/out"))).toThrow(/^There is no directory .*missing/);
    expect(() => resolveTarget(join(directory, "file/out"))).toThrow(/^There is no directory .*file/);
    expect(() => resolveTarget(join(directory, "folder"))).toThrow(/is not a file/);
    expect(() => resolveTarget("/dev/null")).toThrow(/is not a file/);
    expect(() => resolveTarget(join(directory, "x".repeat(300)))).toThrow(/too long/);
  });

  it.skipIf(process.getuid?.() === 0)("says so when the directory may not be written to", async () => {
    chmodSync(directory, 0o500);
    await expect(write(join(directory, "out"), "")).rejects.toThrow(/cannot be written to/);
  });
});
