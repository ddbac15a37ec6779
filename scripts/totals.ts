/** How many tests of one runner ended how. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

export const noTests: Totals = { passed: 0, failed: 0, skipped: 0 };

/** The sum of several totals. */
export function addTotals(all: readonly Totals[]): Totals {
  return all.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    noTests,
  );
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** Reads the report of Vitest's json reporter. A file that failed before its first test counts as one failure. */
export function readVitestReport(report: VitestReport): Totals {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Reads the report of Playwright's json reporter. Errors outside of tests count as failures, flaky tests too. */
export function readPlaywrightReport(report: PlaywrightReport): Totals {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped };
}

/**
 * What a runner's end really means: its own totals; at least one failure when it ended with an error, left no report,
 * or was asked for everything and found no test at all.
 */
export function judgeRun(options: {
  report: Totals | null;
  code: number | null;
  isFiltered: boolean;
}): Totals {
  const { report, code, isFiltered } = options;
  const totals = report ?? noTests;
  const isEmpty = totals.passed + totals.failed + totals.skipped === 0;
  const isBad = !report || code !== 0 || (isEmpty && !isFiltered);
  return isBad && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}
