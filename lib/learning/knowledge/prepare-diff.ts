import { toPlanText } from "../plans/prepare-plan";
import type { KnowledgeDocument } from "./schemas";

/** What became of one thing of the knowledge base between two versions. */
export type KnowledgeChange = {
  key: string;
  kind: "added" | "removed" | "changed";
  /** Such as “Task clean” or “Formula sum (aggregation)”. */
  title: string;
  /** Its fields that differ, as texts; a thing that was added has no before, one that was removed no after. */
  fields: { name: string; before: string; after: string }[];
};

const text = (value: unknown): string =>
  value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : Array.isArray(value) && value.every((item) => typeof item === "string")
        ? value.join("\n")
        : toPlanText(value);

type Fields = Record<string, unknown>;

/** Everything of a document that has a life of its own, by a key that stays while it changes. */
function listThings({
  tasks,
  patterns,
  formulas,
}: KnowledgeDocument): Map<string, { title: string; fields: Fields }> {
  const things = new Map<string, { title: string; fields: Fields }>();
  for (const { examples, ...task } of tasks) {
    things.set(`task ${task.name}`, {
      title: `Task ${task.name}`,
      fields: {
        Keywords: task.keywords,
        Description: task.description,
        Output: task.output,
        "Allowed methods": task.allowed_methods,
      },
    });
    const seen = new Map<string, number>();
    for (const example of examples) {
      const times = (seen.get(example.prompt) ?? 0) + 1;
      seen.set(example.prompt, times);
      things.set(`example ${task.name} ${example.prompt} ${times}`, {
        title: `Example of ${task.name}: ${example.prompt}`,
        fields: {
          Columns: example.available_columns,
          Plan: example.action_plan,
          Explanation: example.explanation,
        },
      });
    }
  }
  for (const pattern of patterns)
    things.set(`pattern ${pattern.name}`, {
      title: `Phrase ${pattern.name}`,
      fields: { Phrase: pattern.pattern, Task: pattern.correct_task, Reason: pattern.reason },
    });
  const seen = new Map<string, number>();
  for (const { category, name, keywords } of formulas) {
    const id = `formula ${category} ${name}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    things.set(`${id} ${times}`, { title: `Formula ${name} (${category})`, fields: { Keywords: keywords } });
  }
  return things;
}

/** What changed between two versions, in the order of the newer one; what was removed comes last. Order alone is no change. */
export function prepareKnowledgeDiff(before: KnowledgeDocument, after: KnowledgeDocument): KnowledgeChange[] {
  const old = listThings(before);
  const now = listThings(after);
  const changes: KnowledgeChange[] = [];
  for (const [key, { title, fields }] of now) {
    const was = old.get(key);
    const differing = Object.entries(fields).flatMap(([name, value]) => {
      const sides = { before: was ? text(was.fields[name]) : "", after: text(value) };
      return sides.before === sides.after ? [] : [{ name, ...sides }];
    });
    if (!was) changes.push({ key, kind: "added", title, fields: differing });
    else if (differing.length > 0) changes.push({ key, kind: "changed", title, fields: differing });
  }
  for (const [key, { title, fields }] of old)
    if (!now.has(key)) {
      const gone = Object.entries(fields).map(([name, value]) => ({ name, before: text(value), after: "" }));
      changes.push({ key, kind: "removed", title, fields: gone.filter((field) => field.before !== "") });
    }
  return changes;
}
