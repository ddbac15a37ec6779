"use client";
import Link from "next/link";
import { Detail, DetailList, DetailSection, IdDetail, RowDetails } from "@/components/data-table/row-details";
import { Badge } from "@/components/ui/badge";
import { DiffText } from "@/components/ui/diff-text";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/members/schemas";
import { canSetStatus } from "@/lib/tuning/improvements/prepare-permissions";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { CategoryBadge, SeverityBadge } from "./note-marks";
import { NoteOutcome } from "./note-outcome";
import { NoteStatus } from "./note-status";

const linkClass = "underline decoration-border underline-offset-2 hover:decoration-foreground";

/** Everything there is to read about a note: what was said of which answer, and what came of it. */
export function NoteDetails({ note, member }: { note: ImprovementRow; member: Member }) {
  return (
    <RowDetails>
      <DetailSection title="Note">
        <div className="text-base leading-6">
          <LongText text={note.improvement_note} />
        </div>
        <div className="flex flex-wrap items-center gap-2 text-13">
          <CategoryBadge category={note.category} />
          {note.severity === null ? null : <SeverityBadge severity={note.severity} />}
          <Badge>{note.project}</Badge>
          {note.intent === null ? null : <Badge>{note.intent}</Badge>}
        </div>
      </DetailSection>
      <DetailSection title="Status">
        <NoteStatus note={note} canSet={canSetStatus(member, note)} />
      </DetailSection>
      {note.applied_in_version === null ? null : (
        <DetailSection title="Outcome">
          <NoteOutcome note={note} />
        </DetailSection>
      )}
      <DetailSection title="Question">
        <LongText text={note.user_message} />
      </DetailSection>
      <DetailSection title="Answer">
        <LongText text={note.era_response} />
      </DetailSection>
      {note.better_response === null || note.better_response === note.era_response ? null : (
        <DetailSection title="Better answer" hint="by the author of the note, against the answer">
          <DiffText before={note.era_response} after={note.better_response} />
        </DetailSection>
      )}
      <DetailSection title="Details">
        <DetailList>
          <Detail name="Written">
            <Time value={note.timestamp} />
          </Detail>
          <Detail name="Author">
            {note.author_label ?? "–"}
            {note.author_kind === "key" ? <span className="text-muted"> (API key)</span> : null}
          </Detail>
          <Detail name="Turn">
            <Link href={`/tuning/review?turn=${note.turn_id}`} className={linkClass}>
              Turn {note.turn_number} with its chunks
            </Link>
          </Detail>
          <Detail name="Session">
            <Link href={`/tuning/${note.session_id}`} className={linkClass}>
              The whole conversation
            </Link>
          </Detail>
          {note.master_prompt_version === null ? null : (
            <Detail name="Version">
              <code className="font-mono text-xs break-all">{note.master_prompt_version}</code>
            </Detail>
          )}
          {note.branch_name === null ? null : <Detail name="Branch">{note.branch_name}</Detail>}
          <IdDetail id={note.id} />
        </DetailList>
      </DetailSection>
    </RowDetails>
  );
}
