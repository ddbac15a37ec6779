import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FileCounter, type FileItem, writeCsv, writeJsonl } from "./files";
import { nameFile } from "./name-file";

const item = (position: number, values: Partial<FileItem> = {}): FileItem => ({
  position,
  split: "train",
  source_id: `00000000-0000-4000-8000-${String(position).padStart(12, "0")}`,
  copies: 1,
  lines: values.copies ?? 1,
  weight: 1,
  kind: "positive",
  project: "p",
  model: null,
  intent: null,
  rating: 1,
  source_created_at: "2026-01-01T00:00:00.000Z",
  body: `{"messages":[{"role":"user","content":"=1+1, “ä” ${position}"},{"role":"assistant","content":"a\\nb"}]}\n`,
  ...values,
});
const texts = { format: "openai-sft", source: "feedback" } as const;

async function* pagesOf<Item>(items: Item[], size: number): AsyncGenerator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
async function collect(chunks: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("FileCounter", () => {
  const items = [
    item(1, { copies: 3 }),
    item(2, { split: "validation" }),
    item(4),
    item(5),
    item(7, { split: "validation", copies: 2 }),
  ];

  it.each([1, 2, 100])("counts what a download writes, in portions of %i", async (size) => {
    const counter = new FileCounter(texts);
    for await (const page of pagesOf(items, size)) counter.add(page);
    for (const { split, container, examples, lines, bytes, sha256: hash } of counter.files()) {
      const own = items.filter((each) => split === "all" || each.split === split);
      const text = await collect(
        container === "csv" ? writeCsv(pagesOf(own, 3), texts) : writeJsonl(pagesOf(own, 3)),
      );
      expect({ split, container, bytes, hash }).toEqual({
        split,
        container,
        bytes: Buffer.byteLength(text),
        hash: sha256(text),
      });
      expect(examples).toBe(own.length);
      expect(lines).toBe(container === "csv" ? own.length : own.reduce((sum, each) => sum + each.copies, 0));
    }
    expect(counter.files()).toHaveLength(6);
  });

  it("knows the empty files: no line, and the header alone", async () => {
    const files = new FileCounter(texts).files();
    const header = await collect(writeCsv(pagesOf([], 1), texts));
    expect(header).toMatch(/^id,source,split,.*created_at\r\n$/);
    for (const { container, lines, sha256: hash } of files) {
      expect(lines).toBe(0);
      expect(hash).toBe(sha256(container === "csv" ? header : ""));
    }
  });
});

describe("writeJsonl", () => {
  it("repeats a large body in pieces", async () => {
    const body = `${"x".repeat(400_000)}\n`;
    const pieces: number[] = [];
    for await (const piece of writeJsonl(pagesOf([{ body, copies: 5 }], 1))) pieces.push(piece.length);
    expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(5 * body.length);
    expect(Math.max(...pieces)).toBeLessThan(1_000_000);
  });
});

describe("nameFile", () => {
  it.each([
    ["Weekly votes", "all", "weekly-votes-v3.openai-sft"],
    ["Weekly votes – Käse/../x", "train", "weekly-votes-kase-x-v3-train.openai-sft"],
    ["مرحبا", "validation", "dataset-v3-validation.openai-sft"],
  ] as const)("of %s", (name, split, expected) => {
    expect(nameFile(name, { version: 3, format: "openai-sft", split })).toBe(expected);
  });
});
