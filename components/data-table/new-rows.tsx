"use client";
import { ArrowUp } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";

/** Says that newer rows have arrived, and shows them when the reader wants to. */
export function NewRows({
  count,
  noun: [one, several],
  onShow,
}: {
  count: number;
  /** One and several rows: ["vote", "votes"]. */
  noun: readonly [one: string, several: string];
  onShow: () => void;
}) {
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-12 z-20 flex justify-center">
      {count > 0 ? (
        <Button
          variant="primary"
          size="sm"
          onClick={onShow}
          className="pointer-events-auto rounded-full shadow-popup"
        >
          <ArrowUp aria-hidden />
          {formatCount(count)} new {count === 1 ? one : several}
        </Button>
      ) : null}
    </div>
  );
}
