"use client";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { formatCount, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { RunResult } from "@/lib/learning/prompts/schemas";
import { toHref } from "@/lib/query/url-state";
import { JsonBlock } from "../json-block";

const kinds = { simple: "Simple prompt", full: "Whole prompt", retry: "Asked again" };

const count = (value: number | null) => (value === null ? NO_VALUE : formatCount(value));

/** What the model answered, attempt by attempt. */
export function RunView({ result }: { result: RunResult }) {
  return (
    <section aria-label="What the model answered" className="grid gap-3 border-t p-4 text-13">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={result.success ? "positive" : "negative"}>
          {result.success ? "valid plan" : "no valid plan"}
        </Badge>
        <span>{result.model}</span>
        <span className="text-muted">
          {count(result.tokens_in)} tokens in, {count(result.tokens_out)} out · {formatUsd(result.cost_usd)} ·{" "}
          {formatCount(result.response_time_ms)} ms
        </span>
      </p>
      <ol className="grid gap-2">
        {result.attempts.map(({ kind, issues, response_text, response_time_ms }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts never change their places
          <li key={index} className="grid gap-1">
            <span>
              {index + 1}. {kinds[kind]}: {issues.length === 0 ? "valid" : `${issues.length} issues`}{" "}
              <span className="text-muted">in {formatCount(response_time_ms)} ms</span>
            </span>
            {issues.length > 0 ? (
              <ul className="list-disc pl-5 text-xs text-muted">
                {issues.map((issue) => (
                  <li key={`${issue.path} ${issue.message}`}>
                    <code className="font-mono">{issue.path || "/"}</code> {issue.message}
                  </li>
                ))}
              </ul>
            ) : null}
            {issues.length > 0 ? (
              <pre className="max-h-40 overflow-y-auto rounded-md bg-subtle p-2 font-mono text-xs break-words whitespace-pre-wrap">
                {response_text}
              </pre>
            ) : null}
          </li>
        ))}
      </ol>
      {result.action_plan ? <JsonBlock label="Action plan" value={result.action_plan} /> : null}
      <p className="text-xs text-muted">
        Recorded as{" "}
        <Link
          className="underline underline-offset-2 hover:text-foreground"
          href={toHref("/learning/executions", {
            project: result.prompt.report.project,
            days: "1",
            execution: result.execution_id,
          })}
        >
          an execution
        </Link>
        .
      </p>
    </section>
  );
}
