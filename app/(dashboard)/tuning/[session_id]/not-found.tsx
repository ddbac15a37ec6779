import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no session one may read. */
export default function NotFound() {
  return (
    <EmptyState
      className="py-24"
      title="There is no such session"
      text="It may have been deleted, or belong to a project that is not yours."
      action={
        <Link href="/tuning" className={buttonStyles({ variant: "primary" })}>
          All sessions
        </Link>
      }
    />
  );
}
