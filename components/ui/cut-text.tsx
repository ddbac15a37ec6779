import { cn } from "@/lib/format/cn";
import { NO_VALUE } from "@/lib/format/number";

/** Nothing known. */
export const none = <span className="text-muted">{NO_VALUE}</span>;

/** A text in its own direction, cut at its end. */
export function CutText({ value, isQuiet = false }: { value: string | null; isQuiet?: boolean }) {
  if (value === null) return none;
  if (value === "") return <span className="text-muted italic">empty</span>;
  // Only the beginning is drawn of what may be half a million characters.
  return (
    <span dir="auto" className={cn("block truncate", isQuiet && "text-muted")}>
      {value.slice(0, 300)}
    </span>
  );
}
