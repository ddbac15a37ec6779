"use client";
import { Badge } from "@/components/ui/badge";
import { DiffText } from "@/components/ui/diff-text";
import type { KnowledgeChange } from "@/lib/learning/knowledge/prepare-diff";

const kinds = {
  added: { label: "Added", tone: "positive" },
  removed: { label: "Removed", tone: "negative" },
  changed: { label: "Changed", tone: "accent" },
} as const;

/** What changed between two versions, field by field and word by word. */
export function KnowledgeDiff({ changes }: { changes: readonly KnowledgeChange[] }) {
  if (changes.length === 0)
    return (
      <p className="text-13 text-muted">Nothing but the order or the form of the entries has changed.</p>
    );
  return (
    <ul aria-label="Changes" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {changes.map(({ key, kind, title, fields }) => (
        <li key={key} className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-md border p-3">
          <p className="flex items-start gap-2 text-13 font-medium">
            <Badge tone={kinds[kind].tone} className="shrink-0">
              {kinds[kind].label}
            </Badge>
            <span className="min-w-0 break-words">{title}</span>
          </p>
          {fields.map(({ name, before, after }) => (
            <div key={name} className="grid grid-cols-[minmax(0,1fr)] gap-0.5 text-xs">
              <p className="text-muted">{name}</p>
              <div className="max-h-60 overflow-y-auto">
                <DiffText before={before} after={after} />
              </div>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
