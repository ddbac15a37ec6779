"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { prepareKnowledgeDiff } from "@/lib/learning/knowledge/prepare-diff";
import { knowledgeOptions } from "@/lib/learning/knowledge/query-options";
import { KnowledgeDiff } from "./knowledge-diff";
import type { KnowledgeDraft } from "./use-knowledge-draft";

/** Every version, what each changed against the newest, and a way back to it. */
export function VersionSheet({
  open,
  onOpenChange,
  draft,
  canChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  draft: KnowledgeDraft;
  canChange: boolean;
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { base } = draft;
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Versions">
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {base.versions.map(({ version, note, created_by_label, created_at }) => (
          <li key={version} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <div className="mr-auto min-w-0">
                <p className="text-13 font-medium">
                  {version === 0 ? "The starter" : `Version ${version}`}
                  {version === base.version ? (
                    <span className="font-normal text-muted"> · in use</span>
                  ) : null}
                </p>
                <p className="text-xs break-words text-muted">
                  {created_at ? <Time value={created_at} /> : "Ships with Retune"}
                  {created_by_label ? ` · ${created_by_label}` : ""}
                  {note ? ` · ${note}` : ""}
                </p>
              </div>
              {version === base.version ? null : (
                <Button
                  size="sm"
                  variant="outline"
                  aria-expanded={chosen === version}
                  onClick={() => setChosen(chosen === version ? null : version)}
                >
                  {chosen === version ? "Hide changes" : "Compare"}
                </Button>
              )}
            </div>
            {chosen === version ? (
              <VersionChanges
                draft={draft}
                version={version}
                canChange={canChange}
                onRestored={() => onOpenChange(false)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function VersionChanges({
  draft,
  version,
  canChange,
  onRestored,
}: {
  draft: KnowledgeDraft;
  version: number;
  canChange: boolean;
  onRestored: () => void;
}) {
  const { base, save } = draft;
  const { data, error, refetch } = useQuery(knowledgeOptions(base.project, version));
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton className="h-24" />;
  const name = version === 0 ? "the starter" : `version ${version}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-xs text-muted">
        From {name} to {base.version === 0 ? "the starter" : `version ${base.version}`}, which is in use:
      </p>
      <KnowledgeDiff changes={prepareKnowledgeDiff(data.document, base.document)} />
      {canChange ? (
        <Button
          variant="outline"
          className="justify-self-start"
          isPending={save.isPending}
          onClick={() =>
            save.mutate(
              { document: data.document, note: `Restored ${name}` },
              {
                onSuccess: onRestored,
                onError: (failure) => toast.error("It was not restored.", { description: failure.message }),
              },
            )
          }
        >
          Restore {name}
        </Button>
      ) : null}
    </div>
  );
}
