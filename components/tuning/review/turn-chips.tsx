import { Badge } from "@/components/ui/badge";
import { formatPercent } from "@/lib/format/number";
import type { Turn } from "@/lib/tuning/sessions/schemas";

const formatMs = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** What was measured of an answer, as short facts; what was not measured is left out. */
export function TurnChips({
  turn,
}: {
  turn: Turn & { master_prompt_version: string | null; branch_name: string | null };
}) {
  const facts: [name: string, value: string | null][] = [
    ["Latency", turn.processing_time_ms === null ? null : formatMs(turn.processing_time_ms)],
    ["Similarity", turn.avg_similarity === null ? null : turn.avg_similarity.toFixed(2)],
    ["Confidence", turn.confidence_score === null ? null : formatPercent(turn.confidence_score, 0)],
    ["Version", turn.master_prompt_version],
    ["Branch", turn.branch_name],
    ["Model", turn.model],
    ["Intent", turn.intent],
    ["Template", turn.template_used],
    ["Tester", turn.rating === null ? null : turn.rating === 1 ? "thumbs up" : "thumbs down"],
  ];
  return (
    <ul aria-label="Facts of this turn" className="flex flex-wrap gap-1">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <li key={name} className="min-w-0 max-w-full">
            <Badge className="font-normal">
              <span className="text-muted">{name}</span>
              <span className="truncate">{value}</span>
            </Badge>
          </li>
        ),
      )}
    </ul>
  );
}
