import { ThumbsDown, ThumbsUp } from "lucide-react";
import { cn } from "@/lib/format/cn";

/** Thumbs up or down; the word is read out, and written with `hasText`. */
export function RatingMark({
  rating,
  hasText = false,
  className,
}: {
  rating: 1 | -1;
  hasText?: boolean;
  className?: string;
}) {
  const Icon = rating === 1 ? ThumbsUp : ThumbsDown;
  const text = rating === 1 ? "Thumbs up" : "Thumbs down";
  return (
    <span
      title={hasText ? undefined : text}
      className={cn(
        "inline-flex items-center gap-1.5 align-middle font-medium",
        rating === 1 ? "text-positive" : "text-negative",
        className,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {hasText ? text : <span className="sr-only">{text}</span>}
    </span>
  );
}
