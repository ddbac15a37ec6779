"use client";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { DiffText } from "@/components/ui/diff-text";
import { LongText } from "@/components/ui/long-text";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { toRowHref } from "@/lib/datasets/examples/prepare-links";
import { toComparedTexts, toSaidText } from "@/lib/datasets/versions/prepare-changes";
import type { VersionDiff, WrittenExample } from "@/lib/datasets/versions/schemas";

type Row = VersionDiff["data"][number];

export const changeNames: Record<Row["change"], string> = {
  added: "Added",
  removed: "Removed",
  changed: "Changed",
};
const tones = { added: "positive", removed: "negative", changed: "warning" } as const;
const FOLD_AT = 1_200;

/** What became of one source row between two versions; what it says is compared word by word. */
export function ChangeItem({ row }: { row: Row }) {
  const example = row.after ?? row.before;
  if (!example) return null;
  return (
    <li className="grid gap-2 px-4 py-3 text-13 [contain-intrinsic-size:auto_8rem] [content-visibility:auto]">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
        <Badge tone={tones[row.change]}>{changeNames[row.change]}</Badge>
        <Facts row={row} />
        <Link
          href={toRowHref(example.source, row.source_id)}
          target="_blank"
          title={row.source_id}
          className="ml-auto text-accent hover:underline"
        >
          Open the {sourceNames[example.source].one}
          <span className="sr-only"> (opens in a new tab)</span>
        </Link>
      </div>
      {row.before && row.after ? (
        <Compared before={row.before} after={row.after} />
      ) : (
        <LongText text={toSaidText(example)} foldAt={FOLD_AT} />
      )}
    </li>
  );
}

function Compared({ before, after }: { before: WrittenExample; after: WrittenExample }) {
  const texts = toComparedTexts(before, after);
  return (
    <div className={texts.isRaw ? "font-mono text-xs [overflow-wrap:anywhere]" : undefined}>
      {texts.isRaw ? (
        <p className="mb-1 font-sans text-muted">It says the same; its lines are written in another way.</p>
      ) : null}
      <DiffText before={texts.before} after={texts.after} />
    </div>
  );
}

function Facts({ row: { before, after } }: { row: Row }) {
  const said = (name: string, read: (example: WrittenExample) => string | number) => {
    const [was, is] = [before && read(before), after && read(after)];
    return was === null || is === null || was === is ? `${name} ${is ?? was}` : `${name} ${was} → ${is}`;
  };
  return (
    <span>
      {said("weight", (each) => each.weight)} · {said("lines", (each) => each.lines)} ·{" "}
      {said("split", (each) => each.split)}
    </span>
  );
}
