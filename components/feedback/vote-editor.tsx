"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId } from "react";
import { Button } from "@/components/ui/button";
import { DiffText } from "@/components/ui/diff-text";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LongText } from "@/components/ui/long-text";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { Issue } from "@/lib/errors";
import { accuracyOptions, projectsOptions } from "@/lib/feedback/query-options";
import type { Feedback } from "@/lib/feedback/schemas";
import type { VoteChanges } from "./use-vote-draft";

// A field gives its text back with line feeds only, whatever it was filled with.
const toLineFeeds = (text: string) => text.replace(/\r\n?/g, "\n");

/** Changes a vote. Everyone writes the comment and the corrected response; `isAdmin` also rating, intent and project. */
export function VoteEditor({
  vote,
  changes,
  isAdmin,
  issues,
  onChange,
}: {
  vote: Feedback;
  changes: VoteChanges;
  isAdmin: boolean;
  issues: readonly Issue[];
  onChange: (changes: VoteChanges) => void;
}) {
  const current = { ...vote, ...changes };
  const original = toLineFeeds(vote.response);
  const corrected = current.corrected_response ?? null;
  const compared = useDeferredValue(corrected);
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;

  const handleCorrect = (text: string) => {
    const isStored = vote.corrected_response !== null && text === toLineFeeds(vote.corrected_response);
    // The text of the response itself, or none, is no correction.
    const next = isStored ? vote.corrected_response : text === original || text.trim() === "" ? null : text;
    onChange({ corrected_response: next });
  };

  return (
    <div className="grid gap-5 px-4 py-4">
      <section aria-label="Query" className="grid gap-2">
        <h3 className="text-xs font-medium text-muted">Query</h3>
        <LongText text={vote.query} />
      </section>
      <Field
        label="Corrected response"
        hint="Starts from what the model answered. What you change is marked below."
        error={issueOf("corrected_response")}
      >
        <Textarea
          dir="auto"
          value={toLineFeeds(corrected ?? vote.response)}
          maxLength={500_000}
          onChange={(event) => handleCorrect(event.target.value)}
          className="max-h-[50vh] min-h-40"
        />
      </Field>
      {compared === null ? null : (
        <section aria-label="Changes to the response" className="-mt-2 grid gap-2">
          <div className="rounded-md border bg-surface p-3 text-13">
            <DiffText before={original} after={toLineFeeds(compared)} />
          </div>
          <div>
            <Button variant="ghost" size="sm" onClick={() => onChange({ corrected_response: null })}>
              Back to the original response
            </Button>
          </div>
        </section>
      )}
      <Field label="Comment" error={issueOf("comment")}>
        <Textarea
          dir="auto"
          value={current.comment ?? ""}
          maxLength={20_000}
          onChange={(event) => onChange({ comment: event.target.value === "" ? null : event.target.value })}
        />
      </Field>
      {isAdmin ? <AdminFields current={current} issueOf={issueOf} onChange={onChange} /> : null}
    </div>
  );
}

function AdminFields({
  current,
  issueOf,
  onChange,
}: {
  current: Pick<Feedback, "rating"> & VoteChanges;
  issueOf: (path: string) => string | undefined;
  onChange: (changes: VoteChanges) => void;
}) {
  const id = useId();
  const projects = useQuery(projectsOptions()).data?.data ?? [];
  const intents = useQuery(accuracyOptions({ group_by: "intent" })).data?.data ?? [];
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <div className="grid content-start gap-1.5">
        <span className="text-13 font-medium">Rating</span>
        <ToggleGroup
          label="Rating"
          value={current.rating === 1 ? "1" : "-1"}
          onValueChange={(value) => onChange({ rating: value === "1" ? 1 : -1 })}
          options={[
            { value: "1", label: "Up" },
            { value: "-1", label: "Down" },
          ]}
          className="justify-self-start"
        />
      </div>
      <Field label="Intent" error={issueOf("intent")}>
        <Input
          list={`${id}-intents`}
          value={current.intent ?? ""}
          maxLength={200}
          placeholder="None"
          onChange={(event) => onChange({ intent: event.target.value === "" ? null : event.target.value })}
        />
        <datalist id={`${id}-intents`}>
          {intents.map((row) =>
            row.intent === null ? null : <option key={row.intent} value={row.intent} />,
          )}
        </datalist>
      </Field>
      <Field label="Project" error={issueOf("project")}>
        <Input
          list={`${id}-projects`}
          value={current.project ?? ""}
          maxLength={200}
          onChange={(event) => onChange({ project: event.target.value })}
        />
        <datalist id={`${id}-projects`}>
          {projects.map((project) => (
            <option key={project} value={project} />
          ))}
        </datalist>
      </Field>
    </div>
  );
}
