"use client";
import { useState } from "react";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { Button } from "./button";

/** Characters beyond which a text is folded. */
const FOLD_CHARS = 4_000;

/** A text as it was written, in its own direction; a very long one is folded. */
export function LongText({
  text,
  foldAt = FOLD_CHARS,
  className,
}: {
  text: string;
  /** Characters shown of a longer text until it is unfolded. */
  foldAt?: number;
  className?: string;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const isLong = text.length > foldAt;
  if (text === "") return <p className="text-muted italic">empty</p>;
  return (
    <div>
      <p dir="auto" className={cn("break-words whitespace-pre-wrap", className)}>
        {isLong && !isOpen ? `${text.slice(0, foldAt)}…` : text}
      </p>
      {isLong ? (
        <Button variant="outline" size="sm" className="mt-2" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Show less" : `Show all ${formatCount(text.length)} characters`}
        </Button>
      ) : null}
    </div>
  );
}
