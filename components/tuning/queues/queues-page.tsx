"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { useFilters } from "@/components/filters/use-filters";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Member } from "@/lib/members/schemas";
import { filterParsers } from "@/lib/query/url-state";
import { queuesOptions } from "@/lib/tuning/queues/query-options";
import { EditQueueDialog, NewQueueDialog } from "./queue-dialog";
import { QueueRow } from "./queue-row";

const queueParsers = { project: filterParsers.project };
const FRESH_MS = 30_000;

/** The review queues with their progress; product owners and admins make and change them. */
export function QueuesPage({
  member,
  projects,
  usedProject,
}: {
  member: Member;
  projects: readonly string[];
  /** The project of the newest session, whose turns a new queue is most likely for. */
  usedProject: string | null;
}) {
  const { filters } = useFilters();
  const { data, error, refetch } = useQuery({ ...queuesOptions(), refetchInterval: FRESH_MS });
  const [editing, setEditing] = useState<string | "new" | null>(null);
  const canChange = member.role !== "reviewer";
  const queues = data?.data.filter((queue) => filters.project?.includes(queue.project) ?? true);
  const edited = data?.data.find((queue) => queue.id === editing);
  const choices = projects.length > 0 ? projects : (member.projects ?? ["default"]);
  return (
    <div className="grid gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Queues</h1>
        <Link href="/tuning/agreement" className={buttonStyles({ variant: "outline" })}>
          Agreement
        </Link>
        {canChange ? (
          <Button variant="primary" onClick={() => setEditing("new")}>
            <Plus aria-hidden />
            New queue
          </Button>
        ) : null}
      </header>
      <ParameterNotice parsers={queueParsers} />
      <div className="rounded-md border bg-surface">
        {queues === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={() => refetch()} />
          ) : (
            <QueuesSkeleton />
          )
        ) : queues.length === 0 ? (
          <EmptyState
            title="No queues yet"
            text={
              canChange
                ? "A queue says which turns are to be reviewed, by how many people and in which order. Turns enter it by themselves."
                : "A product owner or admin makes them. Any turn can be reviewed without a queue, from its session."
            }
            action={
              canChange ? (
                <Button variant="primary" onClick={() => setEditing("new")}>
                  New queue
                </Button>
              ) : (
                <Link href="/tuning" className={buttonStyles({ variant: "outline" })}>
                  To the sessions
                </Link>
              )
            }
          />
        ) : (
          <ul aria-label="Queues" className="divide-y">
            {queues.map((queue) => (
              <QueueRow
                key={queue.id}
                queue={queue}
                canChange={canChange}
                onEdit={() => setEditing(queue.id)}
              />
            ))}
          </ul>
        )}
      </div>
      {editing === "new" ? (
        <NewQueueDialog
          projects={choices}
          project={
            [...(filters.project ?? []), usedProject].find(
              (each) => each !== null && choices.includes(each),
            ) ??
            choices[0] ??
            ""
          }
          onClose={() => setEditing(null)}
        />
      ) : null}
      {edited ? <EditQueueDialog key={edited.id} queue={edited} onClose={() => setEditing(null)} /> : null}
    </div>
  );
}

const SKELETON_ROWS = [1, 2, 3];

/** The queues while they are being read. */
export function QueuesSkeleton() {
  return (
    <div role="status" aria-label="Loading queues" className="divide-y">
      {SKELETON_ROWS.map((row) => (
        <div key={row} className="flex items-start gap-6 p-4">
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="h-4 w-full max-w-sm" />
          </div>
          <Skeleton className="h-8 w-60 max-md:hidden" />
          <Skeleton className="h-8 w-20" />
        </div>
      ))}
    </div>
  );
}
