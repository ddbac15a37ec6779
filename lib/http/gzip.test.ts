import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gzip } from "./gzip";

async function* each(chunks: readonly string[]) {
  yield* chunks;
}

async function compress(chunks: AsyncGenerator<string>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of gzip(chunks)) parts.push(part);
  return Buffer.concat(parts);
}

describe("gzip", () => {
  it("holds the text, and equal text in other chunks is equal bytes", async () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }).map((text) => text.toWellFormed()),
        fc.integer({ min: 0, max: 200_000 }).map((length) => "id,rating\r\n".repeat(length / 11)),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (chunks) => {
        const file = await compress(each(chunks));
        expect(gunzipSync(file).toString()).toBe(chunks.join(""));
        expect(file.equals(await compress(each([chunks.join("")])))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("names no time and no system", async () => {
    const file = await compress(each(["a"]));
    expect([...file.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  });

  it("throws what the source throws", async () => {
    async function* broken() {
      yield "a";
      throw new Error("the database went away");
    }
    await expect(compress(broken())).rejects.toThrow("the database went away");
  });

  it("ends the source when nobody takes more", async () => {
    let isOver = false;
    async function* endless() {
      try {
        for (let n = 0; ; n++) yield `${n}-${Math.sin(n)}\n`.repeat(50);
      } finally {
        isOver = true;
      }
    }
    for await (const _ of gzip(endless())) break;
    expect(isOver).toBe(true);
  });
});
