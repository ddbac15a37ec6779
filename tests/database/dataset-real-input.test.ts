import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DatasetDefinition,
  datasetDefinition,
  trainingFormats,
} from "@/lib/datasets/definitions/schemas";
import { type ExamplePage, examplePage } from "@/lib/datasets/examples/schemas";
import { writeFile } from "@/lib/datasets/examples/write-file";
import { formats } from "@/lib/datasets/formats/formats";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { DatasetWriter } from "@/lib/datasets/writing/dataset-writer";
import type { ExportReport } from "@/lib/datasets/writing/schemas";
import { callAs, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { importSession } from "./support/sessions";
import { recordIds } from "./support/votes";

// 539 real conversations as votes and as reviewed turns: every format's file passes its rules, and holds as many lines as a
// count of the input that knows nothing of the product's code.

const file = "../shared/data/topical-chat-valid.jsonl";
const project = "topical-chat";

type Conversation = {
  conversation_id: string;
  configuration: string;
  turns: {
    turn_number: number;
    user_message: string;
    assistant_response: string;
    rating_1_to_5: number | null;
    sentiment: string;
  }[];
};

/** What the counts need to know of an answer, in the order of the file. */
type Answer = {
  id: string;
  question: string;
  answer: string;
  rating: 1 | -1 | null;
  better: string | null;
  /** Texts of the earlier exchanges that stand before it. */
  before: string[];
};

const first = Date.parse("2026-01-05T09:00:00Z");
const ratingOf = (stars: number | null): 1 | -1 | null =>
  stars === null || stars === 3 ? null : stars > 3 ? 1 : -1;
/** Of every third bad answer somebody says what it should have been. */
const betterOf = (rating: number | null, n: number, text: string) =>
  rating === -1 && n % 3 === 0 ? `Rather: ${text}` : null;

/** First 4 bytes of the SHA-256 of the id, as a share of all there are. */
const share = (id: string) => createHash("sha256").update(id).digest().readUInt32BE() / 2 ** 32;
const isBlank = (text: string) => text.trim() === "";
const normalize = (question: string) =>
  question
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[ .?!]+$/, "");

/** Lines that a format must have: weights 2 (good), 0.5 (bad), 2 (better), where it repeats them. */
function countLines(answers: Answer[], format: DatasetDefinition["format"]): number {
  const repeat = (id: string, weight: number) => Math.floor(weight) + (share(id) < weight % 1 ? 1 : 0);
  const newestGood = new Map<string, string>();
  for (const { rating, question, answer } of answers)
    if (rating === 1 && normalize(question) !== "") newestGood.set(normalize(question), answer);

  return answers.reduce((sum, { id, question, answer, rating, better, before }) => {
    const isBroken = (...texts: string[]) => [question, ...texts].some(isBlank);
    switch (format) {
      case "retune":
        return sum + (rating === null || isBroken(answer, ...before) ? 0 : 1);
      case "fireworks-sft": {
        const taught = rating === 1 ? answer : better;
        return sum + (taught === null || isBroken(taught, ...before) ? 0 : 1);
      }
      case "openai-sft":
      case "gemini-sft":
      case "trl-prompt-completion": {
        const taught = rating === 1 ? answer : better;
        return sum + (taught === null || isBroken(taught, ...before) ? 0 : 2);
      }
      case "openai-dpo":
      case "gemini-preference":
      case "trl-preference": {
        if (better !== null) return sum + (isBroken(answer, better, ...before) ? 0 : 2);
        const other = rating === -1 ? newestGood.get(normalize(question)) : undefined;
        if (other === undefined || other.trim() === answer.trim() || isBroken(answer, other)) return sum;
        return sum + repeat(id, 0.5);
      }
      case "trl-kto": {
        if (rating === null || isBroken(answer, ...before)) return sum;
        return sum + (rating === 1 ? 2 : repeat(id, 0.5)) + (better === null ? 0 : 2);
      }
      default:
        throw new Error(`${format} is not made of conversations`);
    }
  }, 0);
}

const conversational = trainingFormats.filter((format) => formatFacts[format].sources.includes("feedback"));

