import { CopyButton } from "@/components/ui/copy-button";

/** What is to be read about a row: sections, one below the other. */
export function RowDetails({ children }: { children: React.ReactNode }) {
  return <div className="divide-y">{children}</div>;
}

/** A part of a row's details under its name. */
export function DetailSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: React.ReactNode;
}) {
  return (
    <section aria-label={title} className="grid gap-2 px-4 py-4">
      <h3 className="text-xs font-medium text-muted">
        {title}
        {hint ? <span className="font-normal"> {hint}</span> : null}
      </h3>
      {children}
    </section>
  );
}

/** Names and values in two columns; its children are `Detail`. */
export function DetailList({ children }: { children: React.ReactNode }) {
  return <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5 text-13">{children}</dl>;
}

/** One value under its name. */
export function Detail({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** The row's id, to be copied. */
export function IdDetail({ id }: { id: string }) {
  return (
    <Detail name="Id">
      <span className="flex items-center gap-1">
        <code className="font-mono text-xs break-all">{id}</code>
        <CopyButton value={id} label="Copy the id" />
      </span>
    </Detail>
  );
}
