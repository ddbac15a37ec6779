import postgres, { type Sql } from "postgres";
import { canonicalModel } from "../lib/pricing/canonical-model";
import { listPrices } from "../lib/pricing/price-list";

/** Rows that get their name in one transaction. */
const BATCH = 2000;

/** Names the models of interactions that an older list did not know, so that pricing again finds their price. */
async function nameUnpriced(sql: Sql): Promise<void> {
  const models = await sql<{ model: string; provider: string | null }[]>`
    select model, provider from private.list_unnamed_models()`;
  const names = models.flatMap(({ model, provider }) => {
    const priced_as = canonicalModel(model, provider);
    return priced_as === null ? [] : [{ model, provider, priced_as }];
  });
  if (names.length === 0) return;
  let named = BATCH;
  while (named === BATCH) {
    const [row] = await sql<
      { named: number }[]
    >`select private.name_unpriced(${JSON.stringify(names)}, ${BATCH}) as named`;
    named = row?.named ?? 0;
  }
}

/** Makes the database's rows of the price list those of this version of Retune; answers how many had to change. */
export async function storeListedPrices(sql: Sql): Promise<number> {
  const prices = JSON.stringify(await listPrices());
  const [row] = await sql<{ changed: number }[]>`select private.store_listed_prices(${prices}) as changed`;
  await nameUnpriced(sql);
  return row?.changed ?? 0;
}

/** The same with a connection of its own. */
export async function storeListedPricesAt(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await storeListedPrices(sql);
  } finally {
    await sql.end();
  }
}
