"use client";
import { ChevronRight } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { formatCount } from "@/lib/format/number";
import { prepareTokens } from "@/lib/learning/prompts/prepare-playground";
import type { ComposedPrompt, TracePart } from "@/lib/learning/prompts/schemas";
import { sectionNames } from "@/lib/learning/strategies/vocabulary";

const kindNames: Record<string, string> = {
  strategy: "strategy",
  prompt_version: "prompt version",
  knowledge_task: "task",
  knowledge_pattern: "misread phrase",
  knowledge_formula: "formula",
  curated_example: "curated",
  retrieved_example: "similar execution",
  previous_error: "error",
  columns: "columns",
  context: "context",
  schema: "schema",
};

/** Where each part of a prompt came from, what it takes, and what was left out. */
export function TraceView({ composed }: { composed: ComposedPrompt }) {
  const shares = new Map(prepareTokens(composed.trace, composed.tokens).map((row) => [row.name, row]));
  const user = shares.get("user_prompt");
  return (
    <ul aria-label="Tokens of each section" className="divide-y text-13">
      {composed.trace.map((part) => (
        <li key={part.section}>
          <SectionRow part={part} share={shares.get(part.section)?.share ?? 0} />
        </li>
      ))}
      <li className="flex px-4 py-2 pl-8">
        <Line label="The user's prompt" tokens={user?.tokens ?? 0} share={user?.share ?? 0} />
      </li>
    </ul>
  );
}

function Line({
  label,
  tokens,
  budget,
  share,
  children,
}: {
  label: string;
  tokens: number;
  budget?: number;
  share: number;
  children?: React.ReactNode;
}) {
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="w-36 shrink-0">{label}</span>
      <span aria-hidden className="h-2 min-w-16 flex-1 rounded-full bg-subtle">
        <span
          className="block h-2 rounded-full bg-chart-1"
          style={{ width: `${Math.max(share * 100, tokens > 0 ? 1 : 0)}%` }}
        />
      </span>
      {children}
      <span className="ml-auto w-28 text-right text-muted tabular-nums">
        <span className={tokens > 0 ? "text-foreground" : undefined}>{formatCount(tokens)}</span>
        {budget === undefined ? " tokens" : ` of ${formatCount(budget)}`}
      </span>
    </span>
  );
}

function SectionRow({ part, share }: { part: TracePart; share: number }) {
  const line = (
    <Line
      label={sectionNames[part.section].label}
      tokens={part.tokens}
      budget={part.budget_tokens}
      share={share}
    >
      {part.is_cut ? <Badge tone="warning">cut</Badge> : null}
    </Line>
  );
  if (part.parts.length === 0) {
    return <div className="flex px-4 py-2 pl-8 text-muted">{line}</div>;
  }
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-center gap-2 px-4 py-2 hover:bg-subtle">
        <ChevronRight aria-hidden className="-ml-2 size-4 shrink-0 text-muted group-open:rotate-90" />
        {line}
      </summary>
      <ul className="grid gap-1 pr-4 pb-3 pl-8">
        {part.parts.map((one, index) => (
          // Parts have no identity of their own; they are all replaced together.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className="flex flex-wrap items-baseline gap-x-2 text-xs">
            <Badge tone={one.is_included ? "neutral" : "warning"}>{kindNames[one.kind] ?? one.kind}</Badge>
            <span dir="auto" className="min-w-0 flex-1 basis-40 truncate" title={one.label}>
              {one.label}
            </span>
            <span className="text-muted tabular-nums">{formatCount(one.tokens)} tokens</span>
            {one.reason ? (
              <span className="w-full text-warning">
                {one.is_included ? one.reason : `left out: ${one.reason}`}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
