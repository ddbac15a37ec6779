"use client";
import { useState } from "react";
import { useUnsaved } from "@/components/shell/leave-guard";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Issue } from "@/lib/errors";
import { fromDraft, isSameDraft, toDraft } from "@/lib/learning/strategies/prepare-form";
import { type Strategy, type StrategyBody, strategyName } from "@/lib/learning/strategies/schemas";
import { StrategyForm } from "./strategy-form";
import { useSaveStrategy } from "./use-strategies";

/** What is edited: the next version of a strategy, or the first one of a new strategy (name null). */
export type Edited = { name: string | null; body: StrategyBody; newest: number };

const inBody = (issues: readonly Issue[]) =>
  issues
    .filter(({ path }) => path.startsWith("body."))
    .map((issue) => ({ ...issue, path: issue.path.slice("body.".length) }));

/** The form of a version that is to be saved. Versions never change: each save makes the next one. */
export function StrategyEditor({
  project,
  edited,
  onSaved,
  onCancel,
}: {
  project: string;
  edited: Edited;
  onSaved: (saved: Strategy) => void;
  onCancel: () => void;
}) {
  const [draft, setDraft] = useState(() => toDraft(edited.body));
  const [name, setName] = useState(edited.name ?? "");
  const [note, setNote] = useState("");
  const [makesDefault, setMakesDefault] = useState(false);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const save = useSaveStrategy(onSaved);
  const isNew = edited.name === null;
  const hasChanged = !isSameDraft(draft, toDraft(edited.body)) || name !== (edited.name ?? "") || note !== "";
  useUnsaved(hasChanged, {
    what: isNew ? "The new strategy" : `The strategy ${edited.name}`,
    within: "project",
  });
  const handleSave = (event: React.FormEvent) => {
    event.preventDefault();
    const result = fromDraft(draft);
    const found =
      "issues" in result ? result.issues.map((issue) => ({ ...issue, path: `body.${issue.path}` })) : [];
    if (!strategyName.safeParse(name).success)
      found.unshift({ path: "name", message: "must be of lower-case letters, digits and hyphens" });
    setIssues(found);
    save.reset();
    if (found.length > 0 || !("body" in result)) return;
    save.mutate(
      {
        project,
        name,
        body: result.body,
        note: note.trim() || null,
        make_default: makesDefault,
        expected_version: edited.newest,
      },
      { onError: (error) => setIssues(error.issues) },
    );
  };
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  return (
    <form
      onSubmit={handleSave}
      aria-label={isNew ? "New strategy" : `Edit ${edited.name}`}
      className="grid gap-6 p-4"
    >
      <h2 className="text-sm font-semibold">
        {isNew ? "New strategy" : `${edited.name}: the next version, @${edited.newest + 1}`}
      </h2>
      {isNew ? (
        <Field label="Name" hint="Lower-case letters, digits and hyphens." error={issueOf("name")}>
          <Input
            autoFocus
            className="max-w-80"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      ) : null}
      <StrategyForm
        draft={draft}
        issues={inBody(issues)}
        onChange={(change) => setDraft((current) => ({ ...current, ...change }))}
      />
      <div className="sticky bottom-0 -mx-4 -mb-4 grid gap-3 rounded-b-md border-t bg-surface px-4 py-3">
        <Field label="What changed, for the others" error={issueOf("note")}>
          <Input maxLength={20_000} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
          <label className="mr-auto flex items-center gap-2 text-13">
            <Checkbox checked={makesDefault} onCheckedChange={setMakesDefault} />
            Make it the default of {project}
          </label>
          <Button variant="outline" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            Save as @{edited.newest + 1}
          </Button>
        </div>
        {issues.length > 0 || save.error ? (
          <p role="alert" className="text-13 text-negative">
            {issues[0]
              ? `Not saved: ${issues[0].path.replace(/^body\./, "")} ${issues[0].message}.`
              : save.error?.message}
          </p>
        ) : null}
      </div>
    </form>
  );
}
