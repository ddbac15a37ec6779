import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { columns, numberColumns, type Plan, textColumns } from "./table";

// Stands in for a language model, behind the protocol of OpenAI. It knows nothing but the prompt it gets: plain words it
// understands by itself; for others it looks for an example in the prompt that says nearly the same and does likewise; without
// one it guesses, as models do. So its answers are as good as its prompts.

type Message = { role: string; content: string };

/** Starts it on a free port. */
export async function startModel(): Promise<{ url: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { messages } = JSON.parse(text) as { messages: Message[] };
    const content = JSON.stringify(answer(messages));
    const tokens = (value: string) => Math.ceil(value.length / 4);
    const usage = {
      prompt_tokens: messages.reduce((sum, message) => sum + tokens(message.content), 0),
      completion_tokens: tokens(content),
    };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        object: "chat.completion",
        model: "scripted-analyst",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
        usage,
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close };
}

/** The plan for a prompt. */
export function answer(messages: readonly Message[]): Plan {
  const system = messages
    .filter(({ role }) => role === "system")
    .map(({ content }) => content)
    .join("\n");
  const request = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const errors = unescapeText(section(system, "previous_errors"));
  return (
    understand(/I mean: ([^<\n]*)/.exec(errors)?.[1] ?? "") ??
    understand(request) ??
    imitate(request, readExamples(system)) ??
    guess(request, errors)
  );
}

const section = (prompt: string, name: string) =>
  new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(prompt)?.[1] ?? "";
const unescapeText = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replace(/&#x([0-9a-f]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll("&amp;", "&");

type Example = { prompt: string; plan: Plan };

function readExamples(system: string): Example[] {
  const found = section(system, "examples").matchAll(
    /<example>[\s\S]*?<user>([\s\S]*?)<\/user>\s*<plan>([\s\S]*?)<\/plan>/g,
  );
  return [...found].map(([, prompt = "", plan = "{}"]) => ({
    prompt: unescapeText(prompt),
    plan: JSON.parse(plan),
  }));
}

const words = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
const textColumnIn = (text: string) => words(text).find((word) => textColumns.includes(word));
const numberColumnIn = (text: string) => words(text).find((word) => numberColumns.includes(word));

const step = (type: string, method: string, args: unknown[] = [], kwargs: Record<string, unknown> = {}) => ({
  type,
  execution_instructions: { method: `pandas.${method}`, args, kwargs },
});
const groupBy = (text: string, number: string, how: string): Plan => ({
  task: "group_by",
  group_by_column: text,
  aggregate_function: how,
  aggregate_column: number,
  operations: [step("group_by", "groupby", [text], { agg: { [number]: how } })],
});

/** What plain words say; null for others. */
function understand(text: string): Plan | null {
  const [column, number] = [textColumnIn(text) ?? "", numberColumnIn(text) ?? ""];
  const group = /^(total|average|count|maximum)\b.* by /.exec(text)?.[1];
  if (group && column && number)
    return groupBy(
      column,
      number,
      { total: "sum", average: "mean", count: "count", maximum: "max" }[group] ?? "",
    );
  if (/^top 5 rows/.test(text)) return { task: "sort", operations: [step("top", "nlargest", [5, number])] };
  if (/^lowest 5 rows/.test(text))
    return { task: "sort", operations: [step("bottom", "nsmallest", [5, number])] };
  if (text === "remove duplicates")
    return { task: "clean", operations: [step("remove_duplicates", "drop_duplicates")] };
  if (text === "remove rows with missing values")
    return { task: "clean", operations: [step("remove_empty_rows", "dropna")] };
  if (/^sum of all/.test(text)) return { task: "formula", operations: [step("sum", "sum", [number])] };
  if (/^overall average/.test(text)) return { task: "formula", operations: [step("mean", "mean", [number])] };
  if (/^number of different/.test(text))
    return { task: "formula", operations: [step("count_distinct", "nunique", [column])] };
  return null;
}

const ordinary = new Set(
  "a an and are at by each every for give in is me of on or please show the to what where with".split(" "),
);
/** The telling words of a request: neither columns nor words that every request has. */
const telling = (text: string) =>
  new Set(words(text).filter((word) => !columns.includes(word) && !ordinary.has(word)));

/** How much two requests have in common: shared words among all words of both (Jaccard). */
function likeness(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

/** The plan of the most alike example, with this request's columns in the place of its own; null when none is alike. */
function imitate(request: string, examples: readonly Example[]): Plan | null {
  const [best] = examples
    .map((example) => ({ ...example, score: likeness(telling(request), telling(example.prompt)) }))
    .sort((a, b) => b.score - a.score);
  if (!best || best.score < 0.6) return null;
  const renamed = new Map<string, string>();
  for (const find of [textColumnIn, numberColumnIn]) {
    const [from, to] = [find(best.prompt), find(request)];
    if (from && to) renamed.set(from, to);
  }
  return rename(best.plan, renamed) as Plan;
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [names.get(key) ?? key, rename(item, names)]),
  );
}

/** Something plausible. With two columns it first names a task that does not exist, and mends that when it is told so. */
function guess(request: string, errors: string): Plan {
  const [text, number] = [textColumnIn(request), numberColumnIn(request)];
  if (text && number)
    return errors.includes("/task")
      ? groupBy(text, number, "mean")
      : { ...groupBy(text, number, "mean"), task: "aggregate" };
  if (number) return { task: "formula", operations: [step("max", "max", [number])] };
  return { task: "summarize", operations: [step("describe", "describe")] };
}
