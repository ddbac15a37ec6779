"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Issue } from "@/lib/errors";
import { fromDraft, type StrategyDraft } from "@/lib/learning/strategies/prepare-form";
import { StrategyForm } from "../strategies/strategy-form";
import { useSaveStrategy } from "../strategies/use-strategies";

/** A strategy that is being changed: the prompt beside it follows every change; nothing is kept until it is saved. */
export function DraftPanel({
  project,
  name,
  newest,
  draft,
  canChange,
  onChange,
  onSaved,
  onClose,
}: {
  project: string;
  /** The strategy that it is a change of; null = the built-in one, which cannot be saved under its name. */
  name: string | null;
  newest: number;
  draft: StrategyDraft;
  canChange: boolean;
  onChange: (draft: StrategyDraft) => void;
  onSaved: (label: string) => void;
  onClose: () => void;
}) {
  const [refused, setRefused] = useState<readonly Issue[]>([]);
  const save = useSaveStrategy((saved) => onSaved(`${saved.name}@${saved.version}`));
  const result = fromDraft(draft);
  const issues = "issues" in result ? result.issues : refused;
  return (
    <section aria-label="Draft" className="rounded-md border bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h2 className="mr-auto text-sm font-semibold">
          Draft of {name === null ? "the built-in strategy" : `${name}@${newest}`}
        </h2>
        <Button variant="outline" onClick={onClose}>
          Discard
        </Button>
        {canChange && name !== null ? (
          <Button
            variant="primary"
            isPending={save.isPending}
            disabled={!("body" in result)}
            onClick={() => {
              setRefused([]);
              if ("body" in result)
                save.mutate(
                  { project, name, body: result.body, make_default: false, expected_version: newest },
                  {
                    onError: (error) =>
                      setRefused(
                        error.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^body\./, "") })),
                      ),
                  },
                );
            }}
          >
            Save as @{newest + 1}
          </Button>
        ) : null}
        {save.error ? (
          <p role="alert" className="w-full text-13 text-negative">
            {save.error.message}
          </p>
        ) : null}
      </header>
      <div className="p-4">
        <StrategyForm
          draft={draft}
          issues={issues}
          onChange={(change) => onChange({ ...draft, ...change })}
        />
      </div>
    </section>
  );
}
