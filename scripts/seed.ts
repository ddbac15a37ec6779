// npm run seed -- list | <scenario>: fills the running local stack, or with --db-url another database.

import { openDatabase, takeDatabaseUrl } from "../supabase/local/database";
import { Failure, runCommand } from "../supabase/local/failure";
import { defaultDataDir } from "../supabase/local/paths";
import { runScenario, scenarios } from "../supabase/seed/run";
import { loadEnvironmentFiles, requireNode } from "./environment";
import { writeScenario } from "./scenario";

await runCommand(async () => {
  requireNode();
  loadEnvironmentFiles();
  const argv = process.argv.slice(2);
  const [name, ...others] = takeDatabaseUrl(argv).rest;
  if (name === undefined || others.length > 0) {
    throw new Failure(
      "Name one scenario: npm run seed -- <scenario>. npm run seed -- list shows which there are.",
    );
  }
  if (name === "list") {
    const width = Math.max(...Object.keys(scenarios).map((each) => each.length));
    for (const [each, { description }] of Object.entries(scenarios)) {
      console.log(`${each.padEnd(width)}  ${description}`);
    }
    return 0;
  }
  const { sql, api } = await openDatabase(argv);
  try {
    await runScenario(sql, name, api ?? undefined);
  } finally {
    await sql.end();
  }
  if (api) writeScenario(defaultDataDir(), name);
  console.log(`Loaded the scenario ${name}`);
  if (api && scenarios[name]?.hasDemoPeople) {
    console.log("The sign-in page shows the demo people after the next npm start");
  }
  return 0;
});
