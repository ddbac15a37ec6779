"use client";
import { BookOpenText, EyeOff } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Markdown } from "@/components/ui/markdown";
import type { Queue } from "@/lib/tuning/queues/schemas";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { ReviewProgress } from "./review-progress";

/** Where the reviewer is: the queue with its progress and instructions, or the session of a turn reviewed by itself. */
export function ReviewHeader({
  queue,
  screen,
}: {
  queue: Queue | undefined;
  screen: ReviewScreen | undefined;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const instructions = queue?.instructions ?? null;
  const isBlind = queue?.is_blind || screen?.is_blind;
  return (
    <header className="shrink-0 border-b">
      <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 lg:px-6">
        <div className="flex min-w-0 items-center gap-2 text-base font-semibold">
          <Link href="/tuning/review" className="text-muted hover:text-foreground">
            Review
          </Link>
          <span aria-hidden className="font-normal text-muted">
            /
          </span>
          <h1 className="min-w-0 truncate">{queue?.name ?? "One turn"}</h1>
        </div>
        {isBlind ? (
          <Badge tone="accent">
            <EyeOff aria-hidden />
            Blind: nobody sees another's review yet
          </Badge>
        ) : null}
        <div className="ml-auto flex items-center gap-4 max-sm:w-full max-sm:justify-between">
          {instructions ? (
            <Button
              variant="ghost"
              size="sm"
              aria-expanded={isOpen}
              aria-controls="review-instructions"
              onClick={() => setIsOpen(!isOpen)}
            >
              <BookOpenText aria-hidden />
              Instructions
            </Button>
          ) : null}
          {queue ? <ReviewProgress progress={queue.progress} /> : null}
          {!queue && screen ? (
            <Link href={`/tuning/${screen.turn.session_id}`} className="text-13 text-accent hover:underline">
              Open the session
            </Link>
          ) : null}
        </div>
      </div>
      {instructions ? (
        <div
          id="review-instructions"
          hidden={!isOpen}
          className="max-h-64 overflow-y-auto border-t bg-subtle px-4 py-3 lg:px-6"
        >
          <Markdown text={instructions} className="max-w-[72ch]" />
        </div>
      ) : null}
    </header>
  );
}
