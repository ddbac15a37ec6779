import { formatFacts } from "../formats/vocabulary";
import type { DefinitionProblem } from "../versions/schemas";
import type { DatasetDefinition } from "./schemas";
import { resolveSourceFilter } from "./source-filters";

/** What only the rows can say: bad answers, better answers, votes on the same question, action plans. */
type Need = "bad" | "better" | "votes" | "plans";

/** What the rows of a definition must hold; any one of them will do. None: every row is of use. */
export function listNeeds({ format, pairs }: Pick<DatasetDefinition, "format" | "pairs">): Need[] {
  const { needs } = formatFacts[format];
  if (needs === "bad answers") return ["bad"];
  if (needs === "executions") return ["plans"];
  if (needs === "pairs") return pairs.map((pair) => (pair === "votes" ? "votes" : "better"));
  return [];
}

/**
 * What in a definition cannot work together, whatever the rows are. Paths are those of the definition, such as
 * `filters.<name>`; empty when nothing is wrong.
 */
export function checkDefinition(definition: DatasetDefinition, now: Date): DefinitionProblem[] {
  const resolved = resolveSourceFilter(definition.source, definition.filters, now);
  return [
    ...("issues" in resolved ? resolved.issues : []),
    ...checkFormat(definition),
    ...checkWeights(definition),
  ];
}

function checkFormat({ source, format, pairs, system_prompt }: DatasetDefinition): DefinitionProblem[] {
  const { label, sources, needs, roles } = formatFacts[format];
  const problems: DefinitionProblem[] = [];
  if (!sources.includes(source))
    problems.push({
      path: "format",
      message: `${label} is made of ${sources.join(" or ")} alone; choose another format, or ${sources.join(" or ")} as the source`,
    });
  if (needs === "pairs" && source === "interactions" && !pairs.includes("votes"))
    problems.push({ path: "pairs", message: "interactions have no better answers: name votes" });
  if (system_prompt?.trim() && !roles.includes("system"))
    problems.push({ path: "system_prompt", message: `has no place in ${label}` });
  return problems;
}

/** Which weights decide whether a format has any line at all: of each group one must be more than 0. */
function neededWeights({ format, pairs }: DatasetDefinition): (keyof DatasetDefinition["weights"])[][] {
  const { needs } = formatFacts[format];
  if (needs === "bad answers") return [["negative"], ["positive", "better"]];
  if (needs === "pairs") return [pairs.map((pair) => (pair === "votes" ? "negative" : "better"))];
  if (needs === "executions") return [["positive", "better"]];
  return [["positive", "negative", "better", "unrated"]];
}

function checkWeights(definition: DatasetDefinition): DefinitionProblem[] {
  const { weights, format } = definition;
  if (Object.values(weights.categories).some((weight) => weight > 0)) return [];
  return neededWeights(definition)
    .filter((group) => group.every((name) => weights[name] === 0))
    .map((group) => ({
      path: group.length === 1 ? `weights.${group[0]}` : "weights",
      message:
        group.length === 1
          ? `must be more than 0: ${formatFacts[format].label} has no line without it`
          : `${group.join(" or ")} must be more than 0, or nothing is written`,
    }));
}

const rowNames = { feedback: "vote", turns: "turn", interactions: "interaction", executions: "execution" };

const missing: Record<Need, { what: string; why: string }> = {
  bad: { what: "no answer that people called bad", why: "it learns from good and bad answers" },
  better: { what: "no better answer", why: "it learns from two answers to one question" },
  votes: {
    what: "no bad answer whose question has a good answer elsewhere",
    why: "it learns from two answers to one question",
  },
  plans: { what: "no action plan that worked and no better one", why: "it is made of them" },
};

/** What is missing among `total` rows of which none meets any of the needs. */
export function describeMissing(
  { source, format }: Pick<DatasetDefinition, "source" | "format">,
  needs: readonly [Need, ...Need[]],
  total: number,
): DefinitionProblem {
  const what = needs.map((need) => missing[need].what).join(" and ");
  const rows = `${total.toLocaleString("en-US")} ${rowNames[source]}${total === 1 ? "" : "s"}`;
  return {
    path: "format",
    message: `There is ${what} among ${rows}: ${formatFacts[format].label} cannot be written, ${missing[needs[0]].why}.`,
  };
}
