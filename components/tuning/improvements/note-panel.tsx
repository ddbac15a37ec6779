"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import { useShortcut } from "@/components/shell/shortcuts";
import { AlertDialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { MenuItem } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import type { Member } from "@/lib/members/schemas";
import { canEditNote } from "@/lib/tuning/improvements/prepare-permissions";
import { improvementOptions } from "@/lib/tuning/improvements/query-options";
import { NoteDetails } from "./note-details";
import { NoteEditor } from "./note-editor";

/** The whole of one note beside the table: reading, changing, deleting, and going on to the next. */
export function NotePanel({
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
  const { data: note, error, refetch } = useQuery(improvementOptions(id));
  const [editing, setEditing] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const canEdit = note !== undefined && canEditNote(member, note);
  useShortcut({
    keys: "e",
    label: "Edit",
    group: "An open note",
    isEnabled: canEdit,
    run: () => setEditing(id),
  });

  return (
    <>
      <RowPanel
        noun="note"
        place={place}
        body={body}
        menu={
          canEdit ? (
            <>
              <MenuItem onSelect={() => setEditing(id)}>
                <Pencil aria-hidden />
                Edit
              </MenuItem>
              <MenuItem isDanger onSelect={() => setIsAsking(true)}>
                <Trash2 aria-hidden />
                Delete
              </MenuItem>
            </>
          ) : null
        }
      >
        {note && canEdit && editing === id ? (
          <NoteEditor
            key={id}
            note={note}
            onDone={() => {
              setEditing(null);
              body.current?.focus();
            }}
          />
        ) : note ? (
          <NoteDetails note={note} member={member} />
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
      </RowPanel>
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
