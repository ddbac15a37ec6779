import { formatCount, formatUsd } from "@/lib/format/number";
import type { RepriceResult, UnpricedRow } from "./schemas";

/** Why an interaction has no cost, and what would give it one. */
export const unpricedReasonTexts: Record<UnpricedRow["reason"], string> = {
  no_model: "No model was sent with it.",
  no_tokens: "No tokens were sent with it.",
  tokens_not_split: "Only a sum of tokens was sent; a price needs input and output tokens.",
  unknown_model: "The price list has no price for this model at that time.",
  not_repriced: "There is a price now: “Price them now” uses it.",
};

/** What pricing again would do, in words. */
export function describeReprice({ repriced, still_unpriced, cost_added_usd }: RepriceResult): string {
  const rest =
    still_unpriced > 0
      ? ` ${formatCount(still_unpriced)} stay unpriced: nothing known gives them a price.`
      : "";
  if (repriced === 0) return `Nothing would change.${rest}`;
  const noun = repriced === 1 ? "interaction gets" : "interactions get";
  const change =
    cost_added_usd < 0
      ? `${formatUsd(-cost_added_usd)} less than now`
      : `${formatUsd(cost_added_usd)} more than now`;
  return `${formatCount(repriced)} ${noun} a price, ${change}.${rest}`;
}
