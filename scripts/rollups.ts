// npm run rollups: rebuilds the rollups of votes, interactions and executions of the running local stack, or with --db-url of another database.
import { openDatabase } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { loadEnvironmentFiles, requireNode } from "./environment";

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const { sql, argv } = await openDatabase(process.argv.slice(2));
  try {
    if (argv.length > 0) {
      throw new Failure(`"${argv[0]}" means nothing here: npm run rollups takes only -- --db-url <address>.`);
    }
    const [row] = await sql<{ votes: string }[]>`select private.rebuild_feedback_rollups() as votes`;
    console.log(`Rebuilt the rollups from ${Number(row?.votes ?? 0).toLocaleString("en")} votes`);
    const [rebuilt] = await sql<{ interactions: string }[]>`
      select private.rebuild_llm_rollups() as interactions`;
    const interactions = Number(rebuilt?.interactions ?? 0).toLocaleString("en");
    console.log(`Rebuilt conversations and rollups from ${interactions} interactions`);
    const [worked] = await sql<{ executions: string }[]>`
      select private.rebuild_learning_rollups() as executions`;
    console.log(`Rebuilt the figures of ${Number(worked?.executions ?? 0).toLocaleString("en")} executions`);
    const [recounted] = await sql<{ budgets: number }[]>`select private.recount_budgets() as budgets`;
    console.log(`Counted ${(recounted?.budgets ?? 0).toLocaleString("en")} budgets again`);
  } finally {
    await sql.end();
  }
  return 0;
});
