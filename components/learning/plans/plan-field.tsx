"use client";
import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { ApiError } from "@/lib/http/fetch-json";
import { readPlan } from "@/lib/learning/plans/prepare-plan";
import { checkPlan } from "@/lib/learning/plans/query-options";
import type { PlanCheck, PlanIssue } from "@/lib/learning/plans/schemas";

/** A plan as JSON, and what the check of plans says of it: by the schema, the columns and the knowledge base of the project. */
export function PlanField({
  label,
  hint,
  error,
  value,
  project,
  columns,
  readOnly,
  onChange,
}: {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  project: string;
  /** Columns of the data; null when they are not known. */
  columns: readonly string[] | null;
  readOnly?: boolean;
  onChange: (value: string) => void;
}) {
  const read = readPlan(value);
  const wrong = error ?? ("message" in read ? read.message : undefined);
  const check = useMutation<{ text: string; result: PlanCheck }, ApiError, Record<string, never>>({
    mutationFn: async (action_plan) => ({
      text: value,
      result: await checkPlan({
        action_plan,
        project,
        available_columns: columns === null ? null : [...columns],
      }),
    }),
  });
  // What was said of another text is not true of this one.
  const result = check.data?.text === value ? check.data.result : null;
  return (
    <div className="grid gap-1.5">
      <Field label={label} hint={hint} error={wrong}>
        <Textarea
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          autoComplete="off"
          className="max-h-96 overflow-auto font-mono text-xs whitespace-pre"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {"plan" in read && read.plan !== null ? (
        <div className="grid gap-1.5">
          <Button
            variant="outline"
            size="sm"
            className="justify-self-start"
            isPending={check.isPending}
            onClick={() => read.plan && check.mutate(read.plan)}
          >
            Check the plan
          </Button>
          {check.error ? (
            <p role="alert" className="text-xs text-negative">
              {check.error.message}
            </p>
          ) : null}
          {result ? <PlanVerdict result={result} /> : null}
        </div>
      ) : null}
    </div>
  );
}

function PlanVerdict({ result }: { result: PlanCheck }) {
  if (result.valid)
    return (
      <p role="status" className="flex items-center gap-1.5 text-xs text-positive">
        <Check aria-hidden className="size-3.5" />
        Nothing is wrong with it ({result.strategy.name}
        {result.strategy.version > 0 ? `, version ${result.strategy.version}` : ""}).
      </p>
    );
  return (
    <div role="status" className="rounded-md bg-warning-subtle p-2 text-xs text-warning">
      <p className="font-medium">
        {result.issues.length === 1 ? "One thing is" : `${result.issues.length} things are`} wrong with it
      </p>
      <ul className="mt-1 grid gap-1">
        {result.issues.map((issue) => (
          <li key={keyOf(issue)} className="break-words">
            {issue.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

const keyOf = ({ path, kind, message }: PlanIssue) => `${kind} ${path} ${message}`;
