import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { negativePolicies } from "../lib/datasets/definitions/schemas";
import { splits } from "../lib/datasets/writing/schemas";
import { finetuningFormats } from "../lib/feedback/schemas";

/** A command line that cannot be understood: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `retune export` was asked for; absent values are left to the server's defaults. */
export type ExportRequest = {
  path: string | undefined;
  days: number | undefined;
  start: string | undefined;
  end: string | undefined;
  format: string | undefined;
  project: string[] | undefined;
  model: string[] | undefined;
  intent: string[] | undefined;
  positiveWeight: number | undefined;
  negativeWeight: number | undefined;
  negatives: string | undefined;
  systemPrompt: string | undefined;
  validationShare: number | undefined;
  split: "all" | "train" | "validation" | undefined;
};

/** What `retune watch` was asked for. */
export type WatchRequest = {
  intervalSeconds: number;
  days: number;
  project: string[] | undefined;
  isOnce: boolean;
};

export type Command =
  | { name: "help"; topic: "export" | "watch" | undefined }
  | { name: "version" }
  | { name: "export"; request: ExportRequest }
  | { name: "watch"; request: WatchRequest };

const exportOptions = {
  days: { type: "string" },
  start: { type: "string" },
  end: { type: "string" },
  format: { type: "string" },
  project: { type: "string", multiple: true },
  model: { type: "string", multiple: true },
  intent: { type: "string", multiple: true },
  "positive-weight": { type: "string" },
  "negative-weight": { type: "string" },
  negatives: { type: "string" },
  "system-prompt": { type: "string" },
  "validation-share": { type: "string" },
  split: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

const watchOptions = {
  interval: { type: "string" },
  days: { type: "string" },
  project: { type: "string", multiple: true },
  once: { type: "boolean" },
} as const satisfies ParseArgsOptionsConfig;

/**
 * The command that these arguments (without the program's name) ask for.
 * @throws UsageError with one sentence.
 */
export function parseCommand(argv: string[]): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case undefined:
    case "-h":
    case "--help":
      return { name: "help", topic: undefined };
    case "help":
      return { name: "help", topic: rest[0] === "export" || rest[0] === "watch" ? rest[0] : undefined };
    case "-v":
    case "--version":
      return { name: "version" };
    case "export":
    case "watch":
      if (rest.includes("--help") || rest.includes("-h")) return { name: "help", topic: name };
      return name === "export" ? parseExport(rest) : parseWatch(rest);
    default:
      throw new UsageError(
        name.startsWith("-")
          ? `Unknown option “${name}”: see “retune help”.`
          : `There is no command “${name}”: there are export, watch and help.`,
      );
  }
}

function parseExport(argv: string[]): Command {
  const { values, positionals } = parse(argv, exportOptions, "export");
  if (positionals.length > 1)
    throw new UsageError(`One file is written, not ${positionals.length}: see “retune help export”.`);
  if (positionals[0] === "") throw new UsageError("The name of the file is empty.");
  if (values.days !== undefined && (values.start !== undefined || values.end !== undefined))
    throw new UsageError("Give either --days or --start and --end, not both.");
  return {
    name: "export",
    request: {
      path: positionals[0],
      days: toNumber("--days", values.days, { min: 1, max: 366, isWhole: true }),
      start: values.start,
      end: values.end,
      format: toChoice("--format", values.format, finetuningFormats),
      project: values.project,
      model: values.model,
      intent: values.intent,
      positiveWeight: toNumber("--positive-weight", values["positive-weight"], { min: 0, max: 100 }),
      negativeWeight: toNumber("--negative-weight", values["negative-weight"], { min: 0, max: 100 }),
      negatives: toChoice("--negatives", values.negatives, negativePolicies),
      systemPrompt: values["system-prompt"],
      validationShare: toNumber("--validation-share", values["validation-share"], { min: 0, max: 0.5 }),
      split: toChoice("--split", values.split, ["all", ...splits] as const),
    },
  };
}

function parseWatch(argv: string[]): Command {
  const { values, positionals } = parse(argv, watchOptions, "watch");
  if (positionals[0] !== undefined)
    throw new UsageError(`“${positionals[0]}” is one word too many: see “retune help watch”.`);
  return {
    name: "watch",
    request: {
      intervalSeconds: toNumber("--interval", values.interval, { min: 0.5, max: 3600 }) ?? 5,
      days: toNumber("--days", values.days, { min: 1, max: 366, isWhole: true }) ?? 7,
      project: values.project,
      isOnce: values.once ?? false,
    },
  };
}

function parse<Options extends ParseArgsOptionsConfig>(args: string[], options: Options, command: string) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node's own message goes on with advice about "--"; its first sentence says what is wrong.
    const sentence = error instanceof Error ? error.message.split(/\.?\s*(?:To specify|\n|$)/)[0] : error;
    throw new UsageError(`${sentence}: see “retune help ${command}”.`);
  }
}

function toNumber(
  option: string,
  text: string | undefined,
  { min, max, isWhole = false }: { min: number; max: number; isWhole?: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
  throw new UsageError(
    `${option} must be a ${isWhole ? "whole " : ""}number from ${min} to ${max}, not “${text}”.`,
  );
}

function toChoice<Choice extends string>(
  option: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new UsageError(`${option} must be ${choices.join(", ")}, not “${text}”.`);
}
