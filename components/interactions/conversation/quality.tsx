"use client";
import { Popover } from "@/components/ui/popover";
import { cn } from "@/lib/format/cn";
import { formatPercent } from "@/lib/format/number";
import type { ConversationQuality } from "@/lib/interactions/conversations/schemas";
import { prepareBasis, prepareQuality } from "@/lib/interactions/prepare-quality";

const score = (value: number | null) => (value === null ? "–" : value.toFixed(2));

/**
 * The quality score of a conversation; a press shows its parts and how it is made of them. Grey with the number of parts
 * where little was measured, and a dash where there is next to nothing to go by.
 */
export function QualityScore({ quality }: { quality: ConversationQuality }) {
  if (quality.score === null) return <span className="text-muted">–</span>;
  const { basis, measured, of } = prepareBasis(quality);
  const shown = basis === "nothing" ? "–" : score(quality.score);
  return (
    <Popover
      label="Quality score"
      align="end"
      className="max-w-80"
      trigger={
        <button
          type="button"
          aria-label={
            basis === "enough"
              ? `Quality ${shown}: show its parts`
              : `Quality ${shown} ${measured}/${of} parts measured: show its parts`
          }
          title={basis === "enough" ? undefined : `${measured} of ${of} parts measured`}
          className={cn(
            "rounded-md underline decoration-border decoration-dotted underline-offset-4 hover:decoration-foreground",
            basis !== "enough" && "text-muted",
          )}
        >
          {shown}
          {basis === "enough" ? null : (
            <span className="text-xs">
              {" "}
              {measured}/{of}
            </span>
          )}
        </button>
      }
    >
      <QualityParts quality={quality} />
    </Popover>
  );
}

function QualityParts({ quality }: { quality: ConversationQuality }) {
  const { basis, measured, of } = prepareBasis(quality);
  return (
    <div className="grid gap-3 text-left text-xs">
      <p className="text-13 font-medium">Quality {score(quality.score)}, from 0 to 1</p>
      <table className="w-full border-collapse">
        <thead>
          <tr className="text-muted">
            <th scope="col" className="py-1 text-left font-medium">
              Part
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-medium">
              Value
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-medium">
              Weight
            </th>
          </tr>
        </thead>
        <tbody>
          {prepareQuality(quality).map(({ key, label, meaning, value, share }) => (
            <tr key={key} className="border-t align-top">
              <th scope="row" className="py-1 text-left font-normal">
                {label}
                <span className="block text-muted">{meaning}</span>
              </th>
              <td className="py-1 pl-3 text-right">{score(value)}</td>
              <td className="py-1 pl-3 text-right">{formatPercent(share, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-muted">
        {basis === "enough" ? "" : `Only ${measured} of ${of} parts measured: too little to compare by. `}
        The weighted mean of the parts that could be measured; without satisfaction{" "}
        {score(quality.score_without_satisfaction)}.
      </p>
    </div>
  );
}
