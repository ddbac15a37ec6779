import type { KnowledgeDocument } from "../knowledge/schemas";
import { findUnknownColumns } from "./columns";
import { findSchemaErrors, SchemaFault } from "./compile-schema";
import { namePlace, toPointer } from "./pointer";
import type { PlanIssue } from "./schemas";
import { describeSchemaErrors, show, showAll, suggest } from "./sentences";

const MAX_ISSUES = 100;

export type PlanRules = {
  /** JSON Schema 2020-12. */
  schema: object;
  /** Says which methods a task may use. */
  knowledge: Pick<KnowledgeDocument, "tasks">;
  /** Columns of the data; null = not known, and then none is checked. */
  availableColumns: readonly string[] | null;
};

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Everything that is wrong with a plan, none when it is right: against the schema (as any validator of JSON Schema 2020-12 decides),
 * then columns that are not there, methods that its task does not allow, and operations whose execution instructions are not
 * complete (method, args, kwargs). At most 100 issues; the last one says how many more there are. Each path exists in the plan.
 */
export function validatePlan(plan: unknown, rules: PlanRules): PlanIssue[] {
  const issues = [...checkForm(plan, rules.schema)];
  const reported = new Set(issues.map(({ path, missing }) => missing ?? path));
  const found: PlanIssue[] = issues.map(({ path, message }) => ({ path, message, kind: "schema" }));
  if (!isObject(plan)) {
    if (found.length === 0) found.push(notAnObject(plan));
    return bound(found);
  }
  return bound([
    ...found,
    ...checkColumns(plan, rules.availableColumns),
    ...checkMethods(plan, rules.knowledge),
    ...checkInstructions(plan, reported),
  ]);
}

const notAnObject = (plan: unknown): PlanIssue => ({
  path: "",
  message: `The plan must be an object, not ${show(plan)}.`,
  kind: "schema",
});

function checkForm(
  plan: unknown,
  schema: object,
): { path: string; message: string; missing: string | null }[] {
  try {
    return describeSchemaErrors(findSchemaErrors(schema, plan), "The plan");
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    return [
      {
        path: "",
        message: `The plan could not be checked: the output schema ${error.message}.`,
        missing: null,
      },
    ];
  }
}

function bound(issues: PlanIssue[]): PlanIssue[] {
  if (issues.length <= MAX_ISSUES) return issues;
  const rest = issues.slice(MAX_ISSUES - 1);
  const kind = rest[0]?.kind ?? "schema";
  return [
    ...issues.slice(0, MAX_ISSUES - 1),
    { path: "", message: `The plan has ${rest.length.toLocaleString("en-US")} more issues.`, kind },
  ];
}

function checkColumns(plan: JsonObject, available: readonly string[] | null): PlanIssue[] {
  if (available === null) return [];
  return findUnknownColumns(plan, available).map(({ name, path }) => {
    const hint =
      suggest(name, available) || (available.length > 0 ? ` The columns are ${showAll(available)}.` : "");
    return {
      path,
      message: `${namePlace(path, "The plan")} names the column ${show(name)}, which the data does not have.${hint}`,
      kind: "unknown_column" as const,
    };
  });
}

/** Operations that are objects, with their index. */
function listOperations(plan: JsonObject): { operation: JsonObject; path: (string | number)[] }[] {
  const operations = Array.isArray(plan.operations) ? plan.operations : [];
  return operations.flatMap((operation, index) =>
    isObject(operation) ? [{ operation, path: ["operations", index] }] : [],
  );
}

function checkMethods(plan: JsonObject, knowledge: Pick<KnowledgeDocument, "tasks">): PlanIssue[] {
  // A task that the knowledge base does not have is the schema's to judge.
  const allowed = knowledge.tasks.find(({ name }) => name === plan.task)?.allowed_methods ?? [];
  if (allowed.length === 0) return [];
  return listOperations(plan).flatMap(({ operation, path }) => {
    const method = isObject(operation.execution_instructions)
      ? operation.execution_instructions.method
      : undefined;
    if (typeof method !== "string" || method.trim() === "" || allowed.includes(method)) return [];
    const pointer = toPointer([...path, "execution_instructions", "method"]);
    const hint = suggest(method, allowed) || ` Allowed are ${showAll(allowed)}.`;
    return [
      {
        path: pointer,
        message: `${namePlace(pointer, "")} is ${show(method)}, which the task ${show(plan.task)} does not allow.${hint}`,
        kind: "unknown_method" as const,
      },
    ];
  });
}

const parts = [
  {
    name: "method",
    what: 'a method, such as "pandas.dropna"',
    isGiven: (value: unknown) => typeof value === "string" && value.trim() !== "",
  },
  { name: "args", what: "an array ([] when there are none)", isGiven: Array.isArray },
  { name: "kwargs", what: "an object ({} when there are none)", isGiven: isObject },
];

/** Instructions that cannot be carried out as they are; what the schema has already named is not named again. */
function checkInstructions(plan: JsonObject, reported: ReadonlySet<string>): PlanIssue[] {
  return listOperations(plan).flatMap(({ operation, path }) => {
    const instructions = operation.execution_instructions;
    const here = [...path, "execution_instructions"];
    if (reported.has(toPointer(here))) return [];
    if (!isObject(instructions)) {
      const isThere = Object.hasOwn(operation, "execution_instructions");
      const message = `${namePlace(toPointer(path), "")} must have "execution_instructions": an object with method, args and kwargs.`;
      return [{ path: toPointer(isThere ? here : path), message, kind: "incomplete_instructions" as const }];
    }
    return parts.flatMap(({ name, what, isGiven }) => {
      const pointer = toPointer([...here, name]);
      const isThere = Object.hasOwn(instructions, name);
      if (isGiven(isThere ? instructions[name] : undefined) || reported.has(pointer)) return [];
      const message = `${namePlace(toPointer(here), "")} must have ${JSON.stringify(name)}: ${what}.`;
      return [
        { path: isThere ? pointer : toPointer(here), message, kind: "incomplete_instructions" as const },
      ];
    });
  });
}
