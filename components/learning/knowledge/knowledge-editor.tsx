"use client";
import { History } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { KnowledgeBase } from "@/lib/learning/knowledge/schemas";
import { ExchangeButtons } from "./exchange-buttons";
import { FormulaList } from "./formula-list";
import { PatternList } from "./pattern-list";
import { SaveBar } from "./save-bar";
import { TaskList } from "./task-list";
import { useKnowledgeDraft } from "./use-knowledge-draft";
import { VersionSheet } from "./version-sheet";

const parts = ["tasks", "phrases", "formulas"] as const;

/** Tasks, phrases and formulas as forms, saved together as the next version. */
export function KnowledgeEditor({ knowledge, canChange }: { knowledge: KnowledgeBase; canChange: boolean }) {
  const draft = useKnowledgeDraft(knowledge);
  const [part, setPart] = useQueryState("part", parseAsStringLiteral(parts).withDefault("tasks"));
  const [areVersionsOpen, setAreVersionsOpen] = useState(false);
  const { base, form, change } = draft;
  const issueOf = (path: string) =>
    draft.isTried ? draft.issues.find((issue) => issue.path === path)?.message : undefined;
  const shared = { readOnly: !canChange, issueOf };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup
          label="Part of the knowledge base"
          value={part}
          onValueChange={(value) => setPart(value)}
          options={[
            { value: "tasks", label: `Tasks ${form.tasks.length}` },
            { value: "phrases", label: `Phrases ${form.patterns.length}` },
            { value: "formulas", label: `Formulas ${form.formulas.length}` },
          ]}
        />
        <p className="mr-auto text-xs text-muted">
          {base.created_at === null ? (
            "The starter that ships with Retune; nobody has saved another."
          ) : (
            <>
              Version {base.version}, saved <Time value={base.created_at} format="relative" />
              {base.created_by_label ? ` by ${base.created_by_label}` : ""}
            </>
          )}
        </p>
        <Button variant="outline" onClick={() => setAreVersionsOpen(true)}>
          <History aria-hidden />
          Versions
        </Button>
        <ExchangeButtons draft={draft} canImport={canChange} />
      </div>
      {canChange ? null : (
        <p className="text-13 text-muted">
          You can read and export it. Product owners and admins of the project change it.
        </p>
      )}
      {part === "tasks" ? (
        <TaskList
          {...shared}
          project={base.project}
          tasks={form.tasks}
          onChange={(tasks) => change({ tasks })}
        />
      ) : part === "phrases" ? (
        <PatternList
          {...shared}
          patterns={form.patterns}
          tasks={form.tasks.map(({ name }) => name.trim())}
          onChange={(patterns) => change({ patterns })}
        />
      ) : (
        <FormulaList {...shared} formulas={form.formulas} onChange={(formulas) => change({ formulas })} />
      )}
      {canChange ? <SaveBar draft={draft} /> : null}
      <VersionSheet
        open={areVersionsOpen}
        onOpenChange={setAreVersionsOpen}
        draft={draft}
        canChange={canChange}
      />
    </>
  );
}
