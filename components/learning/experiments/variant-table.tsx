import Link from "next/link";
import { Definition } from "@/components/ui/definition";
import { Panel } from "@/components/ui/panel";
import { cn } from "@/lib/format/cn";
import {
  formatCount,
  formatDecimal,
  formatInterval,
  formatPercent,
  formatPoints,
  formatUsd,
  NO_VALUE,
} from "@/lib/format/number";
import { describeVariant, metricNames, shareOf } from "@/lib/learning/experiments/prepare-experiment";
import { outcomesHref } from "@/lib/learning/experiments/prepare-results";
import type { ExperimentResults, VariantResult } from "@/lib/learning/experiments/schemas";

type Ends = VariantResult["difference"];

/** The figures of each variant beside each other; subjects and requests lead to the executions or votes. */
export function VariantTable({ results }: { results: ExperimentResults }) {
  const { variants, experiment, rule } = results;
  const isFeedback = experiment.metric === "feedback";
  const heads: [label: string, meaning?: string][] = [
    ["Variant"],
    ["Subjects", "Who was seen with this variant first, with at least one outcome."],
    [isFeedback ? "Votes" : "Requests", "All of these subjects while it ran."],
    [
      metricNames[experiment.metric],
      `Per ${isFeedback ? "vote" : "request"}, with its 95% interval over subjects. Grey below ${rule.minimum_subjects} subjects.`,
    ],
    [
      "Difference",
      "To the control, in percentage points. Below it the interval that stays valid however often you look, and the usual one, right for one look only.",
    ],
    ["Tokens", "In and out, per request that says them."],
    ["Cost", "USD per priced request."],
    ["Time", "Mean response time."],
    ["Retries", "Per request."],
  ];
  return (
    <Panel title="Variants">
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason above */}
      <section aria-label="Variants, table" tabIndex={0} className="overflow-x-auto border-t">
        <table className="w-full border-collapse text-13">
          <thead>
            <tr>
              {heads.map(([label, meaning], index) => (
                <th
                  key={label}
                  scope="col"
                  className={cn(
                    "border-b px-3 py-1.5 text-xs font-medium whitespace-nowrap text-muted",
                    index === 0 ? "pl-4 text-left" : "text-right",
                  )}
                >
                  {label}
                  {meaning ? <Definition of={label}>{meaning}</Definition> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => (
              <Row key={variant.name} variant={variant} results={results} />
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

const cell = "border-b px-3 py-2 text-right align-top whitespace-nowrap";

function Row({
  variant,
  results: { experiment, rule },
}: {
  variant: VariantResult;
  results: ExperimentResults;
}) {
  const plan = experiment.variants.find(({ name }) => name === variant.name);
  const isSmall = variant.subjects < rule.minimum_subjects;
  const href = outcomesHref(experiment, variant.name);
  return (
    <tr className="hover:bg-subtle">
      <th scope="row" className="max-w-72 min-w-40 border-b py-2 pr-3 pl-4 text-left align-top font-normal">
        <span dir="auto" className="font-medium break-words">
          {variant.name}
        </span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">
          {variant.is_control ? "control · " : ""}
          {plan ? `${formatPercent(shareOf(plan, experiment.variants), 0)} · ${describeVariant(plan)}` : ""}
        </span>
      </th>
      <td className={cell}>{formatCount(variant.subjects)}</td>
      <td className={cell}>
        {variant.requests > 0 ? (
          <Link href={href} className="text-accent hover:underline">
            {formatCount(variant.requests)}
          </Link>
        ) : (
          formatCount(variant.requests)
        )}
      </td>
      <td className={cn(cell, isSmall && "text-muted")}>
        <span className={isSmall ? undefined : "font-medium"}>{formatPercent(variant.rate)}</span>
        <span className="block text-xs text-muted">{formatInterval(variant.ci_low, variant.ci_high)}</span>
      </td>
      <td className={cell}>
        {variant.difference ? formatPoints(variant.difference.difference) : NO_VALUE}
        <Range ends={variant.sequential} label="always valid" />
        <Range ends={variant.difference} label="one look" />
      </td>
      <td className={cell}>{formatDecimal(variant.tokens_per_request)}</td>
      <td className={cell}>{formatUsd(variant.cost_per_request)}</td>
      <td className={cell}>
        {variant.response_time_ms === null ? NO_VALUE : `${formatDecimal(variant.response_time_ms)} ms`}
      </td>
      <td className={cell}>
        {variant.retries_per_request === null ? NO_VALUE : variant.retries_per_request.toFixed(2)}
      </td>
    </tr>
  );
}

function Range({ ends, label }: { ends: Ends; label: string }) {
  return ends ? (
    <span className="block text-xs text-muted">
      {formatPoints(ends.ci_low)} to {formatPoints(ends.ci_high)}, {label}
    </span>
  ) : null;
}
