/** The order in which a plan is read, which the database does not keep; other keys follow by name, what is long comes last. */
const FIRST = ["task", "type", "description", "method", "args", "column", "columns"];
const LAST = ["chart_type", "params", "execution_instructions", "kwargs", "operations"];

/** The same value with its keys in the order in which a plan is read. */
export function orderPlan(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderPlan);
  if (typeof value !== "object" || value === null) return value;
  const place = (key: string) =>
    FIRST.includes(key) ? FIRST.indexOf(key) - FIRST.length : LAST.indexOf(key) + 1;
  const entries = Object.entries(value).sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, orderPlan(inner)]));
}

/** A plan as a person reads and edits it. */
export const toPlanText = (plan: unknown): string =>
  plan == null ? "" : JSON.stringify(orderPlan(plan), null, 2);

/** The object that a text is; null for none; what is wrong with a text that is no JSON object. */
export function readPlan(text: string): { plan: Record<string, never> | null } | { message: string } {
  if (text.trim() === "") return { plan: null };
  try {
    const plan: unknown = JSON.parse(text);
    if (typeof plan === "object" && plan !== null && !Array.isArray(plan))
      return { plan: plan as Record<string, never> };
    return { message: "must be a JSON object: { … }" };
  } catch (error) {
    return { message: `is not JSON: ${error instanceof Error ? error.message : "unreadable"}` };
  }
}
