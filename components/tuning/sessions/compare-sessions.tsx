"use client";
import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";
import type { ImprovementSummary } from "@/lib/tuning/improvements/schemas";
import { type ComparedSession, compareSessions } from "@/lib/tuning/sessions/prepare-comparison";
import { sessionOptions, sessionStatsOptions } from "@/lib/tuning/sessions/query-options";
import { testerOf } from "./session-columns";

/** Two sessions beside each other: their statistics, what they were run with, and the differences (second − first). */
export function CompareSessions({
  ids,
  onClose,
}: {
  /** null while nothing is compared. */
  ids: readonly [string, string] | null;
  onClose: () => void;
}) {
  return (
    <Sheet
      open={ids !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Two sessions compared"
      className="sm:w-[min(46rem,calc(100vw-4rem))]"
    >
      {ids ? <Comparison ids={ids} /> : null}
    </Sheet>
  );
}

function Comparison({ ids }: { ids: readonly [string, string] }) {
  const sessions = useQueries({ queries: ids.map((id) => sessionOptions(id)) });
  const stats = useQueries({ queries: ids.map((id) => sessionStatsOptions(id)) });
  const notes = useQueries({ queries: ids.map((id) => improvementSummaryOptions({ session_id: id })) });
  const all = [...sessions, ...stats, ...notes];
  const failed = all.find((query) => query.error);
  if (failed) {
    return (
      <ErrorState
        error={failed.error}
        onRetry={() => {
          for (const query of all) if (query.error) void query.refetch();
        }}
      />
    );
  }
  const sides = ids.map((_, index): ComparedSession | null => {
    const [session, figures, summary] = [sessions[index]?.data, stats[index]?.data, notes[index]?.data];
    return session && figures && summary
      ? { session, stats: figures, notes: (summary as ImprovementSummary).data }
      : null;
  });
  const [first, second] = sides;
  if (!first || !second) return <ComparisonSkeleton />;
  const groups = compareSessions(first, second);
  return (
    <div className="overflow-x-auto px-4 py-4">
      <table className="w-full min-w-[30rem] border-collapse text-13">
        <thead>
          <tr className="border-b text-left align-bottom">
            <th scope="col" className="py-2 pr-3 font-normal text-muted">
              <span className="sr-only">Figure</span>
            </th>
            {[first, second].map(({ session }) => (
              <th key={session.id} scope="col" className="px-2 py-2 text-right font-medium">
                <Link
                  href={`/tuning/${session.id}`}
                  className="underline decoration-border underline-offset-2 hover:decoration-foreground"
                >
                  {testerOf(session)}
                </Link>
                <Time value={session.session_start} className="block text-xs font-normal text-muted" />
              </th>
            ))}
            <th scope="col" className="py-2 pl-2 text-right font-normal text-muted">
              Difference
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            <tr>
              <th scope="colgroup" colSpan={4} className="pt-4 pb-1 text-left text-xs font-medium text-muted">
                {group.title}
              </th>
            </tr>
            {group.rows.map((row) => (
              <tr key={row.label} className="border-b last:border-0">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {row.label}
                </th>
                <td className="max-w-40 truncate px-2 text-right" title={row.first}>
                  {row.first}
                </td>
                <td className="max-w-40 truncate px-2 text-right" title={row.second}>
                  {row.second}
                </td>
                <td className="py-1.5 pl-2 text-right text-muted">{row.difference}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      <p className="mt-4 text-xs text-muted">
        Two sessions are few: a difference between them is no proof of one between versions. Versions are
        compared with intervals under{" "}
        <Link href="/tuning/compare" className="text-accent underline">
          Versions
        </Link>
        .
      </p>
    </div>
  );
}

function ComparisonSkeleton() {
  return (
    <div className="grid gap-3 p-4" role="status" aria-label="Loading the comparison">
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-5 w-full" />
      ))}
    </div>
  );
}
