"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { assignmentOptions } from "@/lib/learning/experiments/query-options";
import type { Experiment } from "@/lib/learning/experiments/schemas";

/** Which variant somebody has: what a program is answered. */
export function AssignmentBox({ experiment }: { experiment: Experiment }) {
  const [subject, setSubject] = useState("");
  const asked = useDeferredValue(subject.trim());
  const { data, error } = useQuery({
    ...assignmentOptions(experiment.id, asked),
    enabled: asked !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel title="Who gets what" note="A subject always gets the same variant. Nothing is stored for it.">
      <div className="grid gap-3 border-t px-4 py-3">
        <Field label="Subject" hint="As programs send it: a user, a team, a session.">
          <Input
            value={subject}
            maxLength={200}
            placeholder="user-17"
            onChange={(event) => setSubject(event.target.value)}
          />
        </Field>
        <p role="status" className="min-h-5 text-13 break-words">
          {asked === "" ? (
            <span className="text-muted">Name one to see its variant.</span>
          ) : error ? (
            <span className="text-negative">{error.message}</span>
          ) : data ? (
            <>
              “{data.subject}” gets <span className="font-medium">{data.variant}</span>.
            </>
          ) : (
            <span className="text-muted">Asking…</span>
          )}
        </p>
      </div>
    </Panel>
  );
}
