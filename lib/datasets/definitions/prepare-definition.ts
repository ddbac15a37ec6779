import { formatCount, formatPercent } from "@/lib/format/number";
import { formatFacts } from "../formats/vocabulary";
import type {
  DatasetDefinition,
  NegativePolicy,
  SourceFilters,
  TrainingFormat,
  WeightPolicy,
} from "./schemas";
import { negativeNames, pairNames, sourceNames } from "./vocabulary";

/** Whether lines of the format hold two answers, one preferred over the other. */
export const isPreferenceFormat = (format: TrainingFormat): boolean => formatFacts[format].needs === "pairs";

/** Whether the format teaches one answer of each example, so that the policy for bad answers decides about them. */
const isAnswer = (format: TrainingFormat): boolean => formatFacts[format].needs === "nothing";

/** What a definition does with bad answers; when it says nothing, that is up to its format. */
export const policyOf = ({
  format,
  negatives,
}: Pick<DatasetDefinition, "format" | "negatives">): NegativePolicy =>
  negatives ?? formatFacts[format].defaultNegatives;

const ratingNames: Record<string, string> = { "1": "rated good", "-1": "rated bad" };
/** Names of filters, where the field's own is not a word. */
const filterNames: Record<string, string> = {
  user_id: "user",
  session_id: "session",
  agent_type: "agent",
  channel_id: "channel",
  has_note: "with a note",
  q: "text",
};
const filterName = (name: string) => filterNames[name] ?? name.replaceAll("_", " ");

const day = (value: string) =>
  value.length === 10
    ? value
    : `${value.slice(0, 16).replace("T", " ")}${/Z$|\+00:?00$/.test(value) ? " UTC" : value.slice(19)}`;

/** The filters of a definition in words, the range first: "the last 7 days", "project support". */
export function describeFilters(filters: SourceFilters): string[] {
  const { days, from, to, ...others } = filters;
  const range =
    days !== undefined
      ? `the last ${formatCount(Number(days))} days`
      : from !== undefined && to !== undefined
        ? `${day(String(from))} to ${day(String(to))}`
        : from !== undefined
          ? `from ${day(String(from))}`
          : to !== undefined
            ? `until ${day(String(to))}`
            : "of all time";
  return [
    range,
    ...Object.entries(others).map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(", ") : String(value);
      if (name === "rating") return ratingNames[text] ?? `rating ${text}`;
      if (value === true || text === "true") return filterName(name);
      if (value === false || text === "false") return `not ${filterName(name)}`;
      return `${filterName(name)} ${name === "q" ? `“${text}”` : text}`;
    }),
  ];
}

const weightText = (weight: number) => (weight === 0 ? "left out" : `× ${weight}`);

/** A weight policy in words: "good × 2", "unrated left out". */
export function describeWeightPolicy({
  positive,
  negative,
  better,
  unrated,
  categories,
}: WeightPolicy): string[] {
  return [
    `Good ${weightText(positive)}`,
    `bad ${weightText(negative)}`,
    `better ${weightText(better)}`,
    `unrated ${weightText(unrated)}`,
    ...Object.entries(categories).map(([category, weight]) => `noted ${category} ${weightText(weight)}`),
  ];
}

/** A definition in words, one entry per decision, without what its format has no use for. The system prompt is not among them: it is long. */
export function describeDefinition(definition: DatasetDefinition): { name: string; text: string }[] {
  const { source, filters, format, weights, pairs, validation_share, context_turns, max_tokens } = definition;
  return [
    { name: "Rows", text: [sourceNames[source].label, ...describeFilters(filters)].join(" · ") },
    { name: "Format", text: formatFacts[format].label },
    ...(format === "prompt-response"
      ? []
      : [{ name: "Weights", text: describeWeightPolicy(weights).join(" · ") }]),
    ...(isAnswer(format) ? [{ name: "Bad answers", text: negativeNames[policyOf(definition)].text }] : []),
    ...(isPreferenceFormat(format)
      ? [{ name: "Pairs", text: pairs.map((pair) => pairNames[pair].text).join(" ") }]
      : []),
    {
      name: "Split",
      text:
        validation_share === 0
          ? "Everything is for training"
          : `${formatPercent(validation_share, Number.isInteger(validation_share * 100) ? 0 : 1)} of the conversations for validation`,
    },
    {
      name: "Context",
      text:
        context_turns === 0
          ? "The question alone"
          : `Up to ${formatCount(context_turns)} earlier ${context_turns === 1 ? "exchange" : "exchanges"}`,
    },
    {
      name: "Longest",
      text: max_tokens === null ? "As the target allows" : `${formatCount(max_tokens)} tokens`,
    },
    { name: "Duplicates", text: definition.deduplicate ? "Left out" : "Kept, and told in the report" },
    {
      name: "Personal data",
      text:
        definition.redaction === "redact"
          ? "Replaced by placeholders, as each project’s settings say"
          : "As it is stored",
    },
  ];
}
