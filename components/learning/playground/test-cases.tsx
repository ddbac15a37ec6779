"use client";
import { useQuery } from "@tanstack/react-query";
import { BookmarkPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { PlaygroundFields } from "@/lib/learning/prompts/prepare-playground";
import { toFields, toPromptInput } from "@/lib/learning/prompts/prepare-playground";
import { testCasesOptions } from "@/lib/learning/prompts/query-options";
import { useTestCaseChanges } from "./use-playground";

/** Prompts that were kept to try strategies on: load one, keep what is typed, remove one. */
export function TestCases({
  project,
  fields,
  loaded,
  canChange,
  onLoad,
}: {
  project: string;
  fields: PlaygroundFields;
  /** Id of the one that was loaded. */
  loaded: string | null;
  canChange: boolean;
  onLoad: (id: string | null, fields: PlaygroundFields | null) => void;
}) {
  const { data } = useQuery(testCasesOptions(project));
  const { save, remove } = useTestCaseChanges(project);
  const [name, setName] = useState<string | null>(null);
  const cases = data?.data ?? [];
  const current = cases.find(({ id }) => id === loaded);
  const issue = save.error?.issues[0]?.message ?? save.error?.message;
  const handleSave = (event: React.FormEvent) => {
    event.preventDefault();
    if (!name?.trim()) return;
    save.mutate(
      { project, name: name.trim(), input: toPromptInput(fields) },
      {
        onSuccess: (kept) => {
          setName(null);
          onLoad(kept.id, null);
        },
      },
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      {cases.length > 0 ? (
        <Select
          label="Test case"
          className="min-w-40 flex-1"
          placeholder="Load a test case"
          value={current?.id ?? null}
          onValueChange={(id) => {
            const chosen = cases.find((one) => one.id === id);
            if (chosen) onLoad(chosen.id, toFields(chosen.input));
          }}
          options={cases.map(({ id, name: label }) => ({ value: id, label }))}
        />
      ) : (
        <p className="flex-1 text-13 text-muted">
          No test cases yet: keep a prompt to try it on every strategy.
        </p>
      )}
      {canChange && current ? (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove the test case ${current.name}`}
          onClick={() => remove.mutate(current, { onSuccess: () => onLoad(null, null) })}
        >
          <Trash2 aria-hidden />
        </Button>
      ) : null}
      {canChange ? (
        <Button
          variant="outline"
          disabled={fields.user_prompt.trim() === ""}
          onClick={() => {
            save.reset();
            setName("");
          }}
        >
          <BookmarkPlus aria-hidden />
          Save as test case
        </Button>
      ) : null}
      <Dialog
        open={name !== null}
        onOpenChange={(isOpen) => !isOpen && setName(null)}
        title="Save as test case"
        description="The prompt, the columns, the context and the errors are kept."
        footer={
          <>
            <Button variant="outline" onClick={() => setName(null)}>
              Cancel
            </Button>
            <Button
              type="submit"
              form="test-case"
              variant="primary"
              isPending={save.isPending}
              disabled={!name?.trim()}
            >
              Save
            </Button>
          </>
        }
      >
        <form id="test-case" onSubmit={handleSave}>
          <Field label="Name" error={issue}>
            <Input
              autoFocus
              maxLength={200}
              value={name ?? ""}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        </form>
      </Dialog>
    </div>
  );
}
