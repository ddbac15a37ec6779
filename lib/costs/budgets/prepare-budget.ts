import type { Issue } from "@/lib/errors";
import { formatUsd } from "@/lib/format/number";
import { shortenId } from "@/lib/format/shorten";
import { formatTime } from "@/lib/format/time";
import { writeChoices } from "@/lib/query/parameters";
import { type Budget, type BudgetInput, type BudgetUpdate, budgetInput, budgetUpdate } from "./schemas";

/** Scopes, periods and actions as people read them. */
export const scopeNames: Record<Budget["scope"], string> = {
  all: "Everything",
  project: "A project",
  agent: "An agent",
  model: "A model",
  user: "An end user",
};
export const periodNames: Record<Budget["period"], string> = { day: "UTC day", month: "UTC month" };
export const actionNames: Record<Budget["action"], string> = {
  notify: "Only alert",
  throttle: "Throttle",
  block: "Block",
};
/** What /v1/budgets/check answers past the limit. */
export const actionTexts: Record<Budget["action"], string> = {
  notify: "past the limit programs are told “warn”",
  throttle: "past the limit programs are told to slow down",
  block: "past the limit programs are told to stop",
};

/** What a budget covers, in words: "Agent coder in project shop". A long id of an end user is shortened. */
export function describeScope(
  budget: Pick<Budget, "scope" | "project" | "agent_type" | "model" | "user_id">,
): string {
  const own = {
    all: "Everything",
    project: `Project ${budget.project}`,
    agent: `Agent ${budget.agent_type}`,
    model: `Model ${budget.model}`,
    user: `End user ${shortenId(budget.user_id ?? "")}`,
  }[budget.scope];
  return budget.scope !== "project" && budget.project !== null ? `${own} in project ${budget.project}` : own;
}

/** The filter of the interactions that a budget counts. */
export function budgetFilter(budget: Budget): Record<string, string> {
  const { project, agent_type, model, user_id } = budget;
  return {
    ...(project === null ? {} : { project: writeChoices([project]) }),
    ...(agent_type === null ? {} : { agent_type: writeChoices([agent_type]) }),
    ...(model === null ? {} : { model: writeChoices([model]) }),
    ...(user_id === null ? {} : { user_id }),
  };
}

/** The last UTC day of a period whose end is excluded, as a date. */
export const lastDay = (period_end: string) =>
  new Date(Date.parse(period_end) - 1).toISOString().slice(0, 10);

/** What is left of the limit, or by how much it is passed: "$3.60 over". */
export function describeRemaining(limit_usd: number, spent_usd: number): string {
  const left = limit_usd - spent_usd;
  return left < 0 ? `${formatUsd(-left)} over` : `${formatUsd(left)} left`;
}

/** When the running period is over: "resets on 1 Dec 2026, 00:00 UTC". */
export const describeReset = (period_end: string) =>
  `resets on ${formatTime(new Date(Date.parse(period_end)).toISOString(), "date", "UTC")}, 00:00 UTC`;

/** What stays as it was made, in words. */
export const describeFixed = (form: BudgetForm) =>
  `Covers ${lowerFirst(describeScope({ ...form, project: form.project || null }))}, each ${periodNames[form.period]}. That stays: for another, make a new budget.`;
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** A budget as it is typed. */
export type BudgetForm = {
  name: string;
  scope: Budget["scope"];
  project: string;
  agent_type: string;
  model: string;
  user_id: string;
  period: Budget["period"];
  limit_usd: string;
  warn_percent: string;
  action: Budget["action"];
};

export const emptyBudgetForm = (project: string | null): BudgetForm => ({
  name: "",
  scope: project === null ? "all" : "project",
  project: project ?? "",
  agent_type: "",
  model: "",
  user_id: "",
  period: "month",
  limit_usd: "",
  warn_percent: "80",
  action: "notify",
});

export const toBudgetForm = (budget: Budget): BudgetForm => ({
  name: budget.name,
  scope: budget.scope,
  project: budget.project ?? "",
  agent_type: budget.agent_type ?? "",
  model: budget.model ?? "",
  user_id: budget.user_id ?? "",
  period: budget.period,
  limit_usd: String(budget.limit_usd),
  warn_percent: String(budget.warn_percent),
  action: budget.action,
});

const toIssues = (error: { issues: { path: PropertyKey[]; message: string }[] }): Issue[] =>
  error.issues.map(({ path, message }) => ({ path: path.join("."), message }));

function readNumbers(form: BudgetForm): { limit_usd: number; warn_percent: number; issues: Issue[] } {
  const issues: Issue[] = [];
  const read = (name: "limit_usd" | "warn_percent", shape: RegExp, message: string) => {
    const text = form[name].trim();
    if (shape.test(text)) return Number(text);
    issues.push({ path: name, message: text === "" ? "is required" : message });
    return Number.NaN;
  };
  return {
    limit_usd: read("limit_usd", /^\d{1,10}(\.\d{1,6})?$/, "must be an amount such as 250 or 0.5"),
    warn_percent: read("warn_percent", /^\d{1,3}$/, "must be from 1 to 100"),
    issues,
  };
}

/** What is sent to make a budget, or what is wrong with it, by field. */
export function readBudgetForm(form: BudgetForm): { input: BudgetInput } | { issues: Issue[] } {
  const { issues, limit_usd, warn_percent } = readNumbers(form);
  const own = { all: null, project: "project", agent: "agent_type", model: "model", user: "user_id" }[
    form.scope
  ];
  const text = (name: "project" | "agent_type" | "model" | "user_id") => {
    const belongs = name === own || (name === "project" && form.scope !== "all");
    return belongs && form[name].trim() !== "" ? form[name] : null;
  };
  const parsed = budgetInput.safeParse({
    name: form.name,
    scope: form.scope,
    project: text("project"),
    agent_type: text("agent_type"),
    model: text("model"),
    user_id: text("user_id"),
    period: form.period,
    limit_usd: Number.isNaN(limit_usd) ? 1 : limit_usd,
    warn_percent: Number.isNaN(warn_percent) ? 80 : warn_percent,
    action: form.action,
  });
  if (!parsed.success) return { issues: [...issues, ...toIssues(parsed.error)] };
  return issues.length > 0 ? { issues } : { input: parsed.data };
}

/** What is sent to change a budget read at `version`, or what is wrong with it, by field. */
export function readBudgetUpdate(
  form: BudgetForm,
  version: number,
): { update: BudgetUpdate } | { issues: Issue[] } {
  const { issues, limit_usd, warn_percent } = readNumbers(form);
  const parsed = budgetUpdate.safeParse({
    name: form.name,
    limit_usd: Number.isNaN(limit_usd) ? 1 : limit_usd,
    warn_percent: Number.isNaN(warn_percent) ? 80 : warn_percent,
    action: form.action,
    expected_version: version,
  });
  if (!parsed.success) return { issues: [...issues, ...toIssues(parsed.error)] };
  return issues.length > 0 ? { issues } : { update: parsed.data };
}
