import type { Issue } from "@/lib/errors";
import { toIssues } from "@/lib/query/issues";
import { readChoices, writeChoices } from "@/lib/query/parameters";
import { readPlan, toPlanText } from "../plans/prepare-plan";
import {
  type KnowledgeDocument,
  type KnowledgeExample,
  type KnowledgeFormula,
  type KnowledgePattern,
  type KnowledgeTask,
  knowledgeDocument,
} from "./schemas";

// The knowledge base as it is typed: lists are texts of one entry a line (words of formulas: by comma), plans are JSON texts, and everything has an id that tells
// it apart while names change.

export type ExampleForm = { id: number; prompt: string; columns: string; plan: string; explanation: string };
export type TaskForm = {
  id: number;
  name: string;
  keywords: string;
  description: string;
  output: string;
  methods: string;
  examples: ExampleForm[];
};
export type PatternForm = { id: number; name: string; pattern: string; correct_task: string; reason: string };
export type FormulaForm = { id: number; category: string; name: string; keywords: string };
export type KnowledgeForm = { tasks: TaskForm[]; patterns: PatternForm[]; formulas: FormulaForm[] };

const lines = (values: readonly string[]) => values.join("\n");

// As parameters write several values: a backslash before a comma makes it part of the value.
const toCommas = (values: readonly string[]) => values.map((value) => writeChoices([value])).join(", ");

/** Entries of a text with one a line, each once, without empty ones. */
export const toLines = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

const toExampleForm = (example: KnowledgeExample, id: number): ExampleForm => ({
  id,
  prompt: example.prompt,
  columns: lines(example.available_columns ?? []),
  plan: toPlanText(example.action_plan),
  explanation: example.explanation ?? "",
});

/** The form of a document as it is. */
export function toKnowledgeForm({ tasks, patterns, formulas }: KnowledgeDocument): KnowledgeForm {
  return {
    tasks: tasks.map((task, id) => ({
      id,
      name: task.name,
      keywords: lines(task.keywords),
      description: task.description,
      output: task.output,
      methods: lines(task.allowed_methods),
      examples: task.examples.map(toExampleForm),
    })),
    patterns: patterns.map((pattern, id) => ({ id, ...pattern })),
    formulas: formulas.map(({ keywords, ...formula }, id) => ({
      id,
      ...formula,
      keywords: toCommas(keywords),
    })),
  };
}

function toExample({ prompt, columns, plan, explanation }: ExampleForm): KnowledgeExample {
  const read = readPlan(plan);
  const available = toLines(columns);
  return {
    prompt: prompt.trim(),
    ...("plan" in read && read.plan !== null ? { action_plan: read.plan } : {}),
    ...(explanation.trim() === "" ? {} : { explanation: explanation.trim() }),
    ...(available.length > 0 ? { available_columns: available } : {}),
  };
}

const toTask = (task: TaskForm): KnowledgeTask => ({
  name: task.name.trim(),
  keywords: toLines(task.keywords),
  description: task.description.trim(),
  output: task.output.trim(),
  allowed_methods: toLines(task.methods),
  examples: task.examples.map(toExample),
});
const toPattern = ({ id: _, ...pattern }: PatternForm): KnowledgePattern => ({
  name: pattern.name.trim(),
  pattern: pattern.pattern.trim(),
  correct_task: pattern.correct_task,
  reason: pattern.reason.trim(),
});
const toFormula = ({ category, name, keywords }: FormulaForm): KnowledgeFormula => ({
  category: category.trim(),
  name: name.trim(),
  keywords: readChoices([keywords]).filter((word) => word !== ""),
});

/** The document of a form, however wrong it is. */
const toDraft = (form: KnowledgeForm): KnowledgeDocument => ({
  tasks: form.tasks.map(toTask),
  patterns: form.patterns.map(toPattern),
  formulas: form.formulas.map(toFormula),
});

/** What is sent for a form, or what is wrong with it, by the path of the field in the document. */
export function toDocument(form: KnowledgeForm): { document: KnowledgeDocument } | { issues: Issue[] } {
  const draft = toDraft(form);
  const issues: Issue[] = form.tasks.flatMap((task, index) =>
    task.examples.flatMap(({ plan }, place) => {
      const read = readPlan(plan);
      return "message" in read
        ? [{ path: `tasks.${index}.examples.${place}.action_plan`, message: read.message }]
        : [];
    }),
  );
  const parsed = knowledgeDocument.safeParse(draft);
  if (parsed.error) issues.push(...toIssues(parsed.error));
  return issues.length > 0 || !parsed.success ? { issues } : { document: parsed.data };
}

/** Whether two forms hold the same knowledge base, whatever is blank in them. */
export const isSameKnowledge = (one: KnowledgeForm, other: KnowledgeForm): boolean =>
  one === other || (JSON.stringify(toDraft(one)) === JSON.stringify(toDraft(other)) && samePlans(one, other));

// Plans that are no JSON are left out of a draft, and are a change all the same.
const samePlans = (one: KnowledgeForm, other: KnowledgeForm) => {
  const broken = (form: KnowledgeForm) =>
    form.tasks.flatMap(({ examples }) =>
      examples.map(({ plan }) => plan).filter((plan) => "message" in readPlan(plan)),
    );
  return JSON.stringify(broken(one)) === JSON.stringify(broken(other));
};

/** An id that none of these has. */
export const nextId = (items: readonly { id: number }[]): number =>
  Math.max(-1, ...items.map(({ id }) => id)) + 1;

/** What a file that is to be imported holds: a document, or what is wrong with it. A whole answer of GET /v1/knowledge will do. */
export function readImport(text: string): { document: KnowledgeDocument } | { issues: Issue[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: [{ path: "", message: "is not a JSON file" }] };
  }
  const isAnswer = typeof value === "object" && value !== null && "document" in value;
  const parsed = knowledgeDocument.safeParse(isAnswer ? (value as { document: unknown }).document : value);
  if (parsed.success) return { document: parsed.data };
  return { issues: toIssues(parsed.error).slice(0, 20) };
}
