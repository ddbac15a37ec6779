import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no experiment one may read. */
export default function NotFound() {
  return (
    <EmptyState
      title="There is no such experiment"
      text="It may have been deleted, or belong to a project that is not yours."
      action={
        <Link href="/learning/experiments" className={buttonStyles({ variant: "outline" })}>
          Experiments
        </Link>
      }
    />
  );
}
