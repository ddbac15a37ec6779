import { Info, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/format/cn";

/** A sentence across the page about the turn on it, with what can be done. */
export function Notice({
  tone,
  title,
  children,
  actions,
}: {
  tone: "info" | "warning";
  title: string;
  children: React.ReactNode;
  actions?: React.ReactNode;
}) {
  const Icon = tone === "info" ? Info : TriangleAlert;
  return (
    <div
      role={tone === "info" ? "status" : "alert"}
      className={cn(
        "flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-13 lg:px-6",
        tone === "info" ? "bg-subtle" : "bg-warning-subtle",
      )}
    >
      <p className="flex min-w-0 flex-1 basis-72 gap-2">
        <Icon
          aria-hidden
          className={cn("mt-0.5 size-4 shrink-0", tone === "info" ? "text-muted" : "text-warning")}
        />
        <span className="min-w-0 break-words">
          <strong className="font-medium">{title}</strong> {children}
        </span>
      </p>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
