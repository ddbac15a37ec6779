import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Execution } from "@/lib/learning/executions/schemas";
import { newcombeInterval } from "@/lib/stats/newcombe";
import { csvOf } from "./chart-files";
import { expect, test } from "./fixtures";

const run = promisify(execFile);

test("the example's success rises because of retrieved examples, without them it does not, and the chart shows it", async ({
  page,
  api,
  baseURL,
  createKey,
  createMember,
  signIn,
  project,
}) => {
  // Hundreds of requests, one after the other.
  test.setTimeout(900_000);
  const key = await createKey({ scopes: ["ingest", "read"], project });
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "examples/data-analyst/run.ts", "--project", project, "--comparison", "200"],
    { env: { ...process.env, RETUNE_URL: baseURL, RETUNE_API_KEY: key } },
  );
  expect(stdout).toContain("201–300");
  expect(stdout).toContain(`/learning?project=${project}`);

  const client = await api(key);
  /** What was reported, oldest first. */
  const readAll = async (strategy: string) => {
    const rows: Execution[] = [];
    let cursor: string | null = null;
    do {
      const params = new URLSearchParams({ strategy, sort: "created_at", limit: "1000" });
      if (cursor) params.set("cursor", cursor);
      const page = await (await client.get(`/v1/executions?${params}`)).json();
      rows.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor);
    return rows;
  };
  const isFirst = ({ metadata }: Execution) => metadata.turn === "first";
  const count = (rows: Execution[]) => ({
    positive: rows.filter(({ success }) => success).length,
    total: rows.length,
  });
  const compare = (rows: Execution[]) => {
    const [first, last] = [count(rows.slice(0, 100)), count(rows.slice(-100))];
    return { rise: (last.positive - first.positive) / 100, interval: newcombeInterval(last, first) };
  };

  const reported = await readAll("built-in");
  const learned = reported.filter(isFirst);
  expect(learned).toHaveLength(300);
  const { rise, interval } = compare(learned);
  expect(rise).toBeGreaterThanOrEqual(0.25);
  expect(interval?.low).toBeGreaterThan(0);
  // What was in the prompts did it: nearly all of the last hundred held examples, which are executions of this project.
  const known = new Set(reported.map(({ id }) => id));
  const held = learned.slice(-100).flatMap(({ example_ids }) => example_ids);
  expect(held.length).toBeGreaterThan(300);
  expect(held.every((id) => known.has(id))).toBe(true);

  const without = (await readAll("without-retrieval")).filter(isFirst);
  expect(without.every(({ example_ids }) => example_ids.length === 0)).toBe(true);
  expect(without).toHaveLength(200);
  expect(compare(without).interval?.low).toBeLessThan(0);

  const reviewer = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, reviewer, `/learning?project=${project}&days=30&strategy=built-in`);
  const [columns = [], ...lines] = await csvOf(page, "Success rate");
  const cell = (line: string[], name: string) => Number(line[columns.indexOf(name)]);
  const days = lines.filter((line) => cell(line, "total") > 0);
  expect(days.length).toBeGreaterThan(10);
  const rateOf = (some: string[][]) => {
    const sum = (name: string) => some.reduce((total, line) => total + cell(line, name), 0);
    return sum("successful") / sum("total");
  };
  expect(rateOf(days.slice(-5))).toBeGreaterThan(rateOf(days.slice(0, 5)) + 0.2);
  const figures = page.getByRole("region", { name: "Figures" });
  await expect(figures).toContainText(`n ${reported.length.toLocaleString("en-US")}`);
});
