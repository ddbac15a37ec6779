import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no session of one's own. */
export default function NotFound() {
  return (
    <EmptyState
      className="py-24"
      title="There is no such session"
      text="Only a session of your own can be gone on with."
      action={
        <Link href="/tuning" className={buttonStyles({ variant: "primary" })}>
          All sessions
        </Link>
      }
    />
  );
}
