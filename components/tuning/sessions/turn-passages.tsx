import type { SearchResult, Turn } from "@/lib/tuning/sessions/schemas";
import { formatSimilarity } from "./session-columns";

/** Passages that are shown; a turn may have up to 200. */
const SHOWN = 50;
const SHOWN_CHARS = 2_000;

/** What retrieval gave the assistant, best first as it came, folded until someone looks. */
export function TurnPassages({ turn }: { turn: Turn }) {
  const results = turn.search_results?.results;
  if (!results) {
    return turn.total_chunks ? (
      <p className="text-xs text-muted">{turn.total_chunks} passages, which were not sent</p>
    ) : null;
  }
  if (results.length === 0) return <p className="text-xs text-muted">Retrieval found no passage.</p>;
  return (
    <details className="group text-13">
      <summary className="w-fit cursor-pointer rounded-md text-xs text-muted select-none hover:text-foreground">
        {results.length} {results.length === 1 ? "passage" : "passages"}
        {turn.avg_similarity === null
          ? null
          : ` · average similarity ${formatSimilarity(turn.avg_similarity)}`}
      </summary>
      <ol className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3">
        {results.slice(0, SHOWN).map((result, index) => (
          // The same passage may have been found twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <Passage key={index} result={result} />
        ))}
      </ol>
      {results.length > SHOWN ? (
        <p className="mt-2 text-xs text-muted">The first {SHOWN} of them. The CSV has all.</p>
      ) : null}
    </details>
  );
}

function Passage({ result }: { result: SearchResult }) {
  const { similarity } = result;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex min-w-0 items-center gap-2 text-xs">
        <span dir="auto" className="truncate font-medium">
          {result.document_title || result.chunk_id || "Untitled passage"}
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-2 text-muted">
          <span aria-hidden className="h-1 w-14 overflow-hidden rounded-full bg-subtle">
            <span
              className="block h-full bg-accent"
              style={{ width: `${100 * Math.min(1, Math.max(0, similarity ?? 0))}%` }}
            />
          </span>
          {formatSimilarity(similarity)}
        </span>
      </div>
      <p dir="auto" className="break-words whitespace-pre-wrap text-muted">
        {result.chunk_text.length > SHOWN_CHARS
          ? `${result.chunk_text.slice(0, SHOWN_CHARS)}…`
          : result.chunk_text || "empty"}
      </p>
    </li>
  );
}