describe.skipIf(!existsSync(file))("539 real conversations", () => {
  let db: Scratch;
  let admin: Principal;
  const votes: Answer[] = [];
  const turns: Answer[] = [];

  /** Votes of one answer each, a second after the other: their order is that of the file. */
  async function loadVotes(conversations: Conversation[]): Promise<void> {
    const rated = conversations.flatMap(({ turns, ...conversation }) =>
      turns.flatMap((turn) => {
        const rating = ratingOf(turn.rating_1_to_5);
        return rating === null ? [] : [{ ...conversation, turn, rating }];
      }),
    );
    const rows = rated.map(({ turn, rating, configuration, conversation_id }, n) => ({
      project,
      query: turn.user_message,
      response: turn.assistant_response,
      model: configuration,
      rating,
      intent: turn.sentiment,
      session_id: conversation_id,
      corrected_response: betterOf(rating, n, turn.assistant_response),
      created_at: new Date(first + n * 1000).toISOString(),
    }));
    for (let at = 0; at < rows.length; at += 1000) {
      const part = rows.slice(at, at + 1000);
      const ids = await recordIds(db.sql, admin, part);
      part.forEach(({ query, response, rating, corrected_response }, n) => {
        votes.push({
          id: ids[n] as string,
          question: query,
          answer: response,
          rating,
          better: corrected_response,
          before: [],
        });
      });
    }
  }

  /** Sessions whose turns a reviewer has rated as the partner did; some with a better answer. */
  async function loadTurns(conversations: Conversation[]): Promise<void> {
    const reviewer = await createMember(db.sql, "reviewer");
    const reviews: object[] = [];
    for (const [index, conversation] of conversations.entries()) {
      const start = first + index * 600_000;
      const lines = conversation.turns.map((turn, place) => ({
        id: randomUUID(),
        turn_number: turn.turn_number,
        user_message: turn.user_message,
        era_response: turn.assistant_response,
        timestamp: new Date(start + place * 1000).toISOString(),
      }));
      await importSession(db.sql, admin, {
        project,
        session_start: new Date(start).toISOString(),
        master_prompt_version: conversation.configuration,
        turns: lines,
      });
      for (const [place, { id, user_message, era_response, turn_number }] of lines.entries()) {
        const rating = ratingOf(conversation.turns[place]?.rating_1_to_5 ?? null);
        const better = betterOf(rating, turns.length, era_response);
        turns.push({
          id,
          question: user_message,
          answer: era_response,
          rating,
          better,
          before: lines
            .filter((line) => line.turn_number < turn_number)
            .toSorted((a, b) => a.turn_number - b.turn_number)
            .slice(-10)
            .flatMap((line) => [line.user_message, line.era_response]),
        });
        if (rating !== null) reviews.push({ turn_id: id, thumbs: rating, better_response: better });
      }
    }
    await db.sql`
      insert into public.turn_reviews (turn_id, reviewer_id, project, state, thumbs, better_response, done_at)
      select r.turn_id, ${reviewer.id}, ${project}, 'done', r.thumbs, r.better_response, now()
      from json_to_recordset(${JSON.stringify(reviews)}::text::json) r (turn_id uuid, thumbs smallint, better_response text)`;
  }

  beforeAll(async () => {
    db = await createScratch();
    admin = await createMember(db.sql, "admin");
    const conversations = readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Conversation);
    await loadVotes(conversations);
    await loadTurns(conversations);
  });
  afterAll(() => db?.drop());

  async function* readPages(definition: DatasetDefinition): AsyncGenerator<ExamplePage> {
    let cursor: string | undefined;
    do {
      const page: ExamplePage = examplePage.parse(
        await callAs(db.sql, admin, "read_dataset_examples", {
          source: definition.source,
          filter: JSON.stringify({ project: [project] }),
          options: JSON.stringify({
            pairs: formatFacts[definition.format].needs === "pairs",
            context_turns: definition.context_turns,
          }),
          page_cursor: cursor,
        }),
      );
      yield page;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }

  /** The file of a definition, and what was said of it. */
  async function write(definition: DatasetDefinition): Promise<{ text: string; report: ExportReport }> {
    const writer = new DatasetWriter({ definition });
    let text = "";
    for await (const piece of writeFile(readPages(definition), writer, {
      definition,
      container: "jsonl",
      split: "all",
    }))
      text += piece;
    return { text, report: writer.report() };
  }

  for (const source of ["feedback", "turns"] as const)
    test.each(conversational)(`${source} as %s`, async (format) => {
      const answers = source === "feedback" ? votes : turns;
      const { text, report } = await write(datasetDefinition.parse({ source, format }));
      const lines = text.split("\n");
      expect(lines.pop()).toBe("");
      expect(lines.length).toBeGreaterThan(20);
      expect(lines).toHaveLength(countLines(answers, format));
      expect(report.considered).toBe(answers.length);
      expect(report.written).toBe(lines.length);
      const skipped = report.skipped.reduce((sum, { count }) => sum + count, 0);
      expect(report.considered).toBe(report.examples + skipped);
      const broken = [...new Set(lines)].filter(
        (line) => !formats[format].lineSchema.safeParse(JSON.parse(line)).success,
      );
      expect(broken).toEqual([]);
    });

  test("no conversation is in both splits, and the same selection is the same file", async () => {
    const definition = datasetDefinition.parse({ source: "turns", format: "retune", validation_share: 0.2 });
    const { text, report } = await write(definition);
    expect((await write(definition)).text).toBe(text);
    const sessions = { train: new Set<string>(), validation: new Set<string>() };
    const writer = new DatasetWriter({ definition });
    for await (const { data } of readPages(definition))
      for (const example of data) {
        const item = writer.write(example);
        if (item) sessions[item.split].add(example.conversation);
      }
    expect([...sessions.train].filter((session) => sessions.validation.has(session))).toEqual([]);
    const validation = sessions.validation.size / (sessions.train.size + sessions.validation.size);
    expect(validation).toBeGreaterThan(0.12);
    expect(validation).toBeLessThan(0.28);
    expect(report.splits.reduce((sum, { lines }) => sum + lines, 0)).toBe(report.written);
  });
});
