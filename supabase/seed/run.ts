import type { Sql, TransactionSql } from "postgres";
import { Failure } from "../local/failure";
import { loadAwkward } from "./awkward";
import { loadDemoBudgets } from "./budgets";
import { loadDemoDatasets } from "./datasets";
import { loadDemo, reviewDemo } from "./demo";
import { loadAwkwardInteractions } from "./interaction-awkward";
import { loadDemoInteractions } from "./interactions";
import { loadLarge } from "./large";
import { loadDemoLearning } from "./learning";
import { type AuthApi, createDemoPeople } from "./people";
import { loadTuningDemo, reviewTuningDemo } from "./tuning";
import { loadAwkwardTuning } from "./tuning-awkward";

/** A named set of rows. It runs inside one transaction, so a scenario is loaded whole or not at all. */
export interface Scenario {
  /** One line for `npm run seed -- list`. */
  description: string;
  /** Whether people come with it whose password everyone knows, so that it may be served on this machine only. */
  hasDemoPeople: boolean;
  load(sql: TransactionSql): Promise<void>;
  /** What the reviewer among the demo people has done since; null when the scenario was loaded without people. */
  review?(sql: TransactionSql, reviewerId: string | null): Promise<void>;
}

/** Every scenario, by the name that `npm run seed -- <name>` takes. */
export const scenarios: Record<string, Scenario> = {
  empty: {
    description: "nothing: the product as a new installation shows it",
    hasDemoPeople: false,
    load: async () => {},
  },
  demo: {
    description:
      "three people, 90 days of votes and interactions, budgets, 60 days of reviewed conversations and weekly training files, all with a story: the screens are shown with it",
    hasDemoPeople: true,
    load: async (sql) => {
      await loadDemo(sql);
      await loadTuningDemo(sql);
      await loadDemoInteractions(sql);
      await loadDemoBudgets(sql);
      await loadDemoLearning(sql);
    },
    review: async (sql, reviewerId) => {
      await reviewDemo(sql, reviewerId);
      await reviewTuningDemo(sql, reviewerId);
      await loadDemoDatasets(sql);
    },
  },
  large: {
    description: "three people and 100,000 votes, to try how it feels with many",
    hasDemoPeople: true,
    load: (sql) => loadLarge(sql),
  },
  awkward: {
    description:
      "three people and nothing but odd votes, conversations and interactions: other scripts, long texts, formulas, huge sessions",
    hasDemoPeople: true,
    load: async (sql) => {
      await loadAwkward(sql);
      await loadAwkwardTuning(sql);
      await loadAwkwardInteractions(sql);
    },
  },
};

/**
 * Loads a scenario into a database without votes. The people of a scenario are made through the Auth API; without
 * `auth` the votes are loaded alone.
 * @throws Failure when there is no scenario of this name (it lists them), and when the database has votes already:
 * nothing is changed then.
 */
export async function runScenario(sql: Sql, name: string, auth?: AuthApi): Promise<void> {
  const scenario = scenarios[name];
  if (!scenario) {
    throw new Failure(`There is no scenario "${name}"; there are: ${Object.keys(scenarios).join(", ")}.`);
  }
  await sql.begin(async (transaction) => {
    const [row] = await transaction<{ has_votes: boolean }[]>`
      select exists (select from public.feedback) as has_votes`;
    if (row?.has_votes) {
      throw new Failure(
        "Nothing was loaded, because this database has votes already. To begin again: npm run reset, then npm run seed.",
      );
    }
    await scenario.load(transaction);
    // Late: accounts are made outside of this transaction, and stay when something after them fails.
    const reviewerId = scenario.hasDemoPeople && auth ? await createDemoPeople(transaction, auth) : null;
    await scenario.review?.(transaction, reviewerId);
  });
}
