// npm run prices: brings the price list of the running local stack, or with --db-url of another database, up to date.
import { openDatabase } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { loadEnvironmentFiles, requireNode } from "./environment";
import { storeListedPrices } from "./listed-prices";

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const { sql, argv } = await openDatabase(process.argv.slice(2));
  try {
    if (argv.length > 0) {
      throw new Failure(`"${argv[0]}" means nothing here: npm run prices takes only -- --db-url <address>.`);
    }
    const changed = await storeListedPrices(sql);
    console.log(
      changed === 0
        ? "The price list is up to date"
        : `Changed ${changed.toLocaleString("en")} prices of the price list`,
    );
  } finally {
    await sql.end();
  }
  return 0;
});
