"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Ellipsis, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { AlertDialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { DropdownMenu, MenuItem } from "@/components/ui/menu";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { feedbackOptions } from "@/lib/feedback/query-options";
import { formatCount } from "@/lib/format/number";
import type { Member } from "@/lib/members/schemas";
import { VoteView } from "./vote-view";

/** Where the open vote stands in the list; null when the list does not hold it. */
export type VotePosition = { index: number; total: number | null } | null;

/** The whole of one vote beside the table: reading, changing, deleting, and going on to the next. */
export function VotePanel({
  id,
  member,
  position,
  hasNext,
  onMove,
  onClose,
  onDelete,
  isDeleting,
}: {
  id: string;
  member: Member;
  position: VotePosition;
  hasNext: boolean;
  /** To the vote `step` rows further. */
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
  onDelete: (id: string) => void;
  isDeleting: boolean;
}) {
  const body = useRef<HTMLDivElement>(null);
  const { data: vote, error, refetch } = useQuery(feedbackOptions(id));
  const [editing, setEditing] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const hasPrevious = position !== null && position.index > 0;
  // A vote that is deleted leaves the list before the panel closes; the focus is the table's all the same.
  const [wasInList, setWasInList] = useState(position !== null);
  if (position !== null && !wasInList) setWasInList(true);

  const group = "An open vote";
  useShortcut({
    keys: ["j", "ArrowDown"],
    label: "Next vote",
    group,
    run: () => hasNext && onMove(1),
  });
  useShortcut({
    keys: ["k", "ArrowUp"],
    label: "Previous vote",
    group,
    run: () => hasPrevious && onMove(-1),
  });
  useShortcut({ keys: "e", label: "Edit", group, run: () => setEditing(id) });

  // A dialog keeps arrows to itself, so the shortcuts above do not hear of them in here.
  const handleArrows = (event: React.KeyboardEvent) => {
    const isTyping =
      event.target instanceof Element && event.target.matches("input, textarea, [role=group] *");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "ArrowDown" && hasNext) onMove(1);
    else if (event.key === "ArrowUp" && hasPrevious) onMove(-1);
    else return;
    event.preventDefault();
  };

  const handleOpenChange = (open: boolean) => {
    if (open) return;
    // Esc leaves a field first; the next one closes the panel.
    const active = document.activeElement;
    if (
      active instanceof HTMLElement &&
      active.matches("input, textarea") &&
      body.current?.contains(active)
    ) {
      body.current.focus();
      return;
    }
    onClose();
  };

  return (
    <>
      <Sheet
        open
        onOpenChange={handleOpenChange}
        isModal={false}
        initialFocus={body}
        returnsFocus={!wasInList}
        title={position ? toTitle(position) : "Vote"}
        actions={
          <>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Previous vote (k)"
              disabled={!hasPrevious}
              focusableWhenDisabled
              onClick={() => onMove(-1)}
            >
              <ChevronUp aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Next vote (j)"
              disabled={!hasNext}
              focusableWhenDisabled
              onClick={() => onMove(1)}
            >
              <ChevronDown aria-hidden />
            </Button>
            <CopyButton value={() => window.location.href} label="Copy the link to this vote" />
            {member.role === "admin" && vote ? (
              <DropdownMenu
                trigger={
                  <Button variant="ghost" size="icon" aria-label="More">
                    <Ellipsis aria-hidden />
                  </Button>
                }
              >
                <MenuItem isDanger onSelect={() => setIsAsking(true)}>
                  <Trash2 aria-hidden />
                  Delete
                </MenuItem>
              </DropdownMenu>
            ) : null}
          </>
        }
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for the whole panel, not for a control */}
        <div
          ref={body}
          tabIndex={-1}
          onKeyDown={handleArrows}
          className="flex min-h-full flex-col outline-none"
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
            <PanelSkeleton />
          )}
        </div>
      </Sheet>
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

function toTitle({ index, total }: NonNullable<VotePosition>): string {
  return `Vote ${formatCount(index + 1)}${total === null ? "" : ` of ${formatCount(total)}`}`;
}

function PanelSkeleton() {
  return (
    <div className="grid gap-6 p-4" role="status" aria-label="Loading the vote">
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
