"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { toRowHref } from "@/lib/datasets/examples/prepare-links";
import type { DatasetSource } from "@/lib/datasets/examples/schemas";
import { formatCount } from "@/lib/format/number";

const SHOWN = 6;
const STEP = 60;

/** An id as it stands where many do: its first group of digits. */
const shortenId = (id: string) => id.slice(0, 8);

/** Source rows by their ids, each leading to its page, which opens beside this one. */
export function RowLinks({
  source,
  ids,
  count,
}: {
  source: DatasetSource;
  ids: readonly string[];
  /** How many there are, when that is more than ids are named. */
  count: number;
}) {
  const [shown, setShown] = useState(SHOWN);
  const unnamed = count - ids.length;
  return (
    <ul className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      {ids.slice(0, shown).map((id) => (
        <li key={id}>
          <Link
            href={toRowHref(source, id)}
            target="_blank"
            title={id}
            aria-label={`${sourceNames[source].one} ${shortenId(id)}, opens in a new tab`}
            className="font-mono text-accent underline-offset-2 hover:underline"
          >
            {shortenId(id)}
          </Link>
        </li>
      ))}
      {ids.length > shown ? (
        <li>
          <Button
            variant="ghost"
            size="sm"
            className="h-6 px-1.5 text-xs"
            onClick={() => setShown(shown + STEP)}
          >
            {formatCount(Math.min(STEP, ids.length - shown))} more
          </Button>
        </li>
      ) : unnamed > 0 ? (
        <li className="text-muted">and {formatCount(unnamed)} further</li>
      ) : null}
    </ul>
  );
}
