"use client";
import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import { useShortcut } from "@/components/shell/shortcuts";
import { AlertDialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { MenuItem } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { feedbackOptions } from "@/lib/feedback/query-options";
import type { Member } from "@/lib/members/schemas";
import { VoteView } from "./vote-view";

/** The whole of one vote beside the table: reading, changing, deleting, and going on to the next. */
export function VotePanel({
  id,
  member,
  place,
  onDelete,
  isDeleting,
}: {
  id: string;
  member: Member;
  place: RowPanelPlace;
  onDelete: (id: string) => void;
  isDeleting: boolean;
}) {
  const body = useRef<HTMLDivElement>(null);
  const { data: vote, error, refetch } = useQuery(feedbackOptions(id));
  const [editing, setEditing] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  useShortcut({ keys: "e", label: "Edit", group: "An open vote", run: () => setEditing(id) });

  return (
    <>
      <RowPanel
        noun="vote"
        place={place}
        body={body}
        menu={
          member.role === "admin" && vote ? (
            <MenuItem isDanger onSelect={() => setIsAsking(true)}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          ) : null
        }
      >
        {vote ? (
          <VoteView
            key={vote.id}
            vote={vote}
            member={member}
            isEditing={editing === vote.id}
            onEdit={() => setEditing(vote.id)}
            onDone={() => {
              setEditing(null);
              body.current?.focus();
            }}
          />
        ) : error ? (
          <ErrorState error={error} title="This vote cannot be shown" onRetry={() => refetch()} />
        ) : (
          <div className="grid gap-6 p-4" role="status" aria-label="Loading the vote">
            <Skeleton className="h-5 w-1/2" />
            <Skeleton className="h-16 w-full" />
            <Skeleton className="h-32 w-full" />
            <Skeleton className="h-24 w-full" />
          </div>
        )}
      </RowPanel>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete this vote?"
        description="It leaves every chart and export. You can undo this right after."
        confirmLabel="Delete"
        isPending={isDeleting}
        onConfirm={() => {
          setIsAsking(false);
          onDelete(id);
        }}
      />
    </>
  );
}
