"use client";
import { CopyButton } from "@/components/ui/copy-button";

/** A JSON value, indented, to be read and copied. */
export function JsonBlock({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? "null";
  return (
    <div className="relative rounded-md bg-subtle">
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason above */}
      <section aria-label={label} tabIndex={0} className="max-h-96 overflow-auto rounded-md p-3 pr-10">
        <pre className="font-mono text-xs leading-5 break-words whitespace-pre-wrap">{text}</pre>
      </section>
      <div className="absolute top-1 right-1">
        <CopyButton value={text} label={`Copy ${label.charAt(0).toLowerCase()}${label.slice(1)}`} />
      </div>
    </div>
  );
}
