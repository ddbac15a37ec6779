import { describe, expect, it } from "vitest";
import { loadBudgetAddress, prepareBudgets } from "./prepare-address";
import {
  budgetFilter,
  describeFixed,
  describeRemaining,
  describeReset,
  describeScope,
  emptyBudgetForm,
  lastDay,
  readBudgetForm,
  readBudgetUpdate,
  toBudgetForm,
} from "./prepare-budget";
import type { Budget } from "./schemas";

const budget: Budget = {
  id: "00000000-0000-4000-8000-000000000001",
  name: "Coders",
  scope: "agent",
  project: "shop, north",
  agent_type: "coder",
  model: null,
  user_id: null,
  period: "month",
  limit_usd: 12.5,
  warn_percent: 70,
  action: "throttle",
  is_active: true,
  version: 3,
  current: {
    period_start: "2026-11-01",
    period_end: "2026-12-01",
    spent_usd: 1,
    remaining_usd: 11.5,
    used_percent: 8,
    state: "ok",
  },
  created_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-01T00:00:00Z",
};

describe("a budget's form", () => {
  it("gives back the budget that it was made of", () => {
    const {
      id: _id,
      version: _version,
      created_at: _made,
      updated_at: _changed,
      current: _current,
      ...input
    } = budget;
    expect(readBudgetForm(toBudgetForm(budget))).toEqual({ input });
    expect(readBudgetUpdate(toBudgetForm(budget), 3)).toEqual({
      update: {
        name: "Coders",
        limit_usd: 12.5,
        warn_percent: 70,
        action: "throttle",
        expected_version: 3,
      },
    });
  });
  it("names what is missing and what is wrong, and sends nothing that the scope has no use for", () => {
    const read = readBudgetForm({ ...emptyBudgetForm(null), scope: "model", warn_percent: "101" });
    expect("issues" in read && read.issues.map(({ path }) => path).sort()).toEqual([
      "limit_usd",
      "model",
      "name",
      "warn_percent",
    ]);
    const all = readBudgetForm({
      ...emptyBudgetForm("left over"),
      scope: "all",
      name: "n",
      model: "left over",
      limit_usd: "5",
    });
    expect(all).toMatchObject({ input: { scope: "all", project: null, model: null, limit_usd: 5 } });
  });
});

describe("a budget in words", () => {
  it("says what it covers, until when, and which interactions it counts", () => {
    expect(describeScope(budget)).toBe("Agent coder in project shop, north");
    expect(describeScope({ ...budget, scope: "user", project: null, user_id: "f".repeat(64) })).toBe(
      `End user ${"f".repeat(15)}…${"f".repeat(8)}`,
    );
    expect(describeFixed(toBudgetForm(budget))).toContain(
      "Covers agent coder in project shop, north, each UTC month. That stays",
    );
    expect([1, 12.5, 16.1].map((spent) => describeRemaining(12.5, spent))).toEqual([
      "$11.50 left",
      "$0.00 left",
      "$3.60 over",
    ]);
    expect(describeReset("2026-12-01")).toBe("resets on 1 Dec 2026, 00:00 UTC");
    expect(lastDay("2026-12-01")).toBe("2026-11-30");
    expect(budgetFilter(budget)).toEqual({ project: "shop\\, north", agent_type: "coder" });
  });
});

describe("prepareBudgets", () => {
  it("asks for what the address says, and for open alerts when it says nothing", () => {
    const of = (search: string) => prepareBudgets(loadBudgetAddress(new URLSearchParams(search)));
    expect(of("")).toEqual({ budgets: {}, alerts: { acknowledged: "false" }, forecast: {} });
    expect(of(`project=a&alerts=all&budget_id=${budget.id}`)).toEqual({
      budgets: {},
      alerts: { budget_id: budget.id },
      forecast: { project: "a" },
    });
    expect(of("budget_id=x").alerts).toEqual({ acknowledged: "false" });
  });
});
