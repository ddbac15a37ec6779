import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { filterParsers } from "@/lib/query/url-state";

// The address of the page of budgets.

const uuid = createParser<string>({
  parse: (text) => (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : null),
  serialize: String,
});

export const budgetAddressParsers = {
  project: filterParsers.project,
  /** Which alerts are listed. */
  alerts: parseAsStringLiteral(["open", "acknowledged", "all"]).withDefault("open"),
  /** Only alerts of this budget. */
  budget_id: uuid,
  /** What the box of budgets/check asks for. */
  check_model: parseAsString,
  check_agent: parseAsString,
  check_user: parseAsString,
};
export const loadBudgetAddress = createLoader(budgetAddressParsers);
export type BudgetAddress = inferParserType<typeof budgetAddressParsers>;

/** The parameters of every query of the page, on the server and in the browser alike. */
export function prepareBudgets({ project, alerts, budget_id }: BudgetAddress) {
  const ofProject: Record<string, string> = project ? { project: writeChoices(project) } : {};
  return {
    // All, of which the page shows those that bind: of these projects, and of every project.
    budgets: {} as Record<string, string>,
    alerts: {
      // A budget may be of every project.
      ...(budget_id === null ? ofProject : { budget_id }),
      ...(alerts === "all" ? {} : { acknowledged: String(alerts === "acknowledged") }),
    } as Record<string, string>,
    forecast: ofProject,
  };
}
