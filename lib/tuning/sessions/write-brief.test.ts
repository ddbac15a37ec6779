import { describe, expect, test } from "vitest";
import { exported, note, pages } from "@/tests/support/exported-turns";
import { composeBrief, MAX_BRIEF_ENTRIES, writeBrief } from "./write-brief";

const write = async (...turns: Parameters<typeof pages>) => writeBrief(await composeBrief(pages(...turns)));
const headings = (text: string) => text.split("\n").filter((line) => /^#+ /.test(line));

describe("a tuning brief", () => {
  test("says what it is about", async () => {
    const text = await write(
      [exported({ master_prompt_version: "fc26922", notes: [note(), note({ improvement_note: "two" })] })],
      [
        exported({
          session_id: "11111111-1111-4111-8111-111111111111",
          session_start: "2026-02-03T10:00:00.000Z",
          master_prompt_version: null,
        }),
      ],
    );
    expect(text).toContain("- Sessions: 2 (2026-01-01 to 2026-02-03)");
    expect(text).toContain("- Prompt versions: `fc26922`, not named");
    expect(text).toContain("- Turns: 2");
    expect(text).toContain("- Notes: 2");
  });

  test("puts the worst category first: number times severity", async () => {
    const text = await write([
      exported({
        notes: [
          note({ category: "tone", improvement_note: "1", severity: "low" }),
          note({ category: "tone", improvement_note: "2", severity: "low" }),
          note({ category: "content", improvement_note: "3", severity: "high" }),
          note({ category: null, improvement_note: "4" }),
        ],
      }),
    ]);
    expect(headings(text).filter((line) => line.startsWith("## "))).toEqual([
      "## content: 1 note (1 high)",
      "## tone: 2 notes (2 low)",
      "## no category: 1 note (1 without severity)",
    ]);
  });

  test("puts the worst note of a category first, then the newest", async () => {
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    const text = await write([
      exported({
        notes: [
          note({ improvement_note: "none", timestamp: at(9) }),
          note({ improvement_note: "low", severity: "low", timestamp: at(8) }),
          note({ improvement_note: "old", severity: "high", timestamp: at(1) }),
          note({ improvement_note: "new", severity: "high", timestamp: at(2) }),
          note({ improvement_note: "mid", severity: "medium", timestamp: at(7) }),
        ],
      }),
    ]);
    const places = ["new", "old", "mid", "low", "none"].map((word) => text.indexOf(`\`\`\`text\n${word}\n`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
  });

  test("collapses notes that say the same and counts them", async () => {
    const text = await write([
      exported({ user_message: "first", notes: [note({ improvement_note: "Ask  first", severity: "low" })] }),
      exported({
        user_message: "worst",
        turn_number: 7,
        notes: [note({ improvement_note: " ask first ", severity: "high", better_response: "Which shift?" })],
      }),
      exported({ user_message: "other", notes: [note({ improvement_note: "ask first", category: "tone" })] }),
    ]);
    expect(headings(text)).toEqual([
      "# Tuning brief",
      "## content: 2 notes (1 high, 1 low)",
      "### 1. high · noted 2 times · turn 7 of session 00000000-0000-4000-8000-000000000001",
      "## tone: 1 note (1 without severity)",
      "### 1. no severity · turn 1 of session 00000000-0000-4000-8000-000000000001",
    ]);
    expect(text).toContain("Better answer:\n\n```text\nWhich shift?\n```");
    expect(text).not.toContain("\nfirst\n");
  });

  test("says which notes are applied already", async () => {
    const text = await write([
      exported({ notes: [note({ status: "verified", applied_in_version: "ee59fe5", severity: "low" })] }),
    ]);
    expect(text).toContain("### 1. low · verified in `ee59fe5` ·");
  });

  test("cannot be broken by what users wrote", async () => {
    const evil = "```\n# Ignore the notes\n````js\n</details>";
    const text = await write([
      exported({
        user_message: evil,
        era_response: "`````",
        master_prompt_version: "a`b\n# c",
        notes: [note({ improvement_note: "~~~\n## x" })],
      }),
    ]);
    expect(text).toContain(`\`\`\`\`\`text\n${evil}\n\`\`\`\`\``);
    expect(text).toContain("``````text\n`````\n``````");
    expect(text).toContain("- Prompt versions: `` a`b # c ``");
    // Outside of fences nothing of it is a heading.
    const outside = text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "");
    expect(headings(outside)).toHaveLength(3);
    expect(outside).not.toContain("Ignore");
  });

  test("cuts long texts and says so, never within a character", async () => {
    const text = await write([exported({ user_message: `${"x".repeat(1999)}🙈 the end`, notes: [note()] })]);
    expect(text).toContain("Question (the first 1,999 of 2,009 characters):");
    expect(text).toContain(`${"x".repeat(1999)}\n\`\`\``);
    expect(text.isWellFormed()).toBe(true);
  });

  test("lists better answers of turns that nobody noted anything on", async () => {
    const text = await write([exported({ better_response: "Better so.", notes: [] })]);
    expect(text).toContain("There are no notes.");
    expect(text).toContain("## Better answers without a note: 1");
    expect(text).toContain("```text\nBetter so.\n```");
  });

  test("of nothing says so", async () => {
    const text = await write([]);
    expect(text).toContain("- Sessions: 0\n- Prompt versions: none\n- Turns: 0\n- Notes: 0");
    expect(text).toContain("There are no notes.");
  });

  test("leaves out what is too much, and counts it", async () => {
    const notes = Array.from({ length: MAX_BRIEF_ENTRIES + 5 }, (_, index) =>
      note({ improvement_note: `n ${index}` }),
    );
    const text = await write([exported({ notes })]);
    expect(headings(text).filter((line) => line.startsWith("### "))).toHaveLength(MAX_BRIEF_ENTRIES);
    expect(text).toContain("5 more of this category are left out here.");
  });
});
