"use client";
import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Said } from "./turn-card";
import type { Exchange } from "./use-converse";

/** A question whose answer is on its way, or did not come. */
export function ExchangeView({
  exchange,
  onRetry,
  onDiscard,
}: {
  exchange: Exchange;
  onRetry: () => void;
  onDiscard: () => void;
}) {
  const { question, answer, status, error } = exchange;
  return (
    <article
      aria-label="Turn under way"
      aria-busy={status !== "failed"}
      className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-md border border-accent bg-surface p-4"
    >
      <Said by="User">
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {question}
        </p>
      </Said>
      {answer === "" && status === "failed" ? null : (
        <Said by="Assistant">
          <p dir="auto" aria-live="polite" className="min-h-5 break-words whitespace-pre-wrap">
            {answer}
          </p>
        </Said>
      )}
      {status === "streaming" ? (
        <p role="status" className="flex items-center gap-2 text-xs text-muted">
          <Spinner />
          {answer === "" ? "Waiting for the assistant" : "The assistant is answering"}
        </p>
      ) : status === "awaited" ? (
        <div role="status" className="flex flex-wrap items-center gap-2 text-13">
          <Spinner />
          <span className="mr-auto">
            The connection broke. If the answer comes to its end, it is recorded and appears here.
          </span>
          <Button variant="outline" size="sm" onClick={onDiscard}>
            Do not wait
          </Button>
        </div>
      ) : (
        <div role="alert" className="flex flex-wrap items-center gap-2 text-13">
          <span className="mr-auto text-negative">
            {error}
            {answer === "" ? "" : " What came of it is shown above and was not recorded."}
          </span>
          <Button variant="ghost" size="sm" onClick={onDiscard}>
            Discard
          </Button>
          <Button variant="outline" size="sm" onClick={onRetry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        </div>
      )}
    </article>
  );
}
