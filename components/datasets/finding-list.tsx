"use client";
import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { DatasetSource } from "@/lib/datasets/examples/schemas";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { RowLinks } from "./row-links";

/** Something that holds for several rows, and which they are. */
export type Finding = {
  key: string;
  text: string;
  /** error: the rows are left out for it; warning: they are written; none: as it was asked for. */
  severity: "error" | "warning" | "none";
  count: number;
  ids: readonly string[];
};

const icons = { error: CircleX, warning: TriangleAlert, none: Info };
const tones = { error: "text-negative", warning: "text-warning", none: "text-muted" };
const names = { error: "Error", warning: "Warning", none: "Note" };

/** What was found about the rows of a file, each with how many and a way to every one of them. */
export function FindingList({
  label,
  findings,
  source,
}: {
  label: string;
  findings: readonly Finding[];
  source: DatasetSource;
}) {
  return (
    <ul aria-label={label} className="divide-y">
      {findings.map(({ key, text, severity, count, ids }) => {
        const Icon = icons[severity];
        return (
          <li
            key={key}
            className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2 gap-y-1 px-4 py-2 text-13"
          >
            <Icon aria-hidden className={cn("mt-0.5 size-4", tones[severity])} />
            <span className="[overflow-wrap:anywhere]">
              <span className="sr-only">{names[severity]}: </span>
              {text}
            </span>
            <span className="text-right">{formatCount(count)}</span>
            <div className="col-start-2 col-end-4">
              <RowLinks source={source} ids={ids} count={count} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}
