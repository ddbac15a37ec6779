"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { LongText } from "@/components/ui/long-text";
import { Textarea } from "@/components/ui/textarea";
import type { ApiError } from "@/lib/http/fetch-json";
import { tryProjectSettings } from "@/lib/privacy/query-options";
import type { SettingsTrial, SettingsTrialResult } from "@/lib/privacy/schemas";

/** A text as it would be stored. Nothing of it is. */
export function TrialSection({
  project,
  settings,
  hasChanged,
}: {
  project: string;
  /** As the form stands; null while a field of it is wrong. */
  settings: NonNullable<SettingsTrial["settings"]> | null;
  hasChanged: boolean;
}) {
  const [text, setText] = useState("");
  const trial = useMutation<SettingsTrialResult, ApiError, SettingsTrial>({
    mutationFn: (input) => tryProjectSettings(project, input),
  });
  const input = settings ? { text, settings } : null;
  // A result is of one text and one state of the form.
  const isCurrent = JSON.stringify(trial.variables) === JSON.stringify(input);
  const result = isCurrent ? trial.data : undefined;
  const error = isCurrent ? trial.error : null;
  return (
    <section aria-label="Try it" className="rounded-md border bg-surface">
      <header className="border-b px-4 py-3">
        <h2 className="text-sm font-semibold">Try it</h2>
        <p className="text-xs text-muted">
          How a text would be stored under the settings above
          {hasChanged ? ", which are not saved yet" : ""}. Nothing of it is stored.
        </p>
      </header>
      <form
        className="grid gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (input) trial.mutate(input);
        }}
      >
        <Field label="Text">
          <Textarea
            dir="auto"
            maxLength={10_000}
            placeholder="Write to ann@example.com or call +1 415 555 2671."
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button
          type="submit"
          variant="outline"
          disabled={text === "" || input === null}
          isPending={trial.isPending}
          className="justify-self-start"
        >
          Show what is stored
        </Button>
        {input === null ? (
          <p className="text-xs text-muted">A field above needs another value first.</p>
        ) : null}
        {error ? (
          <p role="alert" className="text-13 text-negative">
            {error.issues[0] ? `A field above cannot be used: it ${error.issues[0].message}.` : error.message}
          </p>
        ) : null}
        {result ? (
          <div
            role="status"
            aria-label="What is stored"
            className="grid gap-1 rounded-md bg-subtle p-3 text-13"
          >
            {result.text === null ? (
              <p>Refused, nothing is stored: it {result.issues[0]?.message}.</p>
            ) : (
              <>
                {result.text === text ? <p className="text-xs text-muted">Stored as it is:</p> : null}
                <LongText text={result.text} />
              </>
            )}
          </div>
        ) : null}
      </form>
    </section>
  );
}
