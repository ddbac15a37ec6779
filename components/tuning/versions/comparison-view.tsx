"use client";
import { ChartCard } from "@/components/charts/chart-card";
import { DifferenceList } from "@/components/charts/difference-list";
import { formatCount } from "@/lib/format/number";
import {
  categoryLabel,
  metricLabel,
  type ShownTurns,
  toDifferenceBars,
  toMetricTable,
  toShownTurns,
} from "@/lib/tuning/versions/prepare-comparison";
import type { Comparison } from "@/lib/tuning/versions/schemas";
import { MetricTable } from "./metric-table";
import type { CompareState } from "./use-compare-state";

const ROW_HEIGHT = 44;

/** Two versions side by side: what there is of each, every figure with its difference, and the clear ones as charts. */
export function ComparisonView({
  comparison,
  compare,
  isStale,
}: {
  comparison: Comparison;
  compare: CompareState;
  isStale: boolean;
}) {
  const open = (show: "a" | "b", { figure, category }: ShownTurns) =>
    compare.setState({ show, figure, category });
  const metrics = comparison.metrics.map((row) => ({
    ...row,
    label: metricLabel(row.metric_name),
    ...toShownTurns(row),
  }));
  const categories = comparison.categories.map((row) => ({
    ...row,
    label: categoryLabel(row.category),
    ...toShownTurns(row),
  }));
  const shares = comparison.metrics.filter((row) => row.unit === "share");
  const noteBars = toDifferenceBars(comparison.categories);
  const shareBars = toDifferenceBars(shares);
  return (
    <div
      aria-busy={isStale}
      className={`grid grid-cols-[minmax(0,1fr)] gap-4 transition-opacity ${isStale ? "opacity-60" : ""}`}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {(["a", "b"] as const).map((side) => {
          const { version, sessions, turns, pending_turns, reviewed_turns, improvements } = comparison[side];
          return (
            <section
              key={side}
              aria-label={`Version ${side.toUpperCase()}`}
              className="rounded-md border bg-surface p-4"
            >
              <h2 className="flex items-baseline gap-2 text-sm font-semibold">
                <span className="text-muted">{side.toUpperCase()}</span>
                <code className="font-mono break-all">{version}</code>
              </h2>
              <p className="mt-1 text-13 text-muted">
                {formatCount(sessions)} {sessions === 1 ? "session" : "sessions"} ·{" "}
                <button
                  type="button"
                  className="rounded-md text-foreground underline decoration-border underline-offset-2 hover:decoration-foreground"
                  onClick={() => open(side, { figure: null, category: null })}
                >
                  {formatCount(turns)} {turns === 1 ? "turn" : "turns"}
                </button>{" "}
                · {formatCount(reviewed_turns)} reviewed · {formatCount(improvements)}{" "}
                {improvements === 1 ? "note" : "notes"}
                {pending_turns > 0
                  ? ` · ${formatCount(pending_turns)} left out of reviews and notes: a blind queue waits for ${pending_turns === 1 ? "it" : "them"}`
                  : ""}
              </p>
            </section>
          );
        })}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
        <ChartCard
          id="notes-per-turn"
          title="Notes per reviewed turn: B − A"
          note="By category, over turns with a finished review. Left of the middle: fewer notes in B. Bands are 95% intervals."
          table={toMetricTable(comparison.categories)}
          height={Math.max(4, noteBars.length) * ROW_HEIGHT}
          isPending={false}
          isStale={isStale}
          error={null}
          onRetry={() => {}}
          emptyText="One of the versions has no reviewed turns, so there is nothing to compare."
        >
          {noteBars.length === 0 ? (
            <Nothing />
          ) : (
            <DifferenceList
              label="Difference of notes per reviewed turn by category"
              rows={noteBars}
              onOpen={(row) => {
                const found = comparison.categories.find((each) => each.metric_name === row.key);
                if (found) open("b", toShownTurns(found));
              }}
            />
          )}
        </ChartCard>
        <ChartCard
          id="shares"
          title="Shares: B − A"
          note="Checks and thumbs, in percentage points. Right of the middle: more in B. Bands are 95% intervals."
          table={toMetricTable(shares)}
          height={Math.max(4, noteBars.length) * ROW_HEIGHT}
          isPending={false}
          isStale={isStale}
          error={null}
          onRetry={() => {}}
          emptyText="No shares to compare."
        >
          {shareBars.length === 0 ? (
            <Nothing />
          ) : (
            <DifferenceList
              label="Difference of shares"
              rows={shareBars}
              onOpen={(row) => {
                const found = shares.find((each) => each.metric_name === row.key);
                if (found) open("b", toShownTurns(found));
              }}
            />
          )}
        </ChartCard>
      </div>
      <MetricTable caption="Figures" rows={metrics} onOpen={open} />
      <MetricTable caption="Notes per reviewed turn by category" rows={categories} onOpen={open} />
      <p className="text-xs text-muted">
        Differences are B − A with their 95% intervals; one that holds 0 may be chance and is grey. n is the
        number of turns that have the figure; for notes, of turns with a finished review. What differs besides
        the prompt, such as who tested and what they asked, is not taken out.
      </p>
    </div>
  );
}

function Nothing() {
  return <p className="py-8 text-center text-13 text-muted">Not enough in both versions to compare yet.</p>;
}
