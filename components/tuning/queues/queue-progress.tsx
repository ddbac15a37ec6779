import { formatCount } from "@/lib/format/number";
import type { Queue } from "@/lib/tuning/queues/schemas";

/** How far everyone is, with what is under way, and what of it is mine. */
export function QueueProgress({ queue }: { queue: Queue }) {
  const { total, done, in_progress, my_done, my_skipped } = queue.progress;
  const share = (turns: number) => (total === 0 ? 0 : (turns / total) * 100);
  const mine = [
    my_done > 0 ? `${formatCount(my_done)} by me` : null,
    my_skipped > 0 ? `${formatCount(my_skipped)} skipped by me` : null,
  ].filter((part) => part !== null);
  const text = `${formatCount(done)} of ${formatCount(total)} done`;
  return (
    <div className="grid gap-1.5 text-13">
      <div className="flex flex-wrap justify-between gap-x-3">
        <span>{total === 0 ? "No turn meets the rules yet" : text}</span>
        <span className="text-muted">
          {in_progress > 0
            ? `${formatCount(in_progress)} in progress`
            : total > 0 && done === total
              ? "Finished"
              : ""}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={`Progress of ${queue.name}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={done}
        aria-valuetext={text}
        className="flex h-1.5 overflow-hidden rounded-full bg-subtle"
      >
        <span className="bg-accent" style={{ width: `${share(done)}%` }} />
        <span className="bg-accent opacity-35" style={{ width: `${share(in_progress)}%` }} />
      </div>
      {mine.length === 0 ? null : <span className="text-xs text-muted">{mine.join(" · ")}</span>}
    </div>
  );
}
