"use client";
import { RotateCw, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { Button } from "./button";

/** What an error may carry beyond its sentence: the parts of the API's problem details. */
type Problem = { status?: number; requestId?: string; issues?: { path: string; message: string }[] };

/** Something failed: what happened, what to do, and the number that finds it in the log. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be loaded",
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
  className?: string;
}) {
  const problem: Problem & { message: string } =
    error instanceof Error ? error : { message: "Something unexpected happened." };
  return (
    <div
      role="alert"
      className={cn("flex flex-col items-center justify-center gap-2 px-4 py-8 text-center", className)}
    >
      <TriangleAlert aria-hidden className="size-5 text-negative" />
      <p className="font-medium">{title}</p>
      <p className="max-w-prose text-13 text-muted">{problem.message}</p>
      {problem.issues?.length ? (
        <ul className="max-w-prose text-left text-13 text-muted">
          {problem.issues.map((issue) => (
            <li key={`${issue.path} ${issue.message}`}>
              <code className="font-mono text-xs">{issue.path}</code> {issue.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.requestId ? (
        <p className="text-xs text-muted">
          Request <code className="font-mono select-all">{problem.requestId}</code>
        </p>
      ) : null}
      <div className="mt-1 flex gap-2">
        {problem.status === 401 ? (
          <Button variant="primary" size="sm" onClick={() => window.location.reload()}>
            Sign in again
          </Button>
        ) : onRetry ? (
          <Button variant="outline" size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
