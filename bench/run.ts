// npm run bench [-- 10k|100k|1m] [--only post,analytics,interactions,learning,export,datasets,review]: measures a durable throwaway installation, prints the
// figures, and keeps them in bench/results/<size>.json and docs/performance.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { requireNode } from "../scripts/environment";
import { listenForInterrupt } from "../scripts/interrupt";
import { Failure, runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { fillTo, giveEveryVoteItsSession } from "./dataset";
import { compareSizes, measureQuestions } from "./measure-analytics";
import { measureDatasets } from "./measure-datasets";
import { measureExport } from "./measure-export";
import {
  compareFigures,
  fillInteractionsTo,
  measureInteractionFigures,
  measureInteractionWrites,
} from "./measure-interactions";
import {
  compareLearning,
  fillExecutionsTo,
  measureLearningFigures,
  measureLearningWrites,
} from "./measure-learning";
import { measureReview } from "./measure-review";
import { measureWrites } from "./measure-writes";
import { renderResults, replaceSection } from "./render";
import type { InteractionResults, LearningResults, Results } from "./results";
import { type Subject, startSubject } from "./subject";

/** Per size: the numbers of votes that are measured on the way, and how long each load lasts. */
const sizes = {
  "10k": { votes: [10_000], seconds: 4 },
  "100k": { votes: [10_000, 100_000], seconds: 8 },
  "1m": { votes: [10_000, 100_000, 1_000_000], seconds: 10 },
} as const;
type Size = keyof typeof sizes;

const parts = ["post", "analytics", "interactions", "learning", "export", "datasets", "review"] as const;
type Part = (typeof parts)[number];

const started = performance.now();
const log = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);

function readOptions(): { size: Size; wanted: Set<Part> } {
  const usage =
    "npm run bench [-- 10k|100k|1m] [--only post,analytics,interactions,learning,export,datasets,review]";
  try {
    const { values, positionals } = parseArgs({
      options: { only: { type: "string" } },
      allowPositionals: true,
    });
    const size = (positionals[0] ?? "10k").toLowerCase();
    const names = values.only?.split(",") ?? [...parts];
    const wanted = parts.filter((part) => names.includes(part));
    if (positionals.length < 2 && size in sizes && wanted.length === names.length)
      return { size: size as Size, wanted: new Set(wanted) };
  } catch {
    // An unknown option: the same sentence.
  }
  throw new Failure(`That was not understood: ${usage}`);
}

/** Fills the table step by step and measures at each step; writes come last, because they change the table. */
async function measure(
  subject: Subject,
  size: Size,
  wanted: Set<Part>,
  signal: AbortSignal,
): Promise<Results> {
  const results: Results = { size, machine: subject.machine };
  const at = () => new Date().toISOString();
  const figures: InteractionResults["rows"] = [];
  const learned: LearningResults["rows"] = [];
  for (const votes of sizes[size].votes) {
    if ([...wanted].some((part) => part !== "interactions" && part !== "learning")) {
      log(`Filling the table up to ${votes.toLocaleString("en-US")} votes`);
      await fillTo(subject.sql, votes, signal);
    }
    if (wanted.has("analytics")) {
      log("Asking the questions of the overview page");
      results.analytics ??= { at: at(), rows: [], growth: [] };
      results.analytics.rows.push(...(await measureQuestions(subject, votes, signal)));
    }
    if (wanted.has("interactions")) {
      log(`Filling the table up to ${votes.toLocaleString("en-US")} interactions`);
      await fillInteractionsTo(subject.sql, votes, signal);
      log("Asking for the figures of costs and agents");
      figures.push(...(await measureInteractionFigures(subject, votes, signal)));
    }
    if (wanted.has("learning")) {
      log(`Filling the table up to ${votes.toLocaleString("en-US")} executions`);
      await fillExecutionsTo(subject.sql, votes, signal);
      log("Asking for the figures of executions, and for similar examples");
      learned.push(...(await measureLearningFigures(subject, votes, signal)));
    }
    if (wanted.has("export") && (votes >= 100_000 || votes === sizes[size].votes.at(-1))) {
      log("Exporting every vote");
      results.export ??= { at: at(), rows: [] };
      results.export.rows.push(await measureExport(subject, votes, signal));
    }
    if (wanted.has("datasets") && (votes >= 100_000 || votes === sizes[size].votes.at(-1))) {
      results.datasets ??= { at: at(), rows: [] };
      results.datasets.rows.push(...(await measureDatasets(subject, votes, log, signal)));
    }
  }
  if (results.analytics) {
    results.analytics.growth = compareSizes(results.analytics.rows);
    const votes = sizes[size].votes.at(-1) ?? 0;
    log("Giving every vote a session of its own");
    await giveEveryVoteItsSession(subject.sql);
    results.analytics.rows.push(
      ...(await measureQuestions(subject, votes, signal, {
        names: ["stats"],
        suffix: ", a session per vote",
      })),
    );
  }
  if (wanted.has("review")) {
    log("Reviewing in a browser");
    results.review = await measureReview(subject, log, signal);
  }
  if (wanted.has("interactions")) {
    const written = await measureInteractionWrites(subject, sizes[size].seconds, log, signal);
    results.interactions = { at: at(), ...written, rows: figures, growth: compareFigures(figures) };
  }
  if (wanted.has("learning")) {
    const written = await measureLearningWrites(subject, sizes[size].seconds, log, signal);
    results.learning = { at: at(), ...written, rows: learned, growth: compareLearning(learned) };
  }
  if (wanted.has("post")) results.post = await measureWrites(subject, sizes[size].seconds, log, signal);
  return results;
}

/** Keeps the results; parts that were not measured this time stay as they were. */
function keep(results: Results): string {
  const file = join(rootDir, "bench/results", `${results.size}.json`);
  const earlier: Partial<Results> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  // What is said of the machine belongs to the figures that are beside it; the review page says its own load.
  const isReviewAlone =
    !results.post &&
    !results.analytics &&
    !results.export &&
    !results.datasets &&
    !results.interactions &&
    !results.learning;
  const kept: Results = {
    ...earlier,
    ...results,
    ...(isReviewAlone && earlier.machine ? { machine: earlier.machine } : {}),
  };
  mkdirSync(join(rootDir, "bench/results"), { recursive: true });
  writeFileSync(file, `${JSON.stringify(kept, roundNumbers, 2)}\n`);
  const document = join(rootDir, "docs/performance.md");
  writeFileSync(document, replaceSection(readFileSync(document, "utf8"), results.size, renderResults(kept)));
  return file;
}

/** Three decimals are more than repeats from run to run. */
function roundNumbers(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Math.round(value * 1000) / 1000 : value;
}

await runCommand(async () => {
  requireNode();
  const { size, wanted } = readOptions();
  const signal = listenForInterrupt(() => log("Stopping"));
  try {
    const subject = await startSubject(sizes[size].votes.at(-1) ?? 0, log, signal);
    try {
      const results = await measure(subject, size, wanted, signal);
      console.log(`\n${renderResults(results)}\n`);
      log(`Kept in ${keep(results)} and docs/performance.md`);
    } finally {
      await subject.stop();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return 130;
  }
  return 0;
});
