// npm test [-- unit|database|api|browser [filter]]: checks and all tests against a throwaway stack on free ports.
// The last line is "N passed, N failed", with the totals of every runner.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFailure, Failure, runCommand } from "../supabase/local/failure";
import { isAlive } from "../supabase/local/file-lock.mjs";
import { rootDir } from "../supabase/local/paths";
import { findFreePort } from "../supabase/local/ports";
import { type Stack, startStack } from "../supabase/local/stack";
import { createThrowawayDir, sweepThrowaways } from "../supabase/local/throwaway";
import { checks, runCheck } from "./checks";
import { type Environment, packageFile, runNode, shownEnvironment } from "./child";
import { ensureChromium } from "./chromium";
import { requireNode } from "./environment";
import { checkTypes } from "./generate-types";
import { listenForInterrupt } from "./interrupt";
import { storeListedPricesAt } from "./listed-prices";
import { startStandInAssistant } from "./stand-in-assistant";
import { startStandInModel } from "./stand-in-model";
import { joinStandIns, type StandIn } from "./stand-in-server";
import { ensureTestBuild } from "./test-build";
import { testEnvironment } from "./test-environment";
import { addTotals, judgeRun, noTests, readPlaywrightReport, readVitestReport, type Totals } from "./totals";
import { serveWeb } from "./web";

const parts = ["unit", "database", "api", "browser"] as const;
type Part = (typeof parts)[number];

const oneFailure: Totals = { ...noTests, failed: 1 };
const log = (line: string) => console.log(line);

/** Traces and screenshots of failed tests, by the process id of the run. */
const outputDir = "test-results";

/** Deletes what earlier runs have left; runs that go on side by side keep theirs. */
function sweepOutput(): void {
  const dir = join(rootDir, outputDir);
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir)) {
    if (/^\d+$/.test(name) && !isAlive(Number(name)))
      rmSync(join(dir, name), { recursive: true, force: true });
  }
}

interface Plan {
  /** All parts and the checks, or one part. */
  parts: readonly Part[];
  hasChecks: boolean;
  filters: string[];
}

function readPlan(argv: string[]): Plan {
  const [first, ...filters] = argv;
  if (first === undefined) return { parts, hasChecks: true, filters: [] };
  const part = parts.find((each) => each === first);
  if (!part) throw new Failure(`"${first}" is not a part of the tests; these are: ${parts.join(", ")}.`);
  return { parts: [part], hasChecks: false, filters };
}

class TestRun {
  readonly #plan: Plan;
  readonly #signal: AbortSignal;
  readonly #reports = mkdtempSync(join(tmpdir(), "retune-reports-"));
  readonly #totals: Totals[] = [];
  #stack: Stack | null = null;
  #standIns: StandIn | null = null;

  constructor(plan: Plan, signal: AbortSignal) {
    this.#plan = plan;
    this.#signal = signal;
  }

