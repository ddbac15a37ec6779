import { formatMilliseconds } from "@/lib/format/duration";
import { formatChange, formatCount, formatPercent, formatPoints } from "@/lib/format/number";
import { definitions } from "../prepare-definitions";
import type { LiveResult, TrendDifference } from "./schemas";

type Trends = LiveResult["trends"];
type Compared = { [Key in keyof Trends]: Trends[Key] extends TrendDifference ? Key : never }[keyof Trends];

/** A figure of complete days beside the same of the days before. */
export type Trend = {
  key: string;
  label: string;
  period: string;
  definition: string;
  /** The two values as they are read; null without enough on either side. */
  current: string | null;
  previous: string | null;
  difference: string | null;
  /** 95% interval of the difference; null where there is none. */
  interval: string | null;
  n: string | null;
  /** Whether it is clearly for the better or the worse; null when it may be chance or nobody can tell. */
  isBetter: boolean | null;
};

const YESTERDAY = "Yesterday against the day before";
const WEEK = "Last 7 days against the 7 before";

const signed = (text: (value: number) => string) => (value: number) =>
  `${value < 0 ? "−" : "+"}${text(Math.abs(value))}`;
const points = (value: number) => formatPoints(value).replace("-", "−");

const satisfaction = {
  label: "Satisfaction",
  definition: definitions.satisfaction,
  value: (value: number) => value.toFixed(2),
  difference: signed((value) => value.toFixed(2)),
  isMoreBetter: true,
};
const latency = {
  label: "Response time",
  definition: "Mean time until the answer was there.",
  value: (value: number) => formatMilliseconds(value),
  difference: signed((value) => formatMilliseconds(value)),
  isMoreBetter: false,
};
const rate = { value: (value: number) => formatPercent(value), difference: points, isMoreBetter: true };

const compared: readonly ({ key: Compared; period: string } & typeof satisfaction)[] = [
  { key: "satisfaction_vs_yesterday", period: YESTERDAY, ...satisfaction },
  { key: "satisfaction_vs_last_week", period: WEEK, ...satisfaction },
  { key: "response_time_vs_yesterday", period: YESTERDAY, ...latency },
  { key: "response_time_vs_last_week", period: WEEK, ...latency },
  {
    key: "domain_accuracy_vs_last_week",
    period: WEEK,
    label: "Domain accuracy",
    definition: definitions.domain_accuracy,
    ...rate,
  },
  {
    key: "escalation_success_vs_last_week",
    period: WEEK,
    label: "Escalation success",
    definition: definitions.escalation_success,
    ...rate,
  },
];

/** What has changed, complete UTC days against as many before. A difference whose interval holds 0 is neither better nor worse. */
export function prepareTrends(trends: Trends): Trend[] {
  const rows = compared.map(({ key, label, period, definition, value, difference, isMoreBetter }): Trend => {
    const trend = trends[key];
    const head = { key, label, period, definition };
    if (!trend)
      return {
        ...head,
        current: null,
        previous: null,
        difference: null,
        interval: null,
        n: null,
        isBetter: null,
      };
    return {
      ...head,
      current: value(trend.current),
      previous: value(trend.previous),
      difference: difference(trend.difference),
      interval: `${difference(trend.ci_low)} to ${difference(trend.ci_high)}`,
      n: `n ${formatCount(trend.n_current)} and ${formatCount(trend.n_previous)}`,
      isBetter: trend.is_significant ? trend.difference > 0 === isMoreBetter : null,
    };
  });
  const efficiency = trends.cost_efficiency_vs_last_week;
  return [
    ...rows,
    {
      key: "cost_efficiency_vs_last_week",
      label: "Satisfied interactions per dollar",
      period: WEEK,
      definition:
        "Interactions rated 4 or 5 per USD, as a relative change: up is better. A ratio of sums without an interval, so nobody can say whether it is chance.",
      current: null,
      previous: null,
      difference: efficiency === null ? null : formatChange(efficiency).replace("-", "−"),
      interval: null,
      n: null,
      isBetter: null,
    },
  ];
}
