import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fileFormats } from "@/lib/format/file-format";
import { rowsResponse } from "./rows-file";

const PAGES = 60;
/** Half a megabyte that does not compress. */
const text = randomBytes(400_000).toString("base64");

/** A source of pages that tells how many of them were read. */
function countPages() {
  const counted = { read: 0, isOver: false };
  async function* pages() {
    try {
      for (; counted.read < PAGES; ) {
        counted.read += 1;
        yield [{ id: counted.read, text }];
      }
    } finally {
      counted.isOver = true;
    }
  }
  return { counted, pages: pages() };
}

const columns = ["id", "text"] as const;

describe("rowsResponse", () => {
  it.each(fileFormats)("%s: a client that stops taking stops the reading", async (format) => {
    const slow = countPages();
    const stalled = await rowsResponse(slow.pages, { format, columns, bom: false }, "rows");
    const reader = stalled.body?.getReader();
    await reader?.read();
    // The clock: while this one was read whole, the other had the same time.
    const fast = countPages();
    const whole = await rowsResponse(fast.pages, { format, columns, bom: false }, "rows");
    expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(PAGES * 350_000);
    expect(fast.counted.read).toBe(PAGES);
    expect(slow.counted.read).toBeLessThanOrEqual(8);
    await reader?.cancel();
    expect(slow.counted.isOver).toBe(true);
  });

  it.each(fileFormats)("%s holds the same rows under a name with that ending", async (format) => {
    async function* pages() {
      yield [{ id: 1, text: "=1" }];
      yield [{ id: 2, text: "b" }];
    }
    const response = await rowsResponse(pages(), { format, columns, bom: false }, "retune-votes-2026-11-21");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="retune-votes-2026-11-21.${format}"`,
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    const written = (format.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    expect(written).toBe(
      format.startsWith("csv")
        ? "id,text\r\n1,'=1\r\n2,b\r\n"
        : '{"id":1,"text":"=1"}\n{"id":2,"text":"b"}\n',
    );
    expect(response.headers.get("content-type")).toBe(
      format.endsWith(".gz")
        ? "application/gzip"
        : format === "csv"
          ? "text/csv; charset=utf-8"
          : "application/x-ndjson",
    );
  });

  it("a source that refuses is a refusal, not a file that breaks off", async () => {
    // biome-ignore lint/correctness/useYield: it fails before the first page
    async function* refused(): AsyncGenerator<{ id: number }[]> {
      throw new Error("not yours");
    }
    await expect(
      rowsResponse(refused(), { format: "csv", columns: ["id"], bom: false }, "rows"),
    ).rejects.toThrow("not yours");
  });
});
