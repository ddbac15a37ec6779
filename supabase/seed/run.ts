import type { Sql, TransactionSql } from "postgres";

/** A named set of rows. It runs inside one transaction, so a scenario is loaded whole or not at all. */
export interface Scenario {
  /** One line for `npm run seed -- list`. */
  description: string;
  load(sql: TransactionSql): Promise<void>;
}

/** Every scenario, by the name that `npm run seed -- <name>` takes. */
export const scenarios: Record<string, Scenario> = {
  empty: { description: "nothing: the product as a new installation shows it", load: async () => {} },
  demo: { description: "three people and the data that the screens are shown with", load: async () => {} },
};

/** Loads a scenario. Throws an Error that lists the names when there is none of this name. */
export async function runScenario(sql: Sql, name: string): Promise<void> {
  const scenario = scenarios[name];
  if (!scenario) {
    throw new Error(`There is no scenario "${name}"; there are: ${Object.keys(scenarios).join(", ")}.`);
  }
  await sql.begin((transaction) => scenario.load(transaction));
}
