"use client";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { formatCount } from "@/lib/format/number";
import type { Member } from "@/lib/members/schemas";
import { canEditNote, canSetStatus } from "@/lib/tuning/improvements/prepare-permissions";
import type { NoteChange } from "@/lib/tuning/improvements/prepare-undo";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { categories, categoryNames, severities, severityNames } from "@/lib/tuning/vocabulary";
import { NO_CATEGORY_LABEL } from "./note-marks";
import { useChangeNotes } from "./use-change-notes";
import { VersionDialog } from "./version-dialog";

/** Changes of the selected notes, as far as the member may change each of them. */
export function BulkActions({ member, notes }: { member: Member; notes: readonly ImprovementRow[] }) {
  const update = useChangeNotes();
  const [isAsking, setIsAsking] = useState(false);
  const change = (what: NoteChange) =>
    update.mutate(
      { ids: notes.map((note) => note.id), change: what },
      { onSuccess: () => setIsAsking(false) },
    );
  const canEdit = notes.every((note) => canEditNote(member, note));
  const canSet = notes.every((note) => canSetStatus(member, note));
  const haveVersion = notes.every((note) => note.applied_in_version !== null);
  const projects = [...new Set(notes.map((note) => note.project))];
  if (!canEdit && !canSet) return <span>Only their authors and admins may change all of these.</span>;
  return (
    <>
      {canEdit ? (
        <>
          <DropdownMenu align="start" trigger={<Trigger label="Category" isPending={update.isPending} />}>
            {categories.map((category) => (
              <MenuItem key={category} onSelect={() => change({ category })}>
                {categoryNames[category]}
              </MenuItem>
            ))}
            <MenuSeparator />
            <MenuItem onSelect={() => change({ category: null })}>{NO_CATEGORY_LABEL}</MenuItem>
          </DropdownMenu>
          <DropdownMenu align="start" trigger={<Trigger label="Severity" isPending={update.isPending} />}>
            {severities.map((severity) => (
              <MenuItem key={severity} onSelect={() => change({ severity })}>
                {severityNames[severity]}
              </MenuItem>
            ))}
            <MenuSeparator />
            <MenuItem onSelect={() => change({ severity: null })}>No severity</MenuItem>
          </DropdownMenu>
        </>
      ) : (
        <span className="text-muted">
          Words, category and severity belong to the authors of the notes and to admins.
        </span>
      )}
      {canSet ? (
        <DropdownMenu align="start" trigger={<Trigger label="Status" isPending={update.isPending} />}>
          <MenuItem onSelect={() => change({ status: "open", applied_in_version: null })}>Open</MenuItem>
          <MenuItem onSelect={() => setIsAsking(true)}>Applied in…</MenuItem>
          <MenuItem disabled={!haveVersion} onSelect={() => change({ status: "verified" })}>
            {haveVersion ? "Verified" : "Verified (once all are applied)"}
          </MenuItem>
          <MenuItem onSelect={() => change({ status: "reopened" })}>Reopened</MenuItem>
        </DropdownMenu>
      ) : null}
      <VersionDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        project={projects.length === 1 ? projects[0] : undefined}
        subject={notes.length === 1 ? "this note" : `${formatCount(notes.length)} notes`}
        isPending={update.isPending}
        onConfirm={(version) => change({ status: "applied", applied_in_version: version })}
      />
    </>
  );
}

function Trigger({ label, isPending, ...props }: { label: string; isPending: boolean }) {
  return (
    <Button
      {...props}
      variant="outline"
      size="sm"
      isPending={isPending}
      aria-label={`Set ${label.toLowerCase()}`}
    >
      {label}
      <ChevronDown aria-hidden />
    </Button>
  );
}
