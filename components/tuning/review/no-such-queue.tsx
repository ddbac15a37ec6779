"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no queue one may read. */
export function NoSuchQueue() {
  return (
    <EmptyState
      className="py-24"
      title="There is no such queue"
      text="It may have been deleted, or belong to a project that is not yours. What you wrote in its turns is kept."
      action={
        <Link href="/tuning/review" className={buttonStyles({ variant: "primary" })}>
          All queues
        </Link>
      }
    />
  );
}
