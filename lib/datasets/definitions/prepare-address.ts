import { readChoices, toSearch } from "@/lib/query/parameters";
import { datasetSources, noteCategories } from "../examples/schemas";
import { weightKinds } from "../writing/schemas";
import { type Category, type DatasetForm, newDatasetForm } from "./prepare-form";
import { readFilterSearch, toFilterSearch } from "./prepare-source-filters";
import { negativePolicies, type PairSource, pairSources, trainingFormats } from "./schemas";

// The address of the builder: source, the source's filters under their own names, and what differs from a new dataset. Name,
// description, schedule and system prompt are not in it: they are a person's draft, and too long.

const oneOf = <Value extends string>(allowed: readonly Value[], text: string): Value | null =>
  allowed.find((value) => value === text) ?? null;

const LONGEST = 100;
const typed = (text: string) => (text.length <= LONGEST ? text : null);

/** How each part of the form is written and read; undefined = as in a new dataset, null = not understood. */
type Part = {
  write: (form: DatasetForm, fresh: DatasetForm) => string | undefined;
  read: (text: string) => Partial<DatasetForm> | null;
};

const text = (name: "validation_percent" | "context_turns" | "max_tokens" | "split_seed"): Part => ({
  write: (form, fresh) => (form[name] === fresh[name] ? undefined : form[name]),
  read: (value) => (typed(value) === null ? null : { [name]: value }),
});

const parts: Readonly<Record<string, Part>> = {
  format: {
    write: ({ format }, fresh) => (format === fresh.format ? undefined : format),
    read: (value) => {
      const format = oneOf(trainingFormats, value);
      return format && { format };
    },
  },
  negatives: {
    write: ({ negatives }) => negatives ?? undefined,
    read: (value) => {
      const negatives = oneOf(negativePolicies, value);
      return negatives && { negatives };
    },
  },
  pairs: {
    write: ({ pairs }) => (pairs.length === pairSources.length ? undefined : pairs.join(",")),
    read: (value) => {
      const pairs = readChoices([value]).map((each) => oneOf(pairSources, each));
      return pairs.includes(null) ? null : { pairs: pairs as PairSource[] };
    },
  },
  redaction: {
    write: ({ redaction }) => (redaction === "none" ? undefined : redaction),
    read: (value) => (value === "redact" || value === "none" ? { redaction: value } : null),
  },
  deduplicate: {
    write: ({ deduplicate }) => (deduplicate ? "true" : undefined),
    read: (value) => (value === "true" || value === "false" ? { deduplicate: value === "true" } : null),
  },
  validation_percent: text("validation_percent"),
  split_seed: text("split_seed"),
  context_turns: text("context_turns"),
  max_tokens: text("max_tokens"),
};

const weightName = (kind: string) => `weight_${kind}`;

/** The query string of the builder for this form, names sorted. */
export function toBuilderSearch(form: DatasetForm): string {
  const fresh = newDatasetForm();
  return toSearch({
    ...toFilterSearch(form.filters, form.source),
    source: form.source,
    ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.write(form, fresh)])),
    ...Object.fromEntries(
      weightKinds.map((kind) => [
        weightName(kind),
        form.weights[kind] === fresh.weights[kind] ? undefined : form.weights[kind],
      ]),
    ),
    ...Object.fromEntries(
      noteCategories.map((category) => [weightName(category), form.categories[category]]),
    ),
  });
}

/**
 * The form that an address asks for, such as /datasets/new?source=feedback&rating=1. Without anything in it: a new dataset.
 * `unknown` names the parameters that are not understood; they are left out.
 */
export function readBuilderSearch(search: URLSearchParams): { form: DatasetForm; unknown: string[] } {
  let form = newDatasetForm();
  if ([...search.keys()].length === 0) return { form, unknown: [] };
  const unknown: string[] = [];
  const source = search.get("source");
  const known = oneOf(datasetSources, source ?? form.source);
  if (known === null) unknown.push("source");
  const others: [string, string][] = [];
  for (const [name, value] of search) {
    if (name === "source" || value === "") continue;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    const kind = weightKinds.find((each) => weightName(each) === name);
    const category: Category | undefined = noteCategories.find((each) => weightName(each) === name);
    const changes = part
      ? part.read(value)
      : typed(value) === null
        ? null
        : kind
          ? { weights: { ...form.weights, [kind]: value } }
          : category
            ? { categories: { ...form.categories, [category]: value } }
            : null;
    if (changes) form = { ...form, ...changes };
    else if (part || kind || category) unknown.push(name);
    else others.push([name, value]);
  }
  form = { ...form, source: known ?? form.source };
  const filters = readFilterSearch(others, form.source);
  return { form: { ...form, filters: filters.filters }, unknown: [...unknown, ...filters.unknown] };
}
