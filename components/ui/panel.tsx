import { useId } from "react";
import { cn } from "@/lib/format/cn";

/** A framed part of a page: title, what it is, actions, content. */
export function Panel({
  id,
  title,
  note,
  definition,
  actions,
  children,
  className,
}: {
  /** What links to it name. */
  id?: string;
  title: string;
  note?: React.ReactNode;
  /** The small "i" beside the title. */
  definition?: React.ReactNode;
  actions?: React.ReactNode;
  children: React.ReactNode;
  className?: string;
}) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className={cn(
        "flex min-w-0 scroll-mt-20 flex-col rounded-md border bg-surface target:border-accent",
        className,
      )}
    >
      <header className="flex flex-wrap items-start gap-x-2 gap-y-2 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="flex items-center gap-1">
            <h2 id={headingId} className="text-sm font-semibold">
              {title}
            </h2>
            {definition}
          </div>
          {note ? <p className="text-xs text-muted">{note}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}
