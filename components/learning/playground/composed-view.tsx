"use client";
import { Play, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { ComposeInput } from "@/lib/learning/prompts/schemas";
import { RunView } from "./run-view";
import { TraceView } from "./trace-view";
import { usePreview, useRun } from "./use-playground";

/** The prompt that one strategy makes of what is typed, where its tokens go, and what the model answers to it. */
export function ComposedView({
  label,
  input,
  models,
  canRun,
  children,
}: {
  label: string;
  input: ComposeInput | null;
  /** Models that the installation is connected to. */
  models: readonly string[];
  canRun: boolean;
  /** The choice of the strategy. */
  children: React.ReactNode;
}) {
  const { data: composed, error, isOutdated, refetch } = usePreview(input);
  const run = useRun();
  return (
    <section aria-label={label} className="min-w-0 self-start rounded-md border bg-surface">
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        {children}
        <p aria-live="polite" className="ml-auto text-13 text-muted tabular-nums">
          {composed && input ? `${formatCount(composed.tokens)} tokens` : ""}
        </p>
        {canRun && models.length > 0 ? (
          run.isPending ? (
            <Button variant="outline" onClick={run.stop}>
              <Square aria-hidden />
              Stop
            </Button>
          ) : (
            <Button variant="primary" disabled={input === null} onClick={() => input && run.mutate(input)}>
              <Play aria-hidden />
              Run
            </Button>
          )
        ) : null}
      </header>
      {input === null ? (
        <p className="px-4 py-10 text-center text-13 text-muted">
          Type a prompt, or load a test case, to see what it becomes.
        </p>
      ) : error ? (
        <ErrorState error={error} title="This cannot be composed" onRetry={() => refetch()} />
      ) : composed ? (
        <div className={cn("transition-opacity", isOutdated && "opacity-60")} aria-busy={isOutdated}>
          <TraceView composed={composed} />
          {composed.messages.map(({ role, content }) => (
            <div key={role} className="border-t p-4">
              <div className="mb-2 flex items-center justify-between gap-2">
                <h2 className="text-13 font-medium">
                  {role === "system" ? "System message" : "User message"}
                </h2>
                <CopyButton value={content} label={`Copy the ${role} message`} />
              </div>
              <pre
                dir="auto"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
                tabIndex={0}
                className="max-h-96 overflow-y-auto rounded-md bg-subtle p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
              >
                {content}
              </pre>
            </div>
          ))}
        </div>
      ) : (
        <div role="status" aria-label="Composing" className="grid gap-3 p-4">
          <Skeleton className="h-40 w-full" />
        </div>
      )}
      {run.isPending ? (
        <p role="status" className="border-t p-4 text-13 text-muted">
          Asking the model …
        </p>
      ) : run.error ? (
        <div className="border-t">
          <ErrorState
            error={run.error}
            title="The model gave no plan"
            onRetry={input ? () => run.mutate(input) : undefined}
          />
        </div>
      ) : run.data ? (
        <RunView result={run.data} />
      ) : null}
    </section>
  );
}
