import { cn } from "@/lib/format/cn";
import { CopyButton } from "./copy-button";

/** Nothing here yet: what that means, the next step, and the command that takes it. */
export function EmptyState({
  title,
  text,
  action,
  code,
  className,
}: {
  title: string;
  text?: React.ReactNode;
  action?: React.ReactNode;
  code?: string;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-2 px-4 py-12 text-center", className)}>
      <p className="font-medium">{title}</p>
      {text ? <p className="max-w-prose text-13 text-muted">{text}</p> : null}
      {code ? (
        <div className="mt-2 flex w-full max-w-2xl items-start gap-2 rounded-md border bg-subtle py-2 pr-2 pl-3 text-left">
          <pre className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
            {code}
          </pre>
          <CopyButton value={code} label="Copy the command" />
        </div>
      ) : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
