import type { Section } from "./schemas";

/** What people call the sections of a prompt, and what is in them. */
export const sectionNames: Record<Section, { label: string; hint: string }> = {
  system_role: { label: "System role", hint: "Who the model is, and what it is for." },
  context: {
    label: "Context",
    hint: "The available columns and the data's structure, as they come with the request.",
  },
  knowledge: {
    label: "Knowledge",
    hint: "Tasks, misread phrases and formulas of the knowledge base that the request concerns.",
  },
  examples: {
    label: "Examples",
    hint: "Curated ones of the knowledge base, and similar executions that worked.",
  },
  negative_examples: { label: "Negative examples", hint: "Mistakes, with what is right." },
  constraints: { label: "Constraints", hint: "Rules that the plan must keep to." },
  previous_errors: {
    label: "Previous errors",
    hint: "What went wrong before, as it comes with the request.",
  },
  output_schema: { label: "Output schema", hint: "The JSON Schema that the plan must be valid by." },
  chain_of_thought: { label: "Chain of thought", hint: "Steps to go through before answering." },
};

/** A version of a strategy in one word, as the parameter `strategy` takes it. */
export const versionLabel = ({ name, version }: { name: string; version: number }) =>
  version === 0 ? name : `${name}@${version}`;
