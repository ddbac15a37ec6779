"use client";
import { Field } from "@/components/ui/field";
import { LongText } from "@/components/ui/long-text";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ReviewDraft } from "@/lib/tuning/reviews/schemas";
import type { SearchResult, Turn } from "@/lib/tuning/sessions/schemas";
import { type ChunkVerdict, chunkVerdicts } from "@/lib/tuning/vocabulary";

const verdictNames: Record<ChunkVerdict, string> = {
  used: "Used",
  irrelevant: "Irrelevant",
  misleading: "Misleading",
};
const verdictOptions = chunkVerdicts.map((value) => ({ value, label: verdictNames[value] }));

/** What retrieval gave the assistant, with what the reviewer says of each piece and of what is missing. */
export function ChunkList({
  turn,
  content,
  onChange,
}: {
  turn: Turn;
  content: ReviewDraft;
  onChange: (change: (content: ReviewDraft) => ReviewDraft) => void;
}) {
  const chunks = turn.search_results?.results ?? [];
  const { verdicts, missing } = content.chunk_verdicts;
  const setVerdict = (place: number, verdict: ChunkVerdict | null) =>
    onChange((review) => {
      const { [String(place)]: _, ...others } = review.chunk_verdicts.verdicts;
      return {
        ...review,
        chunk_verdicts: {
          ...review.chunk_verdicts,
          verdicts: verdict === null ? others : { ...others, [place]: verdict },
        },
      };
    });
  return (
    <div data-chunks="" className="grid gap-4 p-4">
      {chunks.length === 0 ? (
        <p className="text-13 text-muted">Nothing was retrieved for this answer.</p>
      ) : (
        <ol className="grid divide-y">
          {chunks.map((chunk, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: verdicts go by place, and chunks never move
            <li key={place} className="grid gap-2 py-3 first:pt-0">
              <Chunk chunk={chunk} place={place} />
              <ToggleGroup
                label={`Verdict on chunk ${place + 1}`}
                value={verdicts[String(place)] ?? null}
                onValueChange={(verdict) => setVerdict(place, verdict)}
                onClear={() => setVerdict(place, null)}
                options={verdictOptions}
                className="h-7 justify-self-start"
              />
            </li>
          ))}
        </ol>
      )}
      <Field label="Missing" hint="What should have been found.">
        <Textarea
          dir="auto"
          value={missing ?? ""}
          maxLength={20_000}
          className="min-h-14"
          onChange={(event) => {
            const text = event.target.value;
            onChange((review) => ({
              ...review,
              chunk_verdicts: { ...review.chunk_verdicts, missing: text === "" ? null : text },
            }));
          }}
        />
      </Field>
    </div>
  );
}

function Chunk({ chunk, place }: { chunk: SearchResult; place: number }) {
  const { similarity } = chunk;
  return (
    <>
      <div className="grid gap-1">
        <div className="flex items-baseline justify-between gap-3 text-13">
          <h3 dir="auto" className="min-w-0 font-medium break-words">
            {chunk.document_title || chunk.chunk_id || `Chunk ${place + 1}`}
          </h3>
          <span className="shrink-0 text-xs text-muted">
            <span className="sr-only">Similarity </span>
            {similarity === null || similarity === undefined ? "no similarity" : similarity.toFixed(2)}
          </span>
        </div>
        {typeof similarity === "number" ? (
          <div aria-hidden className="h-1 overflow-hidden rounded-full bg-subtle">
            <div
              className="h-full rounded-full bg-chart-1"
              style={{ width: `${Math.max(0, Math.min(1, similarity)) * 100}%` }}
            />
          </div>
        ) : null}
      </div>
      <div className="text-13 text-muted">
        <LongText text={chunk.chunk_text} foldAt={420} />
      </div>
    </>
  );
}
