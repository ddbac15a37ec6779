import type { KnowledgeDocument } from "../knowledge/schemas";
import { findUnknownColumns } from "./columns";
import { findSchemaErrors, SchemaFault } from "./compile-schema";
import { namePlace, toPointer } from "./pointer";
import type { PlanIssue } from "./schemas";
import { describeSchemaErrors, MAX_HINTS, show, showAll, suggest } from "./sentences";

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
  const { described, rest } = checkForm(plan, rules.schema);
  const reported = new Set(described.map(({ path, missing }) => missing ?? path));
  const found: PlanIssue[] = described.map(({ path, message }) => ({ path, message, kind: "schema" }));
  if (!isObject(plan)) {
    if (found.length === 0) found.push(notAnObject(plan));
    return bound([{ issues: found, rest }]);
  }
  return bound([
    { issues: found, rest },
    checkColumns(plan, rules.availableColumns),
    checkMethods(plan, rules.knowledge),
    { issues: checkInstructions(plan, reported), rest: 0 },
  ]);
}

/** Issues, and how many more there are of their kind that nobody has put into words. */
type Findings = { issues: PlanIssue[]; rest: number };

/** Puts the first places into words, with a hint for the first few of them. */
function tell<Place>(
  places: readonly Place[],
  toIssue: (place: Place, hasHint: boolean) => PlanIssue,
): Findings {
  const issues = places.slice(0, MAX_ISSUES).map((place, index) => toIssue(place, index < MAX_HINTS));
  return { issues, rest: places.length - issues.length };
}

const notAnObject = (plan: unknown): PlanIssue => ({
  path: "",
  message: `The plan must be an object, not ${show(plan)}.`,
  kind: "schema",
});

function checkForm(plan: unknown, schema: object): ReturnType<typeof describeSchemaErrors> {
  try {
    return describeSchemaErrors(findSchemaErrors(schema, plan), "The plan");
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    const message = `The plan could not be checked: the output schema ${error.message}.`;
    return { described: [{ path: "", message, missing: null }], rest: 0 };
  }
}

function bound(findings: readonly Findings[]): PlanIssue[] {
  const issues = findings.flatMap((each) => each.issues);
  const total = findings.reduce((sum, { rest }) => sum + rest, issues.length);
  if (total <= MAX_ISSUES) return issues;
  const shown = issues.slice(0, MAX_ISSUES - 1);
  const more = total - shown.length;
  const kind = issues[shown.length]?.kind ?? "schema";
  const message = `The plan has ${more === 1 ? "one more issue" : `${more.toLocaleString("en-US")} more issues`}.`;
  return [...shown, { path: "", message, kind }];
}

function checkColumns(plan: JsonObject, available: readonly string[] | null): Findings {
  if (available === null) return { issues: [], rest: 0 };
  const listed = available.length > 0 ? ` The columns are ${showAll(available)}.` : "";
  return tell(findUnknownColumns(plan, available), ({ name, path }, hasHint) => ({
    path,
    message: `${namePlace(path, "The plan")} names the column ${show(name)}, which the data does not have.${(hasHint ? suggest(name, available) : "") || listed}`,
    kind: "unknown_column",
  }));
}

/** Operations that are objects, with their index. */
function listOperations(plan: JsonObject): { operation: JsonObject; path: (string | number)[] }[] {
  const operations = Array.isArray(plan.operations) ? plan.operations : [];
  return operations.flatMap((operation, index) =>
    isObject(operation) ? [{ operation, path: ["operations", index] }] : [],
  );
}

function checkMethods(plan: JsonObject, knowledge: Pick<KnowledgeDocument, "tasks">): Findings {
  // A task that the knowledge base does not have is the schema's to judge.
  const allowed = knowledge.tasks.find(({ name }) => name === plan.task)?.allowed_methods ?? [];
  if (allowed.length === 0) return { issues: [], rest: 0 };
  const known = new Set(allowed);
  const wrong = listOperations(plan).flatMap(({ operation, path }) => {
    const method = isObject(operation.execution_instructions)
      ? operation.execution_instructions.method
      : undefined;
    if (typeof method !== "string" || method.trim() === "" || known.has(method)) return [];
    return [{ method, path: toPointer([...path, "execution_instructions", "method"]) }];
  });
  const listed = ` Allowed are ${showAll(allowed)}.`;
  return tell(wrong, ({ method, path }, hasHint) => ({
    path,
    message: `${namePlace(path, "")} is ${show(method)}, which the task ${show(plan.task)} does not allow.${(hasHint ? suggest(method, allowed) : "") || listed}`,
    kind: "unknown_method",
  }));
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
