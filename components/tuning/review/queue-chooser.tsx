"use client";
import { useQuery } from "@tanstack/react-query";
import { EyeOff, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { useShortcut } from "@/components/shell/shortcuts";
import { Badge } from "@/components/ui/badge";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Markdown } from "@/components/ui/markdown";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import type { Role } from "@/lib/members/schemas";
import { queuesOptions } from "@/lib/tuning/queues/query-options";
import type { Queue } from "@/lib/tuning/queues/schemas";
import { queueOrderNames } from "@/lib/tuning/vocabulary";
import { ReviewProgress } from "./review-progress";
import type { ReviewFlow } from "./use-review-flow";
import { REVIEW_KEYS } from "./use-review-form";

/** The open queues with their progress. Enter starts the one that is asked for, else the first with something left. */
export function QueueChooser({
  role,
  queueId,
  flow,
}: {
  role: Role;
  queueId: string | null;
  flow: ReviewFlow;
}) {
  const { data, error, isPending, refetch } = useQuery(queuesOptions({ is_open: "true" }));
  const queues = data?.data ?? [];
  const hasWork = (queue: Queue) => queue.progress.my_remaining > 0;
  const first = queues.find((queue) => queue.id === queueId && hasWork(queue)) ?? queues.find(hasWork);
  useShortcut({
    keys: "Enter",
    label: first ? `Start reviewing ${first.name}` : "Start reviewing",
    group: REVIEW_KEYS,
    isEnabled: first !== undefined && !flow.isBusy,
    run: () => first && void flow.start(first.id),
  });
  if (isPending) return <ChooserSkeleton />;
  if (error)
    return <ErrorState error={error} title="The queues could not be loaded" onRetry={() => refetch()} />;
  const isOwner = role !== "reviewer";
  if (queues.length === 0) {
    return (
      <EmptyState
        title="No queue is open"
        text={
          isOwner
            ? "A queue says which turns are to be reviewed, by how many people, and how."
            : "A product owner opens a queue. Until then you can review any turn from its session."
        }
        action={
          <>
            {isOwner ? (
              <Link href="/tuning/queues" className={buttonStyles({ variant: "primary" })}>
                Make a queue
              </Link>
            ) : null}
            <Link href="/tuning" className={buttonStyles({ variant: "outline" })}>
              Go to the sessions
            </Link>
          </>
        }
      />
    );
  }
  return (
    <ul className="grid divide-y border-y">
      {queues.map((queue) => (
        <QueueRow key={queue.id} queue={queue} isFirst={queue.id === first?.id} flow={flow} />
      ))}
    </ul>
  );
}

function QueueRow({ queue, isFirst, flow }: { queue: Queue; isFirst: boolean; flow: ReviewFlow }) {
  const [isOpen, setIsOpen] = useState(false);
  const { my_remaining: left } = queue.progress;
  return (
    <li className="grid gap-3 py-5">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="truncate font-medium">{queue.name}</h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-muted">
            <span>{queue.project}</span>
            <span>{queueOrderNames[queue.order_by]}</span>
            {queue.reviewers_per_turn === 2 ? (
              <Badge>
                <Users aria-hidden />
                Two people a turn
              </Badge>
            ) : null}
            {queue.is_blind ? (
              <Badge>
                <EyeOff aria-hidden />
                Blind
              </Badge>
            ) : null}
          </p>
        </div>
        <ReviewProgress progress={queue.progress} />
        {left > 0 ? (
          <Button
            variant={isFirst ? "primary" : "outline"}
            isPending={flow.isBusy && isFirst}
            className="min-w-40"
            onClick={() => void flow.start(queue.id)}
          >
            Start reviewing
            {isFirst ? (
              <ShortcutKeys
                keys="Enter"
                className="max-lg:hidden [&_kbd]:border-accent-foreground/40 [&_kbd]:bg-transparent [&_kbd]:text-accent-foreground"
              />
            ) : null}
          </Button>
        ) : (
          <Link
            href={`/tuning/review?queue=${queue.id}`}
            className={buttonStyles({ variant: "outline", className: "min-w-40" })}
          >
            See the totals
          </Link>
        )}
      </div>
      <p className="text-13 text-muted">
        {left > 0
          ? `${formatCount(left)} ${left === 1 ? "turn" : "turns"} left for you.`
          : "Nothing is left for you here."}{" "}
        {queue.instructions ? (
          <button
            type="button"
            className="text-accent hover:underline"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? "Hide the instructions" : "Instructions"}
          </button>
        ) : null}
      </p>
      {isOpen && queue.instructions ? (
        <Markdown text={queue.instructions} className="max-w-[72ch] border-l-2 pl-4" />
      ) : null}
    </li>
  );
}

function ChooserSkeleton() {
  return (
    <div role="status" aria-label="Loading the queues" className="grid gap-5">
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}
