import { type StrategyBody, sections } from "./schemas";
import { sectionNames } from "./vocabulary";

/** A body as a text that people can compare word by word: every setting on a line of its own, in a fixed order. */
export function toComparableText(body: StrategyBody): string {
  const { examples, model } = body;
  return [
    "# System role",
    body.system_role,
    "",
    `# Budget: ${body.budget_tokens} tokens`,
    ...sections.map(
      (name) =>
        `${sectionNames[name].label}: ${body.sections[name].is_enabled ? `${body.sections[name].budget_tokens} tokens` : "off"}`,
    ),
    "",
    "# Examples",
    `Curated: ${examples.curated}`,
    `Retrieved: ${examples.retrieved}`,
    `Diversity: ${examples.diversity}`,
    `Least similarity: ${examples.min_similarity}`,
    "",
    "# Negative examples",
    ...body.negative_examples.flatMap(({ prompt, wrong, right, reason }) => [
      `Prompt: ${prompt}`,
      `Wrong: ${JSON.stringify(wrong)}`,
      `Right: ${JSON.stringify(right)}`,
      `Reason: ${reason}`,
      "",
    ]),
    "# Constraints",
    ...body.constraints.map((rule) => `- ${rule}`),
    "",
    "# Chain of thought",
    body.chain_of_thought,
    "",
    "# Output schema",
    body.output_schema === null ? "The action-plan schema" : JSON.stringify(body.output_schema, null, 2),
    "",
    "# Model",
    `Provider: ${model.provider ?? "the installation's"}`,
    `Name: ${model.name ?? "the installation's"}`,
    `Temperature: ${model.temperature ?? "not set"}`,
    `Top p: ${model.top_p ?? "not set"}`,
    `Top k: ${model.top_k ?? "not set"}`,
    `Most tokens of an answer: ${model.max_output_tokens ?? "not set"}`,
    `Time-out: ${model.timeout_seconds} s`,
    `Retries: ${model.max_retries}`,
    `Simple prompt first: ${body.progressive ? "yes" : "no"}`,
    "",
  ].join("\n");
}
