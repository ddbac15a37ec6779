import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { AccuracyRow, FeedbackStats } from "../lib/feedback/schemas";
import { type DashboardOptions, type Figures, renderDashboard } from "./render-dashboard";
import { createStyles } from "./terminal";

const period = { from: "2026-01-25T00:00:00.000Z", to: "2026-01-31T00:00:00.000Z" };
const summary = {
  total: 1200,
  positive: 900,
  negative: 300,
  positive_pct: 75,
  negative_pct: 25,
  ci_low: 0.7248,
  ci_high: 0.7737,
  unique_users: 80,
  unique_sessions: 310,
  unique_models: 2,
  avg_memory_used: 412.34,
};
const stats: FeedbackStats = {
  ...summary,
  ...period,
  complete: { ...summary, ...period, total: 1000, positive: 760 },
  previous: {
    ...summary,
    from: "2026-01-19T00:00:00.000Z",
    to: "2026-01-25T00:00:00.000Z",
    total: 1000,
    positive: 800,
  },
};

function row(overrides: Partial<AccuracyRow>): AccuracyRow {
  return {
    model: null,
    intent: null,
    project: null,
    day: null,
    total: 1000,
    positive: 800,
    negative: 200,
    accuracy: 0.8,
    ci_low: 0.774,
    ci_high: 0.8236,
    ...overrides,
  };
}

const figures: Figures = {
  stats,
  models: [row({ model: "qwen-2.5-coder-7b" }), row({ model: "tiny", total: 12, accuracy: 0.5 })],
  intents: [row({ intent: "code" }), row({ intent: null, accuracy: 0.25 })],
  newestVoteAt: "2026-01-31T11:59:48.000Z",
  readyMs: 3.6,
  at: new Date("2026-01-31T12:00:00Z"),
};

const options: DashboardOptions = {
  address: "http://127.0.0.1:3000",
  days: 7,
  project: undefined,
  intervalSeconds: 5,
  isOnce: false,
  width: 80,
  styles: createStyles(false),
};

describe("renderDashboard", () => {
  it("shows what the overview page shows", () => {
    expect(renderDashboard(figures, options)).toEqual([
      "Retune · last 7 days (UTC)",
      "http://127.0.0.1:3000 · 12:00:00 UTC · every 5 s · Ctrl-C ends",
      "",
      "Success rate  75.0 %  95 % interval 72.5–77.4 %, n 1,200",
      "Change        −4.0 points against the 6 days before, complete days only",
      "Votes         1,200 · 900 up · 300 down",
      "Seen          80 users · 310 sessions · 2 models · memory 412.3 MB",
      "",
      "Accuracy by model",
      "qwen-2.5-coder-7b        ████████████████░░░░  80.0 %    77.4–82.4 %    n 1,000",
      "tiny                     ██████████░░░░░░░░░░  50.0 %    77.4–82.4 %       n 12",
      "",
      "Accuracy by intent",
      "code                     ████████████████░░░░  80.0 %    77.4–82.4 %    n 1,000",
      "(none)                   █████░░░░░░░░░░░░░░░  25.0 %    77.4–82.4 %    n 1,000",
      "",
      "System",
      "API and database ready in 4 ms · newest vote 12 s ago",
    ]);
  });

  it.each([20, 40, 63, 64, 80, 100, 200])("fits a terminal of %i columns", (width) => {
    const long = { ...figures, models: [row({ model: "日本語モデル-".repeat(20) })] };
    const lines = renderDashboard(long, { ...options, width, styles: createStyles(true) });
    for (const line of lines) expect(stringWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(width);
  });

  it.each([12, 20, 24, 40])("fits a terminal of %i lines, and says what it leaves out", (height) => {
    const models = Array.from({ length: 50 }, (_, n) => row({ model: `m${n}` }));
    const intents = Array.from({ length: 20 }, (_, n) => row({ intent: `i${n}` }));
    const lines = renderDashboard({ ...figures, models, intents }, { ...options, height });
    if (height >= 20) expect(lines.length).toBeLessThanOrEqual(height);
    expect(lines.join("\n")).toMatch(/the \d+ with most votes of 50/);
  });

  it("shows every row where there is no height", () => {
    const models = Array.from({ length: 50 }, (_, n) => row({ model: `m${n}` }));
    expect(renderDashboard({ ...figures, models }, options)).toContainEqual(expect.stringContaining("m49"));
  });

  it("dims a rate that rests on few votes", () => {
    const styles = createStyles(true);
    const line = renderDashboard(figures, { ...options, styles }).find((each) => each.includes("tiny"));
    expect(line).toBe(styles.dim(stripVTControlCharacters(line ?? "")));
  });

  it("does not let a name move the cursor", () => {
    const lines = renderDashboard({ ...figures, models: [row({ model: "a\u001b[2J\nb" })] }, options);
    expect(lines.join("")).not.toContain("\u001b");
    expect(lines.join("")).toContain("a b");
  });

  it("says that there is nothing yet", () => {
    const empty = { ...stats, total: 0, positive: 0, negative: 0, ci_low: null, ci_high: null };
    const lines = renderDashboard(
      { ...figures, stats: empty, models: [], intents: [], newestVoteAt: null },
      options,
    );
    expect(lines).toContain("No votes in this range yet.");
    expect(lines.at(-1)).toBe("API and database ready in 4 ms · no votes yet");
  });

  it("compares with nothing when the period before is empty", () => {
    const lines = renderDashboard({ ...figures, stats: { ...stats, previous: null } }, options);
    expect(lines.join("\n")).not.toContain("Change");
  });

  it("keeps the last figures while the server is away, and says since when", () => {
    const trouble = { sentence: "The connection failed.", since: new Date("2026-01-31T12:00:05Z") };
    const lines = renderDashboard(figures, { ...options, trouble });
    expect(lines.at(-1)).toBe("The connection failed. (since 12:00:05 UTC)");
    expect(lines).toContain("Votes         1,200 · 900 up · 300 down");
    expect(renderDashboard(null, { ...options, trouble }).at(-1)).toBe(
      "The connection failed. (since 12:00:05 UTC)",
    );
    expect(renderDashboard(null, options).at(-1)).toBe("Asking the server…");
  });
});
