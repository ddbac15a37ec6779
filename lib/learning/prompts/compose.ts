import { AppError } from "@/lib/errors";
import { countTokens } from "@/lib/format/tokens";
import { type Section, sections } from "../strategies/schemas";
import { type Block, buildBlock } from "./blocks";
import { type PromptKind, type PromptMaterial, simpleSections } from "./material";
import type { ComposedPrompt, TracePart } from "./schemas";

/**
 * Who gets room first when the whole budget is short; what stands last here is cut first. Without its role and its schema an
 * answer is of no use, while a prompt with fewer examples is still a prompt.
 */
export const keepOrder: readonly Section[] = [
  "system_role",
  "output_schema",
  "constraints",
  "previous_errors",
  "context",
  "chain_of_thought",
  "knowledge",
  "negative_examples",
  "examples",
];

type Filled = { text: string; trace: TracePart };

/**
 * The prompt that a strategy makes of its material: one system message with the sections in their order, and the user's prompt
 * as it is. The same material gives the same bytes. Each section keeps within its budget, the whole within the strategy's,
 * counted in o200k tokens of exactly what is sent; what is left out is said in the trace.
 * @throws AppError bad_request naming user_prompt when it alone is larger than the whole budget.
 */
export function composePrompt(material: PromptMaterial, kind: PromptKind = "full"): ComposedPrompt {
  const { body } = material.strategy;
  const userTokens = countTokens(material.user_prompt);
  if (userTokens > body.budget_tokens) throw promptTooLong(userTokens, body.budget_tokens);
  let room = body.budget_tokens - userTokens;
  const filled = new Map<Section, Filled>();
  for (const section of keepOrder) {
    const { is_enabled, budget_tokens } = body.sections[section];
    const isWanted = is_enabled && (kind === "full" || simpleSections.includes(section));
    const result = isWanted
      ? fill(section, buildBlock(section, material), budget_tokens, room, body.budget_tokens)
      : nothing(section, budget_tokens);
    room -= result.trace.tokens;
    filled.set(section, result);
  }
  const inOrder = sections.map((section) => filled.get(section) as Filled);
  const system = inOrder.map(({ text }) => text).join("");
  const trace = inOrder.map((part) => part.trace);
  return {
    messages: [
      ...(system === "" ? [] : [{ role: "system" as const, content: system }]),
      { role: "user" as const, content: material.user_prompt },
    ],
    tokens: body.budget_tokens - room,
    trace,
    strategy: { name: material.strategy.name, version: material.strategy.version },
    knowledge_version: material.knowledge.version,
    output_schema: material.output_schema,
    report: toReport(material, trace),
  };
}

/**
 * A prompt for which there is no room, refused before anything is looked up for it.
 * @returns the error of a prompt of so many tokens.
 */
export function promptTooLong(tokens: number, budget: number): AppError {
  const sentence = `has ${tokens.toLocaleString("en-US")} tokens; the strategy's whole budget is ${budget.toLocaleString("en-US")}`;
  return new AppError("bad_request", `user_prompt: ${sentence}.`, {
    issues: [{ path: "user_prompt", message: sentence }],
  });
}

const nothing = (section: Section, budget_tokens: number): Filled => ({
  text: "",
  trace: { section, tokens: 0, budget_tokens, is_cut: false, parts: [] },
});

/** As much of a section as its own budget and the room that is left allow. */
function fill(section: Section, block: Block, budget: number, room: number, whole: number): Filled {
  const frame = countTokens(block.open) + countTokens(block.close);
  const limit = Math.min(budget, room);
  const reason =
    budget <= room
      ? `does not fit into the ${budget.toLocaleString("en-US")} tokens of the section`
      : `does not fit into the ${whole.toLocaleString("en-US")} tokens of the prompt`;
  let used = frame;
  const texts = new Map<number, string>();
  const reasons = new Map<number, string>();
  const counts = new Map<number, number>();
  for (const at of block.order ?? block.pieces.keys()) {
    const piece = block.pieces[at];
    if (!piece) continue;
    if (piece.excluded !== undefined) {
      reasons.set(at, piece.excluded);
      continue;
    }
    const left = limit - used;
    const tokens = countTokens(piece.text);
    counts.set(at, tokens);
    const isWhole = tokens <= left;
    const text = isWhole ? piece.text : left > 0 ? (piece.cut?.(left) ?? null) : null;
    if (!isWhole) reasons.set(at, text === null ? reason : `cut: ${reason}`);
    if (text === null) continue;
    texts.set(at, text);
    if (!isWhole) counts.set(at, countTokens(text));
    used += counts.get(at) ?? 0;
  }
  const parts = block.pieces.map(({ kind, id, label, text }, at) => ({
    kind,
    id,
    label,
    tokens: counts.get(at) ?? countTokens(text),
    is_included: texts.has(at),
    reason: reasons.get(at) ?? null,
  }));
  const isCut = block.pieces.some(({ excluded }, at) => excluded === undefined && reasons.has(at));
  if (texts.size === 0)
    return { text: "", trace: { section, tokens: 0, budget_tokens: budget, is_cut: isCut, parts } };
  const shown = block.pieces.map((_, at) => texts.get(at) ?? "").join("");
  return {
    text: block.open + shown + block.close,
    trace: { section, tokens: used, budget_tokens: budget, is_cut: isCut, parts },
  };
}

function toReport(material: PromptMaterial, trace: readonly TracePart[]): ComposedPrompt["report"] {
  const { strategy, experiment } = material;
  return {
    project: material.project,
    strategy: strategy.name,
    // Versions of executions begin at 1; the built-in strategy has none.
    strategy_version: strategy.version === 0 ? null : strategy.version,
    prompt_version: material.prompt_version?.version ?? null,
    experiment: experiment?.id ?? null,
    variant: experiment?.variant ?? null,
    subject: experiment?.subject ?? null,
    example_ids: trace.flatMap(({ parts }) =>
      parts.flatMap(({ kind, id, is_included }) =>
        kind === "retrieved_example" && is_included && id !== null ? [id] : [],
      ),
    ),
    available_columns: material.available_columns ? [...material.available_columns] : null,
  };
}
