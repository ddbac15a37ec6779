"use client";
import { useMemo } from "react";
import { prepareDiff } from "@/lib/format/diff";
import { LongText } from "./long-text";

/** What changed between two texts, word by word; only the new text when they have too little in common. */
export function DiffText({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => prepareDiff(before, after), [before, after]);
  if (parts === null) {
    return (
      <>
        <p className="mb-2 text-xs text-muted">Too different from the original to compare word by word.</p>
        <LongText text={after} />
      </>
    );
  }
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      {parts.map((part, index) => {
        // Parts have no identity of their own; they are all replaced together.
        const key = `${index}:${part.kind}`;
        if (part.kind === "added") {
          return (
            <ins
              key={key}
              className="rounded-[3px] bg-positive-subtle text-positive decoration-1 underline-offset-2"
            >
              {part.text}
            </ins>
          );
        }
        if (part.kind === "removed") {
          return (
            <del key={key} className="rounded-[3px] bg-negative-subtle text-negative decoration-1">
              {part.text}
            </del>
          );
        }
        return <span key={key}>{part.text}</span>;
      })}
    </p>
  );
}
