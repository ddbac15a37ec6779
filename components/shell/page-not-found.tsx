"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";

/** What an address without a page shows, with the ways on. */
export function PageNotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-4 py-12 text-center">
      <p className="text-13 text-muted">404</p>
      <h1 className="text-xl font-semibold tracking-tight">There is no page at this address</h1>
      <p className="max-w-prose text-13 text-muted">
        It may be mistyped, or the page has moved. Votes, charts and downloads are all reached from the
        overview.
      </p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <Link href="/" className={buttonStyles({ variant: "primary" })}>
          Overview
        </Link>
        <Link href="/feedback" className={buttonStyles({ variant: "outline" })}>
          Feedback
        </Link>
      </div>
    </main>
  );
}
