"use client";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ReviewDraft } from "@/lib/tuning/reviews/schemas";
import { checkNames, checks, scoreNames, scores } from "@/lib/tuning/vocabulary";

const scoreOptions = ["1", "2", "3", "4", "5"].map((value) => ({ value, label: value }));
const checkOptions = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
] as const;
const thumbOptions = [
  { value: "1", label: <ThumbsUp aria-hidden />, ariaLabel: "Good answer" },
  { value: "-1", label: <ThumbsDown aria-hidden />, ariaLabel: "Bad answer" },
] as const;

/** Thumbs, the three scores and the three checks. Pressing a pressed one takes it back: not said is not zero. */
export function Ratings({
  content,
  onChange,
}: {
  content: ReviewDraft;
  onChange: (change: Partial<ReviewDraft>) => void;
}) {
  return (
    <div className="grid gap-1.5">
      <Row label="Answer">
        <ToggleGroup
          label="Answer"
          value={content.thumbs === null ? null : content.thumbs === 1 ? "1" : "-1"}
          onValueChange={(value) => onChange({ thumbs: value === "1" ? 1 : -1 })}
          onClear={() => onChange({ thumbs: null })}
          options={thumbOptions}
        />
      </Row>
      {scores.map((score) => (
        <Row key={score} label={scoreNames[score]}>
          <ToggleGroup
            label={`${scoreNames[score]}, 1 to 5`}
            value={content[score] === null ? null : String(content[score])}
            onValueChange={(value) => onChange({ [score]: Number(value) })}
            onClear={() => onChange({ [score]: null })}
            options={scoreOptions}
            hasDigitKeys
          />
        </Row>
      ))}
      {checks.map((check) => (
        <Row key={check} label={checkNames[check]}>
          <ToggleGroup
            label={checkNames[check]}
            value={content[check] === null ? null : content[check] ? "yes" : "no"}
            onValueChange={(value) => onChange({ [check]: value === "yes" })}
            onClear={() => onChange({ [check]: null })}
            options={checkOptions}
          />
        </Row>
      ))}
    </div>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1 text-13">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}
