import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { FilterParameters } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** No note under these filters: how to see some, or how to write the first one. */
export function NoNotes({ params }: { params: FilterParameters }) {
  const isFiltered = Object.keys(params).some((name) => !rangeNames.includes(name));
  return isFiltered ? (
    <EmptyState
      className="flex-1"
      title="No note matches these filters"
      text="Take a filter away or choose a longer range."
      action={
        <Link href="/tuning/improvements?days=366" className={buttonStyles({ variant: "outline" })}>
          Every note of the last 366 days
        </Link>
      }
    />
  ) : (
    <EmptyState
      className="flex-1"
      title="No notes in this range"
      text="Notes are written while reviewing. Choose a longer range, or review some turns."
      action={
        <>
          <Link href="/tuning/review" className={buttonStyles({ variant: "primary" })}>
            Start reviewing
          </Link>
          <Link href="/tuning/improvements?days=366" className={buttonStyles({ variant: "outline" })}>
            Every note of the last 366 days
          </Link>
        </>
      }
    />
  );
}
