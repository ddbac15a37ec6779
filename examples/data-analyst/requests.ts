import { randomOf } from "../../lib/stats/random";
import { numberColumns, type Plan, textColumns } from "./table";

// What people ask of the example's data analyst: everyday words that any model knows, and words of this house that none does.

/** One request, what its sender wants to have done, and the words in which they would correct a wrong answer. */
export type Request = {
  userId: string;
  prompt: string;
  wanted: Plan;
  correction: string;
  isCorrecting: boolean;
};

type Kind = {
  plain: string;
  ofThisHouse: string[];
  plan: (text: string, number: string) => Plan;
};

const operation = (
  type: string,
  method: string,
  args: unknown[] = [],
  kwargs: Record<string, unknown> = {},
) => ({
  type,
  execution_instructions: { method: `pandas.${method}`, args, kwargs },
});
const grouped =
  (how: string) =>
  (text: string, number: string): Plan => ({
    task: "group_by",
    group_by_column: text,
    aggregate_function: how,
    aggregate_column: number,
    operations: [operation("group_by", "groupby", [text], { agg: { [number]: how } })],
  });
const one =
  (
    task: string,
    type: string,
    method: string,
    toArgs: (text: string, number: string) => unknown[] = () => [],
  ) =>
  (text: string, number: string): Plan => ({
    task,
    operations: [operation(type, method, toArgs(text, number))],
  });

const kinds: Kind[] = [
  {
    plain: "total {number} by {text}",
    ofThisHouse: [
      "roll up {number} across the {text} ladder",
      "give me the {text} purse of {number}",
      "stack {number} into {text} towers",
      "harvest {number} field by field, fields being {text}",
      "{text} scoreboard, points are {number}",
    ],
    plan: grouped("sum"),
  },
  {
    plain: "average {number} by {text}",
    ofThisHouse: [
      "what is par for {number} on the {text} course",
      "level the {number} water in every {text} basin",
      "{text} weather report on {number}",
      "typical {number} mood, seen through {text}",
    ],
    plan: grouped("mean"),
  },
  {
    plain: "count of {number} by {text}",
    ofThisHouse: [
      "headcount at the {text} gates, tickets are {number}",
      "how crowded is each {text} on the {number} bus",
      "roll call of {number} in {text} class",
    ],
    plan: grouped("count"),
  },
  {
    plain: "maximum {number} by {text}",
    ofThisHouse: [
      "high-water mark of {number} along the {text} river",
      "who holds the {number} crown in the {text} kingdom",
      "record {number} jumps, {text} league",
      "{text} ceilings in the house of {number}",
    ],
    plan: grouped("max"),
  },
  {
    plain: "top 5 rows by {number}",
    ofThisHouse: [
      "show me the {number} champions",
      "hall of fame for {number}",
      "front row of the {number} parade",
      "cream of the {number} crop",
    ],
    plan: one("sort", "top", "nlargest", (_, number) => [5, number]),
  },
  {
    plain: "lowest 5 rows by {number}",
    ofThisHouse: [
      "bottom drawer of {number}",
      "wooden spoons for {number}",
      "relegation zone of the {number} table",
    ],
    plan: one("sort", "bottom", "nsmallest", (_, number) => [5, number]),
  },
  {
    plain: "remove duplicates",
    ofThisHouse: [
      "chase out the twins",
      "one ticket per passenger please",
      "kill the echo",
      "no doppelgangers at this party",
    ],
    plan: one("clean", "remove_duplicates", "drop_duplicates"),
  },
  {
    plain: "remove rows with missing values",
    ofThisHouse: [
      "sweep out the ghosts",
      "whoever left a blank goes home",
      "plug no holes, just throw leaky buckets away",
    ],
    plan: one("clean", "remove_empty_rows", "dropna"),
  },
  {
    plain: "sum of all {number}",
    ofThisHouse: [
      "bottom line on {number}",
      "empty every pocket of {number} onto the desk",
      "the whole {number} enchilada",
    ],
    plan: one("formula", "sum", "sum", (_, number) => [number]),
  },
  {
    plain: "overall average of {number}",
    ofThisHouse: [
      "where does the {number} pendulum rest",
      "centre of gravity of {number}",
      "the {number} of Joe Bloggs",
    ],
    plan: one("formula", "mean", "mean", (_, number) => [number]),
  },
  {
    plain: "number of different values of {text}",
    ofThisHouse: [
      "how many flavours of {text} are on the menu",
      "size of the {text} zoo",
      "census of {text} species",
    ],
    plan: one("formula", "count_distinct", "nunique", (text) => [text]),
  },
];

/** So many requests, always the same ones: a fifth in plain words; every other person says so when the answer is wrong. */
export function makeRequests(count: number, seed = "a year of orders"): Request[] {
  const random = randomOf(seed);
  const choose = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const wordings = kinds.flatMap((kind) => kind.ofThisHouse.map((wording) => ({ kind, wording })));
  return Array.from({ length: count }, () => {
    const { kind, wording } = random() < 0.2 ? plainly(choose(kinds)) : choose(wordings);
    const [text, number] = [choose(textColumns), choose(numberColumns)];
    const fill = (template: string) => template.replace("{text}", text).replace("{number}", number);
    return {
      userId: `u-${1 + Math.floor(random() * 40)}`,
      prompt: fill(wording),
      wanted: kind.plan(text, number),
      correction: `I mean: ${fill(kind.plain)}`,
      isCorrecting: random() < 0.5,
    };
  });
}

const plainly = (kind: Kind) => ({ kind, wording: kind.plain });
