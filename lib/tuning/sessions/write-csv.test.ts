import { describe, expect, test } from "vitest";
import { exported, note, pages } from "@/tests/support/exported-turns";
import { type CsvOptions, writeCsv } from "./write-csv";

async function write(turns: Parameters<typeof pages>, options: CsvOptions = {}): Promise<string> {
  let text = "";
  for await (const chunk of writeCsv(pages(...turns), options)) text += chunk;
  return text;
}

describe("writeCsv", () => {
  test("has the seed's six columns: one row per note, and one for a turn without any", async () => {
    const text = await write([
      [
        exported({
          notes: [
            note({
              improvement_note: "Ask first",
              category: "content",
              timestamp: "2026-01-01T10:00:00.000Z",
            }),
            note({ improvement_note: "Warmer", category: null, timestamp: "2026-01-01T10:01:00.000Z" }),
          ],
        }),
      ],
      [exported({ turn_number: 2, user_message: "and\nnow?", era_response: 'say "hi"' })],
    ]);
    expect(text).toBe(
      "turn_number,user_message,era_response,improvement_note,category,timestamp\r\n" +
        "1,q,a,Ask first,content,2026-01-01T10:00:00.000Z\r\n" +
        "1,q,a,Warmer,,2026-01-01T10:01:00.000Z\r\n" +
        '2,"and\nnow?","say ""hi""",,,\r\n',
    );
  });

  test("adds the columns asked for, in their order", async () => {
    const text = await write(
      [
        [
          exported({
            search_results: { results: [{ chunk_text: "c", similarity: 0.5 }] },
            clarity_score: 4,
            has_policy_citation: false,
            better_response: "of the turn",
            reviewer: "ann",
            thumbs: -1,
            notes: [note({ reviewer: "bo", better_response: "of bo", thumbs: 1, severity: "high" })],
          }),
          exported({ turn_number: 2, better_response: "of the turn", reviewer: "ann" }),
        ],
      ],
      {
        columns: [
          "reviewer",
          "better_response",
          "thumbs",
          "severity",
          "status",
          "clarity_score",
          "has_policy_citation",
          "search_results",
        ],
      },
    );
    expect(text.split("\r\n")).toEqual([
      "turn_number,user_message,era_response,improvement_note,category,timestamp,reviewer,better_response,thumbs,severity,status,clarity_score,has_policy_citation,search_results",
      '1,q,a,n,content,2026-01-01T10:00:00.000Z,bo,of bo,1,high,open,4,false,"{""results"":[{""chunk_text"":""c"",""similarity"":0.5}]}"',
      "2,q,a,,,,ann,of the turn,,,,,,",
      "",
    ]);
  });

  test("neutralises formulas, begins with a byte order mark when asked, and has a header without rows", async () => {
    const text = await write([[exported({ user_message: "=1+1", era_response: "@x" })]], { bom: true });
    expect(text.startsWith("\uFEFFturn_number,")).toBe(true);
    expect(text).toContain("1,'=1+1,'@x,,,");
    expect(await write([[]])).toBe(
      "turn_number,user_message,era_response,improvement_note,category,timestamp\r\n",
    );
  });
});
