import type { Turn } from "@/lib/tuning/sessions/schemas";
import { checkNames, checks, scoreNames, scores } from "@/lib/tuning/vocabulary";

/** What reviewers say of the answer alike: scores 1 to 5 and the three checks. Nothing while nobody has said it. */
export function TurnScores({ turn }: { turn: Turn }) {
  const facts = [
    ...scores.map(
      (score) => [scoreNames[score], turn[score] === null ? null : `${turn[score]} / 5`] as const,
    ),
    ...checks.map(
      (check) => [checkNames[check], turn[check] === null ? null : turn[check] ? "Yes" : "No"] as const,
    ),
  ].filter(([, value]) => value !== null);
  if (facts.length === 0) return null;
  return (
    <dl aria-label="Reviewed as" className="grid grid-cols-[auto_auto] justify-start gap-x-4 gap-y-1 text-13">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
