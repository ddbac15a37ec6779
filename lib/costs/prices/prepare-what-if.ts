import { formatChange, formatUsd, NO_VALUE } from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { WhatIfResult } from "./schemas";

const signed = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text);

/** The difference in cost in words: −$1.20 (−35.0%). Without a price there is none. */
export function describeWhatIf({ difference, actual_cost }: WhatIfResult): {
  change: string;
  isCheaper: boolean | null;
} {
  if (difference === null) return { change: NO_VALUE, isCheaper: null };
  const amount = signed(difference, formatUsd(Math.abs(difference)));
  return {
    change: actual_cost > 0 ? `${amount} (${formatChange(difference / actual_cost)})` : amount,
    isCheaper: difference === 0 ? null : difference < 0,
  };
}

/** Mean satisfaction on either side and their difference; it is only called better or worse when its interval leaves out 0. */
export function describeQuality({ quality }: WhatIfResult) {
  const side = ({ average, n }: { average: number | null; n: number }) => ({
    text: average === null ? NO_VALUE : average.toFixed(2),
    isSmall: n < SMALL_SAMPLE,
  });
  const { difference, ci_low, ci_high } = quality;
  const points = (value: number) => signed(value, Math.abs(value).toFixed(2));
  return {
    current: side(quality.current),
    toModel: side(quality.to_model),
    difference: difference === null ? NO_VALUE : points(difference),
    isBetter: ci_low === null || ci_high === null ? null : ci_low > 0 ? true : ci_high < 0 ? false : null,
    interval:
      ci_low === null || ci_high === null
        ? "Too few ratings for an interval."
        : `95% interval ${points(ci_low)} to ${points(ci_high)} (Welch)${ci_low <= 0 && ci_high >= 0 ? ": it may be chance." : "."}`,
  };
}
