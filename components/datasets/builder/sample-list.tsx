"use client";
import { useState } from "react";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { WrittenExample } from "@/lib/datasets/versions/schemas";
import { ExampleView } from "../example-view";

type View = "readable" | "raw";

/** The first examples of the file, to be read or as they will stand in it. */
export function SampleList({ examples, isAll }: { examples: readonly WrittenExample[]; isAll: boolean }) {
  const [view, setView] = useState<View>("readable");
  if (examples.length === 0)
    return (
      <p className="border-t px-4 py-6 text-center text-13 text-muted">
        No line would be written of these rows.
      </p>
    );
  return (
    <section aria-label="First lines" className="border-t">
      <header className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3 pb-1">
        <h3 className="text-xs font-medium text-muted">
          {examples.length === 1
            ? "The only example"
            : `${isAll ? "All" : "The first"} ${examples.length} examples`}
        </h3>
        <ToggleGroup
          label="View"
          value={view}
          onValueChange={setView}
          options={[
            { value: "readable", label: "Readable" },
            { value: "raw", label: "As written" },
          ]}
        />
      </header>
      <div className="divide-y">
        {examples.map((example) => (
          <ExampleView key={example.source_id} example={example} isRaw={view === "raw"} />
        ))}
      </div>
    </section>
  );
}
