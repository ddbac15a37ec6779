"use client";
import { Ellipsis, Lock, LockOpen, Pencil, Scale, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, buttonStyles } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { Markdown } from "@/components/ui/markdown";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { describeRules } from "@/lib/tuning/queues/prepare-rules";
import type { Queue } from "@/lib/tuning/queues/schemas";
import { QueueProgress } from "./queue-progress";
import { useDeleteQueue, useToggleQueue } from "./use-queues";

/** A queue: what it asks for in words, how far it is, and what the member may do with it. */
export function QueueRow({
  queue,
  canChange,
  onEdit,
}: {
  queue: Queue;
  canChange: boolean;
  onEdit: () => void;
}) {
  const { my_remaining } = queue.progress;
  return (
    <li className="grid gap-x-6 gap-y-3 p-4 md:grid-cols-[minmax(0,1fr)_15rem_11rem] md:items-start">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h2 dir="auto" className="text-sm font-semibold break-words">
            {queue.name}
          </h2>
          <Badge>{queue.project}</Badge>
          {queue.is_open ? null : <Badge tone="warning">Closed</Badge>}
        </div>
        <p className="mt-1 text-13 break-words text-muted">{describeRules(queue).join(" · ")}</p>
        {queue.instructions === null ? null : (
          <details className="mt-2 text-13">
            <summary className="cursor-pointer text-muted hover:text-foreground">Instructions</summary>
            <Markdown text={queue.instructions} className="mt-2 max-w-prose border-l-2 pl-3" />
          </details>
        )}
      </div>
      <QueueProgress queue={queue} />
      <div className="flex items-center gap-1 md:justify-end">
        {queue.is_open && my_remaining > 0 ? (
          <Link
            href={`/tuning/review?queue=${queue.id}`}
            className={buttonStyles({ variant: "outline" })}
            aria-label={`Review ${queue.name}`}
          >
            Review
          </Link>
        ) : (
          <span className="text-13 text-muted md:px-2">{queue.is_open ? "Nothing left for you" : ""}</span>
        )}
        <QueueMenu queue={queue} canChange={canChange} onEdit={onEdit} />
      </div>
    </li>
  );
}

function QueueMenu({ queue, canChange, onEdit }: { queue: Queue; canChange: boolean; onEdit: () => void }) {
  const router = useRouter();
  const toggle = useToggleQueue(queue);
  const remove = useDeleteQueue(queue);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label={`More about ${queue.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => router.push(`/tuning/agreement?queue_id=${queue.id}`)}>
          <Scale aria-hidden />
          Agreement
        </MenuItem>
        {canChange ? (
          <>
            <MenuItem onSelect={onEdit}>
              <Pencil aria-hidden />
              Edit
            </MenuItem>
            <MenuItem onSelect={() => toggle.mutate(!queue.is_open)} disabled={toggle.isPending}>
              {queue.is_open ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
              {queue.is_open ? "Close" : "Reopen"}
            </MenuItem>
            <MenuSeparator />
            <MenuItem isDanger onSelect={() => setIsAsking(true)}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete “${queue.name}”?`}
        description="Its rules, its order and who holds which turn are gone for good. Reviews and notes stay. To only stop it, close it instead."
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      />
    </>
  );
}
