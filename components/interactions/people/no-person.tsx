import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Nothing is stored about the person of this address. */
export function NoPerson() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">People</h1>
      <EmptyState
        title="Nothing is stored about this person"
        text="The id may be mistyped, it may belong to a project that you do not see, or the person was erased."
        action={
          <Link href="/interactions/people" className={buttonStyles({ variant: "outline" })}>
            All people
          </Link>
        }
      />
    </div>
  );
}
