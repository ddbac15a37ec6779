"use client";
import { useQuery } from "@tanstack/react-query";
import { DiffText } from "@/components/ui/diff-text";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { type FieldChange, prepareRevisions } from "@/lib/feedback/prepare-revisions";
import { feedbackRevisionsOptions } from "@/lib/feedback/query-options";
import type { Feedback } from "@/lib/feedback/schemas";
import { fieldLabels } from "./field-labels";

const editorKinds = { member: "A person", key: "An API key", system: "The system" };

/** Who changed a vote, when, and what. */
export function VoteHistory({ vote }: { vote: Feedback }) {
  const { data, error, refetch } = useQuery(feedbackRevisionsOptions(vote.id));
  if (error) return <ErrorState error={error} onRetry={() => refetch()} className="py-2" />;
  if (!data) return <Skeleton className="h-5 w-2/3" />;
  const changes = prepareRevisions(vote, data.data);
  return (
    <ol className="grid gap-4 text-13">
      {changes.map((change) => (
        <li key={change.id} className="grid gap-1.5 border-l-2 pl-3">
          <p className="text-muted">
            <span className="font-medium text-foreground">
              {change.editor.label ?? editorKinds[change.editor.kind]}
            </span>{" "}
            changed it <Time value={change.changedAt} />
          </p>
          {change.fields.map((field) => (
            <FieldChangeView key={field.field} change={field} />
          ))}
        </li>
      ))}
      <li className="border-l-2 pl-3 text-muted">
        Recorded <Time value={vote.created_at} />
      </li>
    </ol>
  );
}

function FieldChangeView({ change: { field, before, after } }: { change: FieldChange }) {
  return (
    <div>
      <p className="text-xs text-muted">{fieldLabels[field] ?? field}</p>
      <DiffText before={toText(field, before)} after={toText(field, after)} />
    </div>
  );
}

function toText(field: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field === "rating") return value === 1 ? "Thumbs up" : "Thumbs down";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