  /** Runs the plan and returns the totals. Whatever happens, everything that was started has ended then. */
  async run(): Promise<Totals> {
    const needsStack = this.#plan.parts.some((part) => part !== "unit");
    let preparing: Promise<Environment | null> | null = null;
    try {
      sweepOutput();
      // Two lanes for two cores: what reads the sources, and what gets the stack ready.
      if (needsStack) preparing = this.#attempt("the test stack", () => this.#prepare());
      if (this.#plan.hasChecks) await this.#runChecks();
      if (this.#plan.parts.includes("unit")) await this.#runVitest("unit", {});
      const environment = await preparing;
      for (const part of this.#plan.parts) {
        if (part === "unit") continue;
        // Counted, so that a stack that did not start is not mistaken for tests that passed.
        if (!environment) this.#totals.push(oneFailure);
        else if (part === "database") await this.#runVitest("database", environment);
        else await this.#runPlaywright(part, environment);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      // A start that is still under way is stopped when it is through, or stops itself when it is interrupted.
      await preparing;
      await this.#stack?.stop();
      await this.#standIns?.close();
      rmSync(this.#reports, { recursive: true, force: true });
    }
    return addTotals(this.#totals);
  }

  #fail(error: unknown): void {
    this.#totals.push(oneFailure);
    log(this.#signal.aborted ? "FAILED interrupted" : `FAILED ${describeFailure(error)}`);
    if (process.env.RETUNE_DEBUG) console.error(error);
  }

  /** Null when it fails, which is counted and told. */
  async #attempt<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    const started = performance.now();
    try {
      const result = await work();
      log(`ok     ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  async #runChecks(): Promise<void> {
    for (const check of checks) {
      if (!(await runCheck(check, { signal: this.#signal }))) this.#totals.push(oneFailure);
    }
  }

  async #prepare(): Promise<Environment> {
    const signal = this.#signal;
    await sweepThrowaways();
    const needsWeb = this.#plan.parts.some((part) => part === "api" || part === "browser");
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const stack = await startStack({
      dataDir: createThrowawayDir(),
      ports: { db: await findFreePort(), api: await findFreePort() },
      siteUrl: url,
      throwaway: true,
      command: "npm test",
      signal,
      onCrash: (sentence) => log(sentence),
    });
    this.#stack = stack;
    await storeListedPricesAt(stack.databaseUrl);
    if (this.#plan.hasChecks) {
      await this.#attempt("generated types", () => checkTypes(stack.databaseUrl, signal));
    }
    if (!needsWeb) return testEnvironment(stack, null, null);

    // Tests of the API sign in through the real form.
    const chromium = await ensureChromium({ log, signal });
    this.#standIns = joinStandIns([await startStandInAssistant(), await startStandInModel()]);
    const env = { ...stack.env, RETUNE_SITE_URL: url, ...this.#standIns.env };
    const distDir = await ensureTestBuild({ env, log, signal, onSpawn: stack.addChild });
    const logFile = join(this.#reports, "site.log");
    const onText = (text: string) => appendFileSync(logFile, text);
    onText("");
    await serveWeb({ distDir, host: "127.0.0.1", port, env, onSpawn: stack.addChild, onText });
    return { ...testEnvironment(stack, { url, distDir, logFile }, chromium), ...this.#standIns.testEnv };
  }

  async #runVitest(project: "unit" | "database", env: Environment): Promise<void> {
    const report = join(this.#reports, `${project}.json`);
    await this.#runTests(project, report, (json) => readVitestReport(json), {
      args: [
        packageFile("vitest/vitest.mjs"),
        "run",
        "--project",
        project,
        "--passWithNoTests",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...this.#plan.filters,
      ],
      env,
    });
  }

  async #runPlaywright(project: "api" | "browser", env: Environment): Promise<void> {
    if (project === "browser" && !env.RETUNE_CHROMIUM) {
      log(
        "FAILED browser: no Chromium could be found or fetched; install one and give its path in RETUNE_CHROMIUM",
      );
      this.#totals.push(oneFailure);
      return;
    }
    const report = join(this.#reports, `${project}.json`);
    await this.#runTests(project, report, (json) => readPlaywrightReport(json), {
      args: [
        packageFile("@playwright/test/cli.js"),
        "test",
        "--project",
        project,
        "--pass-with-no-tests",
        ...this.#plan.filters,
      ],
      env: { ...env, RETUNE_REPORT: report, RETUNE_OUTPUT_DIR: `${outputDir}/${process.pid}/${project}` },
    });
  }

  /** Runs a runner, shows what it prints, and adds up what its report says. */
  async #runTests(
    name: string,
    reportFile: string,
    // biome-ignore lint/suspicious/noExplicitAny: the runner's own format, described where it is read
    read: (json: any) => Totals,
    command: { args: string[]; env: Environment },
  ): Promise<void> {
    log(`\n${name} tests`);
    const { code } = await runNode(command.args, {
      env: { ...shownEnvironment, ...command.env, NODE_ENV: "test" },
      signal: this.#signal,
      onText: (text) => process.stdout.write(text),
    });
    this.#signal.throwIfAborted();
    const report = existsSync(reportFile) ? read(JSON.parse(readFileSync(reportFile, "utf8"))) : null;
    const totals = judgeRun({ report, code, isFiltered: this.#plan.filters.length > 0 });
    if (!report) log(`FAILED ${name}: the runner ended without a report`);
    else if (totals.failed > 0 && report.failed === 0)
      log(`FAILED ${name}: no test ran, or the runner ended with ${code}`);
    this.#totals.push(totals);
  }
}

await runCommand(async () => {
  requireNode();
  const plan = readPlan(process.argv.slice(2));
  const signal = listenForInterrupt(() => log("\nStopping"));
  const totals = await new TestRun(plan, signal).run();
  log("");
  if (totals.skipped > 0) log(`${totals.skipped} skipped`);
  log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
});
