import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import type { DatasetVersion } from "@/lib/datasets/versions/schemas";
import { stateNames, stateTones } from "@/lib/datasets/versions/vocabulary";
import { formatCount } from "@/lib/format/number";

/** What a version is: waiting, being frozen, ready, … */
export function VersionState({ state }: Pick<DatasetVersion, "state">) {
  return <Badge tone={stateTones[state]}>{stateNames[state]}</Badge>;
}

/** How far the freezing of a version is. */
export function VersionProgress({ version }: { version: DatasetVersion }) {
  const { considered, total, lines } = version.progress;
  const of = total === null ? "" : ` of ${formatCount(total)}`;
  return (
    <Progress
      label={`Freezing version ${version.version}`}
      value={total === null ? null : Math.min(considered, total)}
      max={Math.max(1, total ?? 1)}
      valueText={
        version.state === "queued"
          ? "Waiting to begin"
          : `${formatCount(considered)}${of} rows · ${formatCount(lines)} lines`
      }
    />
  );
}
