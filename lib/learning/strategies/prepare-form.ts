import type { Issue } from "@/lib/errors";
import { toIssues } from "@/lib/query/issues";
import { type Section, type StrategyBody, sections, strategyBody } from "./schemas";

// A body as the fields of a form hold it: numbers and JSON as they are typed.

type Entry = { key: string };
export type NegativeExampleDraft = Entry & { prompt: string; wrong: string; right: string; reason: string };
export type ConstraintDraft = Entry & { text: string };

const modelNumbers = [
  "temperature",
  "top_p",
  "top_k",
  "max_output_tokens",
  "timeout_seconds",
  "max_retries",
] as const;
const isRequired = (name: ModelNumber) => name === "timeout_seconds" || name === "max_retries";
export type ModelNumber = (typeof modelNumbers)[number];
const exampleNumbers = ["curated", "retrieved", "diversity", "min_similarity"] as const;
export type ExampleNumber = (typeof exampleNumbers)[number];

export type StrategyDraft = {
  system_role: string;
  budget_tokens: string;
  sections: Record<Section, { is_enabled: boolean; budget_tokens: string }>;
  examples: Record<ExampleNumber, string>;
  negative_examples: NegativeExampleDraft[];
  constraints: ConstraintDraft[];
  chain_of_thought: string;
  /** Empty = the action-plan schema. */
  output_schema: string;
  progressive: boolean;
  model: Record<ModelNumber, string> & { provider: StrategyBody["model"]["provider"]; name: string };
};

let entries = 0;
/** An identity for an entry of a list, so that it keeps its fields while others come and go. */
export function newKey(): string {
  entries += 1;
  return `entry-${entries}`;
}

/** Whether two drafts hold the same, whatever the identities of their entries. */
export const isSameDraft = (one: StrategyDraft, other: StrategyDraft): boolean => {
  const toComparable = (draft: StrategyDraft) =>
    JSON.stringify(draft, (name, value) => (name === "key" ? undefined : value));
  return toComparable(one) === toComparable(other);
};

const toText = (value: number | null) => (value === null ? "" : String(value));
const toJsonText = (value: unknown) => JSON.stringify(value, null, 2);
const mapOf = <Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;

/** The fields for a body. */
export function toDraft(body: StrategyBody): StrategyDraft {
  return {
    system_role: body.system_role,
    budget_tokens: String(body.budget_tokens),
    sections: mapOf(sections, (name) => ({
      is_enabled: body.sections[name].is_enabled,
      budget_tokens: String(body.sections[name].budget_tokens),
    })),
    examples: mapOf(exampleNumbers, (name) => String(body.examples[name])),
    negative_examples: body.negative_examples.map(({ prompt, wrong, right, reason }) => ({
      key: newKey(),
      prompt,
      wrong: toJsonText(wrong),
      right: toJsonText(right),
      reason,
    })),
    constraints: body.constraints.map((text) => ({ key: newKey(), text })),
    chain_of_thought: body.chain_of_thought,
    output_schema: body.output_schema === null ? "" : toJsonText(body.output_schema),
    progressive: body.progressive,
    model: {
      provider: body.model.provider,
      name: body.model.name ?? "",
      ...mapOf(modelNumbers, (name) => toText(body.model[name])),
    },
  };
}

/** The body that the fields make, or what is wrong with them by dotted path. Whether a schema can be used, the server says. */
export function fromDraft(draft: StrategyDraft): { body: StrategyBody } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const toNumber = (text: string, path: string): number | null => {
    if (text.trim() === "") return null;
    const value = Number(text.trim());
    if (!Number.isFinite(value)) issues.push({ path, message: "must be a number" });
    return value;
  };
  const toRequired = (text: string, path: string): number => {
    if (text.trim() === "") issues.push({ path, message: "must be a number" });
    return toNumber(text, path) ?? 0;
  };
  const toObject = (text: string, path: string): unknown => {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
      issues.push({ path, message: "must be a JSON object" });
    } catch (error) {
      issues.push({ path, message: `is not JSON: ${error instanceof Error ? error.message : ""}` });
    }
    return {};
  };
  const candidate = {
    system_role: draft.system_role,
    budget_tokens: toRequired(draft.budget_tokens, "budget_tokens"),
    sections: mapOf(sections, (name) => ({
      is_enabled: draft.sections[name].is_enabled,
      budget_tokens: toRequired(draft.sections[name].budget_tokens, `sections.${name}.budget_tokens`),
    })),
    examples: mapOf(exampleNumbers, (name) => toRequired(draft.examples[name], `examples.${name}`)),
    negative_examples: draft.negative_examples.map(({ prompt, wrong, right, reason }, index) => ({
      prompt,
      wrong: toObject(wrong, `negative_examples.${index}.wrong`),
      right: toObject(right, `negative_examples.${index}.right`),
      reason,
    })),
    constraints: draft.constraints.map(({ text }) => text.trim()),
    chain_of_thought: draft.chain_of_thought,
    output_schema: draft.output_schema.trim() === "" ? null : toObject(draft.output_schema, "output_schema"),
    progressive: draft.progressive,
    model: {
      provider: draft.model.provider,
      name: draft.model.name.trim() || null,
      ...mapOf(modelNumbers, (name) =>
        (isRequired(name) ? toRequired : toNumber)(draft.model[name], `model.${name}`),
      ),
    },
  };
  const parsed = strategyBody.safeParse(candidate);
  if (parsed.success && issues.length === 0) return { body: parsed.data };
  const named = new Set(issues.map(({ path }) => path));
  if (parsed.error) issues.push(...toIssues(parsed.error).filter(({ path }) => !named.has(path)));
  return { issues };
}
