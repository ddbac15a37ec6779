"use client";
import { DiffText } from "@/components/ui/diff-text";
import type { Comparison } from "@/lib/tuning/versions/schemas";

/** What changed from the prompt of A to that of B, word by word, when both are stored; else which one is missing. */
export function PromptDiff({ a, b }: Pick<Comparison, "a" | "b">) {
  const missing = [a, b].filter((side) => side.prompt_text === null).map((side) => side.version);
  return (
    <section aria-label="Prompts" className="rounded-md border bg-surface">
      <h2 className="border-b px-4 py-3 text-sm font-semibold">What changed in the prompt</h2>
      <div className="p-4 text-13">
        {a.prompt_text === null || b.prompt_text === null ? (
          <p className="text-muted">
            {missing.length === 2 ? "Neither prompt is stored" : `The prompt of ${missing[0]} is not stored`}.
            Store it in the list of versions below, or send it: PUT /v1/tuning/versions/{"{version}"}.
          </p>
        ) : a.prompt_text === b.prompt_text ? (
          <p className="text-muted">Nothing: both prompts are the same to the letter.</p>
        ) : (
          <div className="max-h-[32rem] overflow-y-auto">
            <DiffText before={a.prompt_text} after={b.prompt_text} />
          </div>
        )}
      </div>
    </section>
  );
}
