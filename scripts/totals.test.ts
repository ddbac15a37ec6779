import { describe, expect, it } from "vitest";
import { addTotals, judgeRun, readPlaywrightReport, readVitestReport } from "./totals";

describe("addTotals", () => {
  it("adds each kind, and nothing makes nothing", () => {
    expect(addTotals([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
    expect(
      addTotals([
        { passed: 3, failed: 1, skipped: 0 },
        { passed: 4, failed: 0, skipped: 2 },
      ]),
    ).toEqual({ passed: 7, failed: 1, skipped: 2 });
  });
});

describe("readVitestReport", () => {
  it("counts a file that broke before its first test as one failure", () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: "passed", assertionResults: [{}] },
        { status: "failed", assertionResults: [{}] },
        { status: "failed", assertionResults: [] },
      ],
    };
    expect(readVitestReport(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});

describe("readPlaywrightReport", () => {
  it("counts flaky tests and errors outside of tests as failures", () => {
    const report = { stats: { expected: 8, unexpected: 1, flaky: 1, skipped: 3 }, errors: [{}] };
    expect(readPlaywrightReport(report)).toEqual({ passed: 8, failed: 3, skipped: 3 });
  });
});

describe("judgeRun", () => {
  const report = { passed: 5, failed: 0, skipped: 1 };
  const nothing = { passed: 0, failed: 0, skipped: 0 };

  it("takes a good run as it is", () => {
    expect(judgeRun({ report, code: 0, isFiltered: false })).toEqual(report);
  });

  it("does not add a failure to those that were counted", () => {
    const failed = { ...report, failed: 2 };
    expect(judgeRun({ report: failed, code: 1, isFiltered: false })).toEqual(failed);
  });

  it.each([
    ["left no report", { report: null, code: 0, isFiltered: false }, { ...nothing, failed: 1 }],
    ["was ended by a signal", { report: null, code: null, isFiltered: false }, { ...nothing, failed: 1 }],
    [
      "ended with an error although its tests passed",
      { report, code: 1, isFiltered: false },
      { ...report, failed: 1 },
    ],
    ["found no test", { report: nothing, code: 0, isFiltered: false }, { ...nothing, failed: 1 }],
  ])("counts a failure when the runner %s", (_, run, expected) => {
    expect(judgeRun(run)).toEqual(expected);
  });

  it("lets a filter find nothing", () => {
    expect(judgeRun({ report: nothing, code: 0, isFiltered: true })).toEqual(nothing);
  });
});
