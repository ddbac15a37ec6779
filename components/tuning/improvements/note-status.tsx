"use client";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { NoteChange } from "@/lib/tuning/improvements/prepare-undo";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { StatusBadge } from "./note-marks";
import { useChangeNotes } from "./use-change-notes";
import { VersionDialog } from "./version-dialog";

/** The life of a note: open → applied in a version → verified or reopened, with the steps that are possible from here. */
export function NoteStatus({ note, canSet }: { note: ImprovementRow; canSet: boolean }) {
  const update = useChangeNotes();
  const [isAsking, setIsAsking] = useState(false);
  const change = (what: NoteChange) =>
    update.mutate({ ids: [note.id], change: what }, { onSuccess: () => setIsAsking(false) });
  const { status, applied_in_version: version } = note;
  const hasBeenApplied = version !== null;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2 text-13">
        <StatusBadge status={status} />
        {hasBeenApplied ? (
          <span>
            {status === "reopened" ? "after it was applied in " : "in "}
            <code className="font-mono text-xs break-all">{version}</code>
          </span>
        ) : (
          <span className="flex items-center gap-1.5 text-muted">
            not applied yet <ArrowRight aria-hidden className="size-3.5" /> verified
          </span>
        )}
      </div>
      {canSet ? (
        <div className="flex flex-wrap gap-2">
          {status === "open" || status === "reopened" ? (
            <Button variant="outline" size="sm" onClick={() => setIsAsking(true)}>
              {status === "open" ? "Mark as applied…" : "Applied again…"}
            </Button>
          ) : null}
          {status === "applied" ? (
            <Button
              variant="outline"
              size="sm"
              isPending={update.isPending}
              onClick={() => change({ status: "verified" })}
            >
              Verified
            </Button>
          ) : null}
          {status === "applied" || status === "verified" ? (
            <Button
              variant="outline"
              size="sm"
              isPending={update.isPending}
              onClick={() => change({ status: "reopened" })}
            >
              Reopen
            </Button>
          ) : null}
          {status === "applied" ? (
            <Button
              variant="ghost"
              size="sm"
              isPending={update.isPending}
              onClick={() => change({ status: "open", applied_in_version: null })}
            >
              Not applied after all
            </Button>
          ) : null}
        </div>
      ) : null}
      <VersionDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        project={note.project}
        subject="this note"
        isPending={update.isPending}
        onConfirm={(applied) => change({ status: "applied", applied_in_version: applied })}
      />
    </div>
  );
}
