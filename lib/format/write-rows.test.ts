import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";
import { writeRows } from "./write-rows";

const vote: Feedback = {
  id: "7b0c3f3e-0000-4000-8000-000000000001",
  query: "=SUM(A1)",
  response: 'a "quoted", answer\nin two lines',
  model: "m",
  rating: -1,
  intent: null,
  project: "default",
  user_id: null,
  session_id: "s",
  response_id: null,
  memory_used: 1.5,
  tools_called: ["search"],
  metadata: { a: 1 },
  comment: "-1",
  corrected_response: null,
  created_at: "2026-01-31T12:00:00.000Z",
  updated_at: "2026-01-31T12:00:00.000Z",
};

async function write(
  pages: Feedback[][],
  options: Parameters<typeof writeRows<Feedback>>[1],
): Promise<string> {
  async function* each() {
    yield* pages;
  }
  let text = "";
  for await (const chunk of writeRows(each(), options)) text += chunk;
  return text;
}

describe("CSV", () => {
  it("has one header for all pages, and no byte order mark unless asked", async () => {
    const columns = ["model", "rating"] as const;
    const text = await write([[vote], [vote]], { format: "csv", columns: [...columns], bom: false });
    expect(text).toBe("model,rating\r\nm,-1\r\nm,-1\r\n");
    const marked = await write([[vote], [vote]], { format: "csv", columns: [...columns], bom: true });
    expect(marked).toBe(`\ufeff${text}`);
  });

  it("neutralises formulas in texts, never numbers", async () => {
    const text = await write([[vote]], {
      format: "csv",
      columns: ["query", "comment", "rating", "response", "intent", "tools_called"],
      bom: false,
    });
    expect(text.split("\r\n")[1]).toBe(
      `'=SUM(A1),'-1,-1,"a ""quoted"", answer\nin two lines",,"[""search""]"`,
    );
  });

  it("has only a header when no row matches", async () => {
    expect(await write([[]], { format: "csv", columns: ["id", "model"], bom: false })).toBe("id,model\r\n");
  });

  it("starts no cell with a character that a spreadsheet would run", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("=", "+", "-", "@", "\t", "\r"), fc.string(), async (start, rest) => {
        const page = [{ ...vote, query: `${start}${rest}` }];
        const text = await write([page], { format: "csv", columns: ["query"], bom: false });
        expect(text.split("\r\n").slice(1).join("\r\n")).toMatch(/^"?'/);
      }),
    );
  });
});

describe("JSONL", () => {
  it("gives every column back as it was, in the order of the columns", async () => {
    const text = await write([[vote], [vote]], { format: "jsonl", columns: feedbackColumns, bom: false });
    const lines = text.split("\n");
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? "")).toEqual(vote);
    expect(Object.keys(JSON.parse(lines[1] ?? ""))).toEqual(feedbackColumns);
  });

  it("keeps one row on one line for readers that end lines at U+2028, U+2029 and U+0085", async () => {
    const page = [{ ...vote, query: "a\u2028b\u2029c\u0085d" }];
    const text = await write([page], { format: "jsonl", columns: ["query"], bom: false });
    expect(text).toBe('{"query":"a\\u2028b\\u2029c\\u0085d"}\n');
  });
});
