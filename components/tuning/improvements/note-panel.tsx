"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { AlertDialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { DropdownMenu, MenuItem } from "@/components/ui/menu";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import type { Member } from "@/lib/members/schemas";
import { canEditNote } from "@/lib/tuning/improvements/prepare-permissions";
import { improvementOptions } from "@/lib/tuning/improvements/query-options";
import { NoteDetails } from "./note-details";
import { NoteEditor } from "./note-editor";

/** The whole of one note beside the table: reading, changing, deleting, and going on to the next. */
export function NotePanel({
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
  /** Where the note stands in the list; null when the list does not hold it. */
  position: { index: number; total: number | null } | null;
  hasNext: boolean;
  /** To the note `step` rows further. */
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
  onDelete: (id: string) => void;
  isDeleting: boolean;
}) {
  const body = useRef<HTMLDivElement>(null);
  const { data: note, error, refetch } = useQuery(improvementOptions(id));
  const [editing, setEditing] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const hasPrevious = position !== null && position.index > 0;
  const canEdit = note !== undefined && canEditNote(member, note);
  const isEditing = canEdit && editing === id;
  // A note that is deleted leaves the list before the panel closes; the focus is the table's all the same.
  const [wasInList, setWasInList] = useState(position !== null);
  if (position !== null && !wasInList) setWasInList(true);

  const group = "An open note";
  useShortcut({ keys: ["j", "ArrowDown"], label: "Next note", group, run: () => hasNext && onMove(1) });
  useShortcut({
    keys: ["k", "ArrowUp"],
    label: "Previous note",
    group,
    run: () => hasPrevious && onMove(-1),
  });
  useShortcut({ keys: "e", label: "Edit", group, isEnabled: canEdit, run: () => setEditing(id) });

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
  const title = position
    ? `Note ${formatCount(position.index + 1)}${position.total === null ? "" : ` of ${formatCount(position.total)}`}`
    : "Note";

  return (
    <>
      <Sheet
        open
        onOpenChange={handleOpenChange}
        isModal={false}
        initialFocus={body}
        returnsFocus={!wasInList}
        title={title}
        actions={
          <>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Previous note (k)"
              disabled={!hasPrevious}
              focusableWhenDisabled
              onClick={() => onMove(-1)}
            >
              <ChevronUp aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label="Next note (j)"
              disabled={!hasNext}
              focusableWhenDisabled
              onClick={() => onMove(1)}
            >
              <ChevronDown aria-hidden />
            </Button>
            <CopyButton value={() => window.location.href} label="Copy the link to this note" />
            {canEdit ? (
              <DropdownMenu
                trigger={
                  <Button variant="ghost" size="icon" aria-label="More">
                    <Ellipsis aria-hidden />
                  </Button>
                }
              >
                <MenuItem onSelect={() => setEditing(id)}>
                  <Pencil aria-hidden />
                  Edit
                </MenuItem>
                <MenuItem isDanger onSelect={() => setIsAsking(true)}>
                  <Trash2 aria-hidden />
                  Delete
                </MenuItem>
              </DropdownMenu>
            ) : null}
          </>
        }
      >
        <div ref={body} tabIndex={-1} className="flex min-h-full flex-col outline-none">
          {note ? (
            isEditing ? (
              <NoteEditor
                key={id}
                note={note}
                onDone={() => {
                  setEditing(null);
                  body.current?.focus();
                }}
              />
            ) : (
              <NoteDetails note={note} member={member} />
            )
          ) : error ? (
            <ErrorState error={error} title="This note cannot be shown" onRetry={() => refetch()} />
          ) : (
            <div className="grid gap-6 p-4" role="status" aria-label="Loading the note">
              <Skeleton className="h-16 w-full" />
              <Skeleton className="h-5 w-1/2" />
              <Skeleton className="h-24 w-full" />
              <Skeleton className="h-32 w-full" />
            </div>
          )}
        </div>
      </Sheet>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete this note?"
        description="It leaves every figure and download. You can undo this right after."
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
