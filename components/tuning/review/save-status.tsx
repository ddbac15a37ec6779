"use client";
import { Check, CloudOff, TriangleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Spinner } from "@/components/ui/spinner";
import type { ReviewStore } from "./review-store";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Where what was typed is, in words. Read out only when it goes wrong: a sentence after each pause would be noise. */
export function SaveStatus({ store }: { store: ReviewStore }) {
  const { save, isOnDevice, review } = useSyncExternalStore(
    store.subscribe,
    store.getSnapshot,
    store.getSnapshot,
  );
  const place = isOnDevice ? "Kept on this device." : "Keep this page open.";
  if (save.kind === "failed") {
    return (
      <p role="status" className="flex min-w-0 items-center gap-1.5 text-negative">
        <CloudOff aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0">
          {save.isSignedOut ? (
            <>
              Not saved – you are signed out.{" "}
              <a href="/login" target="_blank" rel="noopener" className="underline">
                Sign in again
              </a>
              .
            </>
          ) : save.isRetrying ? (
            "Not saved – retrying."
          ) : (
            `Not saved: ${save.message}`
          )}{" "}
          <span className="text-muted">{place}</span>
        </span>
      </p>
    );
  }
  if (save.kind === "conflict") {
    return (
      <p className="flex items-center gap-1.5 text-warning">
        <TriangleAlert aria-hidden className="size-4" />
        Saved elsewhere too.{" "}
        <a href="#review-conflict" className="underline">
          Choose which one holds
        </a>
      </p>
    );
  }
  if (save.kind === "saving" || save.kind === "waiting") {
    return (
      <p className="flex items-center gap-1.5 text-muted">
        <Spinner />
        Saving…
      </p>
    );
  }
  if (save.at === null) return <p className="text-muted">Everything you type is saved.</p>;
  const isDone = review?.state === "done" && review.draft === null;
  return (
    <p className="flex items-center gap-1.5 text-muted">
      <Check aria-hidden className="size-4 text-positive" />
      <time dateTime={save.at}>
        {isDone ? "Done" : "Saved"} {clock.format(new Date(save.at))}
      </time>
    </p>
  );
}
