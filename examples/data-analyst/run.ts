// npm run example: a data analyst that learns. README.md beside it says what it shows.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { Agent, type Outcome } from "./agent";
import { startModel } from "./model-server";
import { makeRequests, type Request } from "./requests";
import { Retune } from "./retune";
import { countByHundred, heading, toLine } from "./summary";

const help = `npm run example [-- options]: a data analyst that learns from what worked

  --requests N     how many requests (300)
  --project P      where they are recorded; left out: a new project
  --days N         they are spread over so many days up to now, so that charts show them (20)
  --comparison N   how many of them are sent again with prompts that hold no retrieved examples (all; 0 = none)

RETUNE_URL is where Retune runs (http://127.0.0.1:3000), RETUNE_API_KEY a key with the scopes ingest and read; without one it
makes itself a key on the local stack, for that project and a day.
`;

const DAY_MS = 86_400_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "300" },
      project: { type: "string", default: newProject() },
      days: { type: "string", default: "20" },
      comparison: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const requests = makeRequests(readNumber("requests", values.requests, 1, 100_000));
  const compared = readNumber("comparison", values.comparison ?? values.requests, 0, requests.length);
  const days = readNumber("days", values.days, 1, 3650);
  const { project } = values;
  const url = process.env.RETUNE_URL || "http://127.0.0.1:3000";
  await requireRetune(url);
  const retune = new Retune(url, process.env.RETUNE_API_KEY || makeKey(project));

  const model = await startModel();
  try {
    console.log(`${requests.length} requests, recorded in the project ${project}.`);
    console.log(`\nPrompts with similar successful requests in them\n${heading}`);
    await serve(new Agent(retune, model, { project }, null), requests, days);
    if (compared > 0) {
      const body = await retune.readBuiltIn(project);
      const draft = { ...body, examples: { ...body.examples, retrieved: 0 } };
      console.log(`\nThe same requests, without\n${heading}`);
      const without = new Agent(retune, model, { project, draft }, "without-retrieval");
      await serve(without, requests.slice(0, compared), days);
    }
  } finally {
    model.close();
  }
  console.log(`\nLook at it: ${url}/learning?project=${encodeURIComponent(project)}&strategy=built-in`);
}

/** One after the other, so that each can learn from those before it; prints each hundred when it is through. */
async function serve(agent: Agent, requests: readonly Request[], days: number): Promise<void> {
  const start = Date.now() - days * DAY_MS;
  const outcomes: Outcome[] = [];
  for (const [index, request] of requests.entries()) {
    outcomes.push(await agent.serve(request, new Date(start + (index / requests.length) * days * DAY_MS)));
    if (outcomes.length % 100 === 0 || outcomes.length === requests.length) {
      const latest = countByHundred(outcomes).at(-1);
      if (latest) console.log(toLine(latest));
    }
  }
}

function newProject(): string {
  return `data-analyst-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}`;
}

function readNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(
      `--${name} must be a whole number from ${min} to ${max.toLocaleString("en-US")}, not “${text}”.`,
    );
  return value;
}

async function requireRetune(url: string): Promise<void> {
  const response = await fetch(`${url}/v1/health`).catch(() => null);
  if (!response?.ok)
    throw new Error(`Retune does not answer at ${url}. Start it with “npm start”, or set RETUNE_URL.`);
}

function makeKey(project: string): string {
  const options = [
    "--name",
    "data-analyst example",
    "--scopes",
    "ingest,read",
    "--project",
    project,
    "--expires",
    "1d",
  ];
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", "keys", "--", "create", ...options], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0) return stdout.trim();
  throw new Error(`${stderr.trim()}\nSet RETUNE_API_KEY to a key with the scopes ingest and read.`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
