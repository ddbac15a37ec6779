import postgres, { type Sql } from "postgres";
import { listPrices } from "../lib/pricing/price-list";

/** Makes the database's rows of the price list those of this version of Retune; answers how many had to change. */
export async function storeListedPrices(sql: Sql): Promise<number> {
  const prices = JSON.stringify(await listPrices());
  const [row] = await sql<{ changed: number }[]>`select private.store_listed_prices(${prices}) as changed`;
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
