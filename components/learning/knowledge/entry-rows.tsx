"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";

/** Rows that are drawn before more are asked for. */
const STEP = 50;

/** A long list of small forms: searched, drawn step by step, each row removable, new ones first in sight. */
export function EntryRows<Entry extends { id: number }>({
  noun,
  group,
  hint,
  entries,
  readOnly,
  textOf,
  isWrong,
  onAdd,
  onRemove,
  children,
}: {
  /** One and several: ["phrase", "phrases"]. */
  noun: readonly [one: string, several: string];
  /** Where the help lists the key of the search. */
  group: string;
  hint: string;
  entries: readonly Entry[];
  readOnly: boolean;
  /** What the search looks in. */
  textOf: (entry: Entry) => string;
  isWrong: (index: number) => boolean;
  onAdd: () => void;
  onRemove: (id: number) => void;
  /** The fields of one row. */
  children: (entry: Entry, index: number) => React.ReactNode;
}) {
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState(STEP);
  const wanted = search.trim().toLowerCase();
  const found = entries
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => wanted === "" || textOf(entry).toLowerCase().includes(wanted));
  // What is wrong is in sight, however far down it stands.
  const rows = found.filter(({ index }, place) => place < shown || isWrong(index));
  const [one, several] = noun;
  return (
    <section
      aria-label={several.charAt(0).toUpperCase() + several.slice(1)}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label={`Search ${several}`}
          placeholder={`Search ${several}`}
          group={group}
          value={search}
          onChange={setSearch}
        />
        {readOnly ? null : (
          <Button
            variant="outline"
            className="ml-auto"
            onClick={() => {
              setSearch("");
              onAdd();
            }}
          >
            <Plus aria-hidden />
            Add a {one}
          </Button>
        )}
      </div>
      <p className="text-xs text-muted">{hint}</p>
      {rows.length === 0 ? (
        <p className="text-13 text-muted">
          {entries.length === 0 ? `No ${several} yet.` : `No ${one} matches the search.`}
        </p>
      ) : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {rows.map(({ entry, index }) => (
          <li key={entry.id} className="flex items-start gap-2 border-t pt-3">
            <div className="min-w-0 flex-1">{children(entry, index)}</div>
            {readOnly ? null : (
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove ${one} ${index + 1}`}
                className="mt-6"
                onClick={() => onRemove(entry.id)}
              >
                <Trash2 aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.length > shown ? (
        <Button
          variant="outline"
          size="sm"
          className="justify-self-center"
          onClick={() => setShown(shown + STEP)}
        >
          Show more ({found.length - shown})
        </Button>
      ) : null}
    </section>
  );
}
