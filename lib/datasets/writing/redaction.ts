import { createFinder, type DetectionSettings, type Finder, redact } from "@/lib/privacy/redact";
import type { TrainingExample } from "../examples/schemas";

/** A text of a project without its personal data. */
export type Redact = (text: string, project: string) => string;

/** Of projects that have no settings. */
const defaultSettings: DetectionSettings = {
  detectors: ["email", "card", "iban", "ip", "phone"],
  phone_region: null,
  patterns: [],
};

/**
 * Redaction by the settings of each project: what its detectors and patterns find becomes a placeholder such as [EMAIL], also
 * where the project stores texts as they are.
 * @param settings of the projects that rows may come from; a project without any takes the defaults
 * @throws Error for a pattern that is not one
 */
export function createRedaction(
  settings: Iterable<DetectionSettings & { project: string }>,
  fallback: DetectionSettings = defaultSettings,
): Redact {
  const finders = new Map<string, Finder>();
  for (const each of settings) finders.set(each.project, createFinder(each));
  const other = createFinder(fallback);
  return (text, project) => redact(text, (finders.get(project) ?? other)(text));
}

/** An example whose texts are redacted; ids and provenance stay. */
export function redactExample(example: TrainingExample, redactText: Redact): TrainingExample {
  const { project } = example.provenance;
  const inText = (text: string) => redactText(text, project);
  const { context, answer, answer_object, better_answer, better_object, preferred } = example;
  const answerObject = answer_object && redactObject(answer_object, inText);
  const betterObject = better_object && redactObject(better_object, inText);
  return {
    ...example,
    context: context.map((message) => ({ ...message, content: inText(message.content) })),
    answer: answerObject ? JSON.stringify(answerObject) : inText(answer),
    answer_object: answerObject,
    better_answer: betterObject
      ? JSON.stringify(betterObject)
      : better_answer === null
        ? null
        : inText(better_answer),
    better_object: betterObject,
    preferred: preferred && { ...preferred, answer: inText(preferred.answer) },
  };
}

type JsonObject = Record<string, unknown>;

/** Texts at any depth, and whole numbers that are long enough to be a card or an id, as they would be written. */
function redactObject(object: JsonObject, inText: (text: string) => string): JsonObject {
  return redactValue(object, inText) as JsonObject;
}

function redactValue(value: unknown, inText: (text: string) => string): unknown {
  if (typeof value === "string") return inText(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Math.abs(value) < 1e8) return value;
    const text = inText(String(value));
    return text === String(value) ? value : text;
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, inText));
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = [];
  const taken = new Set<string>();
  for (const [key, child] of Object.entries(value)) {
    // Two keys may have become the same placeholder.
    const plain = inText(key);
    let name = plain;
    for (let n = 2; taken.has(name); n += 1) name = `${plain} ${n}`;
    taken.add(name);
    entries.push([name, redactValue(child, inText)]);
  }
  return Object.fromEntries(entries);
}
