"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Issue } from "@/lib/errors";
import type { ExampleNumber, StrategyDraft } from "@/lib/learning/strategies/prepare-form";
import { BudgetFields } from "./budget-fields";
import { ConstraintFields, NegativeExampleFields } from "./list-fields";
import { ModelFields } from "./model-fields";

const exampleNumbers: { name: ExampleNumber; label: string; hint: string }[] = [
  { name: "curated", label: "Curated at most", hint: "Of the knowledge base, in its order" },
  { name: "retrieved", label: "Retrieved at most", hint: "Similar executions that worked" },
  { name: "diversity", label: "Diversity", hint: "0 = most similar first, 1 = most different" },
  { name: "min_similarity", label: "Least similarity", hint: "0 to 1" },
];

/** Every setting of a strategy, section by section. */
export function StrategyForm({
  draft,
  issues,
  onChange,
}: {
  draft: StrategyDraft;
  /** By dotted path within the body. */
  issues: readonly Issue[];
  onChange: (change: Partial<StrategyDraft>) => void;
}) {
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const within = (path: string) =>
    issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
  const schemaIssue = within("output_schema");
  const shared = { draft, issueOf, onChange };
  return (
    <div className="grid gap-6">
      <Field label="System role" hint="Who the model is, and what it is for." error={issueOf("system_role")}>
        <Textarea
          value={draft.system_role}
          onChange={(event) => onChange({ system_role: event.target.value })}
        />
      </Field>
      <Field
        label="Tokens of the whole prompt at most"
        hint="The user's prompt is always in it, whole. When room is short, examples are left out first, then negative examples, knowledge, chain of thought, context, previous errors and constraints; the schema and the role last."
        error={issueOf("budget_tokens")}
      >
        <Input
          inputMode="numeric"
          className="max-w-40"
          value={draft.budget_tokens}
          onChange={(event) => onChange({ budget_tokens: event.target.value })}
        />
      </Field>
      <BudgetFields {...shared} />
      <fieldset className="grid gap-4">
        <legend className="mb-2 text-13 font-medium">Examples</legend>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {exampleNumbers.map(({ name, label, hint }) => (
            <Field key={name} label={label} hint={hint} error={issueOf(`examples.${name}`)}>
              <Input
                inputMode="decimal"
                value={draft.examples[name]}
                onChange={(event) =>
                  onChange({ examples: { ...draft.examples, [name]: event.target.value } })
                }
              />
            </Field>
          ))}
        </div>
      </fieldset>
      <NegativeExampleFields {...shared} />
      <ConstraintFields {...shared} />
      <Field label="Chain of thought" error={issueOf("chain_of_thought")}>
        <Textarea
          value={draft.chain_of_thought}
          onChange={(event) => onChange({ chain_of_thought: event.target.value })}
        />
      </Field>
      <Field
        label="Output schema (JSON Schema 2020-12)"
        hint="Empty: the action-plan schema that the product ships."
        error={
          schemaIssue &&
          `${schemaIssue.path === "output_schema" ? "" : `${schemaIssue.path.slice("output_schema.".length)}: `}${schemaIssue.message}`
        }
      >
        <Textarea
          className="max-h-96 font-mono text-xs"
          spellCheck={false}
          value={draft.output_schema}
          onChange={(event) => onChange({ output_schema: event.target.value })}
        />
      </Field>
      <ModelFields {...shared} />
    </div>
  );
}
