"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import { toSearch } from "@/lib/query/parameters";
import { queueSummaryOptions } from "@/lib/tuning/queues/query-options";
import type { Queue, QueueSummary } from "@/lib/tuning/queues/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** Nothing is left in the queue for this person: what they did, and where it goes from here. */
export function QueueEnd({ queue }: { queue: Queue }) {
  const { data, error, refetch } = useQuery(queueSummaryOptions(queue.id));
  const { progress } = queue;
  const left = progress.total - progress.done;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div>
        <h2 className="text-base font-semibold">
          {queue.is_open ? "That was the last turn for you" : "This queue is closed"}
        </h2>
        <p className="mt-1 text-13 text-muted">
          {queue.name}.{" "}
          {left === 0
            ? "Everything in it is reviewed."
            : `${formatCount(left)} of ${formatCount(progress.total)} turns wait for others${
                progress.in_progress > 0 ? "; a turn someone leaves comes back after 10 minutes" : ""
              }.`}
        </p>
      </div>
      {error ? (
        <ErrorState error={error} title="Your totals could not be loaded" onRetry={() => refetch()} />
      ) : data ? (
        <Totals summary={data} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
      <div className="flex flex-wrap gap-2">
        {data && data.done > 0 ? (
          <a
            href={`/v1/tuning/export.csv?${downloadSearch(data, queue)}`}
            download
            className={buttonStyles({ variant: "primary" })}
          >
            <Download aria-hidden />
            Download CSV
          </a>
        ) : null}
        <Link
          href={`/tuning/improvements?${toSearch({ project: queue.project, is_mine: "true" })}`}
          className={buttonStyles({ variant: "outline" })}
        >
          See my notes
        </Link>
        <Link href="/tuning/review" className={buttonStyles({ variant: "outline" })}>
          Other queues
        </Link>
      </div>
    </div>
  );
}

/** The sessions with a turn of mine; all of the project when they are more than one address can name. */
function downloadSearch(summary: QueueSummary, queue: Queue): string {
  const isWhole = summary.session_ids.length === summary.sessions;
  return toSearch({
    ...(isWhole ? { id: summary.session_ids } : { project: queue.project }),
    columns: "session_id,severity,reviewer,better_response,master_prompt_version",
  });
}

function Totals({ summary }: { summary: QueueSummary }) {
  const notes = summary.notes.reduce((sum, each) => sum + each.total, 0);
  const figures = [
    ["Turns done", summary.done],
    ["Skipped", summary.skipped],
    ["Notes", notes],
    ["Better answers", summary.better_answers],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-4 border-y py-4 sm:grid-cols-4">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-13 text-muted">{name}</dt>
            <dd className="text-2xl font-semibold">{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      {summary.notes.length > 0 ? (
        <section aria-label="Notes by category">
          <h3 className="mb-2 text-13 font-medium">Notes by category</h3>
          <ul className="grid gap-2">
            {summary.notes.map(({ category, total }) => (
              <li
                key={category ?? "none"}
                className="grid grid-cols-[7rem_1fr_3rem] items-center gap-3 text-13"
              >
                <span>{category ? categoryNames[category] : "No category"}</span>
                <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-subtle">
                  <span
                    className="block h-full rounded-full bg-chart-1"
                    style={{ width: `${(total / notes) * 100}%` }}
                  />
                </span>
                <span className="text-right">{formatCount(total)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
