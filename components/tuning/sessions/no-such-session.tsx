"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no session one may read. */
export function NoSuchSession({ text }: { text: string }) {
  return (
    <EmptyState
      className="py-24"
      title="There is no such session"
      text={text}
      action={
        <Link href="/tuning" className={buttonStyles({ variant: "primary" })}>
          All sessions
        </Link>
      }
    />
  );
}
