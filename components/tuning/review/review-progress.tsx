import { formatCount } from "@/lib/format/number";
import type { QueueProgress } from "@/lib/tuning/queues/schemas";

/** How much of a queue the person and everyone has done, as figures over thin bars: both of all its turns. */
export function ReviewProgress({ progress, className }: { progress: QueueProgress; className?: string }) {
  return (
    <div className={className}>
      <dl className="flex gap-5 text-13">
        <Bar name="You" value={progress.my_done} max={progress.total} />
        <Bar name="Team" value={progress.done} max={progress.total} />
      </dl>
    </div>
  );
}

function Bar({ name, value, max }: { name: string; value: number; max: number }) {
  return (
    <div className="relative flex min-w-24 items-baseline justify-between gap-3 pb-2">
      <dt className="text-muted">{name}</dt>
      <dd className="font-medium">
        {formatCount(value)} / {formatCount(max)}
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-1 overflow-hidden rounded-full bg-border">
          <span
            className="block h-full rounded-full bg-accent transition-[width]"
            style={{ width: max === 0 ? "0%" : `${Math.min(1, value / max) * 100}%` }}
          />
        </span>
      </dd>
    </div>
  );
}
