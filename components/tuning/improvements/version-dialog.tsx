"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { versionsOptions } from "@/lib/tuning/versions/query-options";

const SUGGESTIONS = 4;

/** Asks in which version of the prompt notes were applied; the newest versions are one press away. */
export function VersionDialog({
  open,
  onOpenChange,
  project,
  subject,
  isPending,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The project of the notes when it is one. */
  project: string | undefined;
  /** "this note", "12 notes". */
  subject: string;
  isPending: boolean;
  onConfirm: (version: string) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Mark ${subject} as applied`}
      description="The version of the prompt that follows the note. Turns of that version and of later ones show what came of it."
    >
      <VersionForm project={project} isPending={isPending} onConfirm={onConfirm} />
    </Dialog>
  );
}

function VersionForm({
  project,
  isPending,
  onConfirm,
}: {
  project: string | undefined;
  isPending: boolean;
  onConfirm: (version: string) => void;
}) {
  const listId = useId();
  const { data } = useQuery(versionsOptions(project === undefined ? {} : { project }));
  const versions = [...new Set(data?.data.map((each) => each.version))];
  const [version, setVersion] = useState("");
  const value = version.trim();
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== "") onConfirm(value);
      }}
    >
      <Field
        label="Applied in version"
        hint="Such as a Git commit. It may be one that no session has used yet."
      >
        <Input
          // The dialog asks for nothing else.
          autoFocus
          list={listId}
          maxLength={200}
          value={version}
          onChange={(event) => setVersion(event.target.value)}
        />
      </Field>
      <datalist id={listId}>
        {versions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {versions.length === 0 ? null : (
        <div className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
          Newest:
          {versions.slice(0, SUGGESTIONS).map((each) => (
            <Button key={each} variant="outline" size="sm" onClick={() => setVersion(each)}>
              <span className="max-w-40 truncate">{each}</span>
            </Button>
          ))}
        </div>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={value === ""} isPending={isPending}>
          Mark as applied
        </Button>
      </div>
    </form>
  );
}
