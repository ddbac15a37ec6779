import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Execution } from "@/lib/learning/executions/schemas";
import { newcombeInterval } from "@/lib/stats/newcombe";
import { expect, test } from "../fixtures";

const run = promisify(execFile);

test("the example's success rises because of retrieved examples, and without them it does not", async ({
  api,
  baseURL,
  createKey,
  project,
}) => {
  // Hundreds of requests, one after the other.
  test.setTimeout(900_000);
  const key = await createKey({ scopes: ["ingest", "read"], project });
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "examples/data-analyst/run.ts", "--project", project, "--requests", "300"],
    { env: { ...process.env, RETUNE_URL: baseURL, RETUNE_API_KEY: key } },
  );
  expect(stdout).toContain("201–300");
  expect(stdout).toContain(`/learning?project=${project}`);

  const client = await api(key);
  /** The first answers to all requests, oldest first. */
  const readFirstAnswers = async (strategy: string) => {
    const rows: Execution[] = [];
    let cursor: string | null = null;
    do {
      const params = new URLSearchParams({ strategy, sort: "created_at", limit: "1000" });
      if (cursor) params.set("cursor", cursor);
      const page = await (await client.get(`/v1/executions?${params}`)).json();
      rows.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor);
    return rows.filter(({ metadata }) => metadata.turn === "first");
  };
  const count = (rows: Execution[]) => ({
    positive: rows.filter(({ success }) => success).length,
    total: rows.length,
  });
  const compare = (rows: Execution[]) => {
    expect(rows).toHaveLength(300);
    const [first, last] = [count(rows.slice(0, 100)), count(rows.slice(-100))];
    return { rise: (last.positive - first.positive) / 100, interval: newcombeInterval(last, first) };
  };

  const learned = await readFirstAnswers("built-in");
  const { rise, interval } = compare(learned);
  expect(rise).toBeGreaterThanOrEqual(0.25);
  expect(interval?.low).toBeGreaterThan(0);
  // What was in the prompts did it: nearly all of the last hundred held examples, which are executions of this project.
  const known = new Set(learned.map(({ id }) => id));
  const held = learned.slice(-100).flatMap(({ example_ids }) => example_ids);
  expect(held.length).toBeGreaterThan(300);
  expect(held.some((id) => known.has(id))).toBe(true);

  const without = await readFirstAnswers("without-retrieval");
  expect(without.every(({ example_ids }) => example_ids.length === 0)).toBe(true);
  expect(compare(without).interval?.low).toBeLessThan(0);

  const params = new URLSearchParams({ strategy: "built-in", project, granularity: "week" });
  const series = await (await client.get(`/v1/executions/timeseries?${params}`)).json();
  const rates = series.data
    .filter(({ total }: { total: number }) => total > 0)
    .map((row: { success_rate: number }) => row.success_rate);
  expect(rates.length).toBeGreaterThan(2);
  expect(rates.at(-1)).toBeGreaterThan(rates[0] + 0.2);
});
