import { Badge } from "@/components/ui/badge";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import { categoryNames, severityNames, statusNames } from "@/lib/tuning/vocabulary";

export const NO_CATEGORY_LABEL = "No category";

/** What a note is about. */
export function CategoryBadge({ category }: { category: Improvement["category"] }) {
  return category === null ? (
    <span className="text-muted">{NO_CATEGORY_LABEL}</span>
  ) : (
    <Badge>{categoryNames[category]}</Badge>
  );
}

const severityTones = { low: "neutral", medium: "warning", high: "negative" } as const;

/** How bad it is. */
export function SeverityBadge({ severity }: { severity: Improvement["severity"] }) {
  return severity === null ? (
    <span className="text-muted">–</span>
  ) : (
    <Badge tone={severityTones[severity]}>{severityNames[severity]}</Badge>
  );
}

const statusTones = {
  open: "neutral",
  applied: "accent",
  verified: "positive",
  reopened: "warning",
} as const;

/** Where a note is in its life. */
export function StatusBadge({ status }: { status: Improvement["status"] }) {
  return <Badge tone={statusTones[status]}>{statusNames[status]}</Badge>;
}
