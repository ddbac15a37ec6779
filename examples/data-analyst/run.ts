// npm run example: a data analyst that learns. README.md beside it says what it shows.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { Agent, type Outcome } from "./agent";
import { startModel } from "./model-server";
import { makeRequests, type Request } from "./requests";
import { Retune } from "./retune";
import { countByHundred, heading, toLine } from "./summary";

const help = `npm run example [-- options]: a data analyst that learns from what worked

  --requests N     how many requests (320)
  --project P      where they are recorded; left out: a new project
  --days N         they are spread over so many days up to now, so that charts show them (20)
  --no-comparison  without the second run, whose prompts hold no retrieved examples

RETUNE_URL is where Retune runs (http://127.0.0.1:3000), RETUNE_API_KEY a key with the scopes ingest and read; without one it
makes itself a key on the local stack, for that project and a day.
`;

const DAY_MS = 86_400_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "320" },
      project: { type: "string", default: newProject() },
      days: { type: "string", default: "20" },
      "no-comparison": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);
  const requests = makeRequests(readNumber("requests", values.requests, 100_000));
  const days = readNumber("days", values.days, 3650);
  const { project } = values;
  const url = process.env.RETUNE_URL || "http://127.0.0.1:3000";
  await requireRetune(url);
  const retune = new Retune(url, process.env.RETUNE_API_KEY || makeKey(project));

  const model = await startModel();
  try {
    console.log(`${requests.length} requests, recorded in the project ${project}.`);
    console.log(`\nPrompts with similar successful requests in them\n${heading}`);
    await serve(new Agent(retune, model, { project }, null), requests, days);
    if (!values["no-comparison"]) {
      const body = await retune.readBuiltIn(project);
      const draft = { ...body, examples: { ...body.examples, retrieved: 0 } };
      console.log(`\nThe same requests, without\n${heading}`);
      await serve(new Agent(retune, model, { project, draft }, "without-retrieval"), requests, days);
    }
  } finally {
    model.close();
  }
  console.log(`\nLook at it: ${url}/learning?project=${encodeURIComponent(project)}`);
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

function readNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new Error(
      `--${name} must be a whole number from 1 to ${max.toLocaleString("en-US")}, not “${text}”.`,
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
