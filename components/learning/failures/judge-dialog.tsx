"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { readJudgement, toJudgement } from "@/lib/learning/failures/prepare-judgement";
import type { FailurePattern } from "@/lib/learning/failures/schemas";
import { definitions, statusNames } from "@/lib/learning/failures/vocabulary";
import { useJudgePattern } from "./use-judge-pattern";

const choices = ["new", "known", "fixed"] as const;

/** Says what is known of a pattern: its state, the version of the fix, a note. */
export function JudgeDialog({
  pattern,
  versions,
  onClose,
}: {
  pattern: FailurePattern;
  /** Versions to offer for the fix, oldest first. */
  versions: readonly string[];
  onClose: () => void;
}) {
  const id = useId();
  const judge = useJudgePattern(pattern);
  const [form, setForm] = useState(() => toJudgement(pattern));
  // The version that was read when the dialog opened: what others say meanwhile is not overwritten unseen.
  const [read, setRead] = useState(pattern);
  const hasConflict = pattern.version !== read.version;
  const issueOf = (path: string) => judge.error?.issues.find((issue) => issue.path === path)?.message;
  const change = (changes: Partial<typeof form>) => {
    setForm({ ...form, ...changes });
    if (judge.error) judge.reset();
  };
  const submit = () => {
    const update = readJudgement(form, read);
    if (update) judge.mutate(update, { onSuccess: onClose });
    else onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="What is known of this pattern"
      description={<span className="font-mono text-xs [overflow-wrap:anywhere]">{pattern.pattern}</span>}
      footer={
        <>
          {judge.error && judge.error.issues.length === 0 && !hasConflict ? (
            <p role="alert" className="mr-auto max-w-xs self-center text-13 text-negative">
              {judge.error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={id}
            variant="primary"
            isPending={judge.isPending}
            disabled={hasConflict}
          >
            Save
          </Button>
        </>
      }
    >
      {hasConflict ? (
        <div role="alert" className="mb-4 grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
          Someone has changed this pattern since you opened it: it is{" "}
          {statusNames[pattern.status].toLowerCase()} now.
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              variant="outline"
              onClick={() => {
                setForm(toJudgement(pattern));
                setRead(pattern);
              }}
            >
              Show theirs
            </Button>
            <Button size="sm" variant="outline" onClick={() => setRead(pattern)}>
              Keep mine
            </Button>
          </div>
        </div>
      ) : null}
      <form
        id={id}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!hasConflict) submit();
        }}
      >
        <div className="grid justify-items-start gap-1.5">
          <span className="flex h-5 items-center text-13 font-medium">
            Status
            <Definition of="fixed">{definitions.fixed}</Definition>
          </span>
          <ToggleGroup
            label="Status"
            value={form.status === "regressed" ? null : form.status}
            onValueChange={(status) => change({ status })}
            options={choices.map((value) => ({ value, label: statusNames[value] }))}
          />
          {form.status === "regressed" ? (
            <p className="text-xs text-muted">
              It was fixed{read.fixed_in_version === null ? "" : ` in ${read.fixed_in_version}`} and came back
              {read.regressed_in_version === null ? "" : ` in ${read.regressed_in_version}`}.
            </p>
          ) : null}
        </div>
        {form.status === "fixed" ? (
          <Field
            label="Fixed in version"
            hint="A prompt version, or strategy@version. Left empty: from now on, whatever the version."
            error={issueOf("fixed_in_version")}
          >
            <Input
              value={form.fixed_in_version}
              list={`${id}-versions`}
              maxLength={200}
              onChange={(event) => change({ fixed_in_version: event.target.value })}
            />
          </Field>
        ) : null}
        <datalist id={`${id}-versions`}>
          {versions.toReversed().map((version) => (
            <option key={version} value={version} />
          ))}
        </datalist>
        <Field label="Note" error={issueOf("note")}>
          <Textarea
            value={form.note}
            rows={4}
            maxLength={20_000}
            placeholder="What causes it, what was done about it"
            onChange={(event) => change({ note: event.target.value })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
