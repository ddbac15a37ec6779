"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ModelNumber, StrategyDraft } from "@/lib/learning/strategies/prepare-form";
import { modelProviders } from "@/lib/learning/strategies/schemas";

const numbers: { name: ModelNumber; label: string; hint: string }[] = [
  { name: "temperature", label: "Temperature", hint: "0 to 2; low gives the same plan again" },
  { name: "top_p", label: "Top p", hint: "0 to 1" },
  { name: "top_k", label: "Top k", hint: "Whole number; not every provider knows it" },
  { name: "max_output_tokens", label: "Most tokens of an answer", hint: "Empty: the provider's limit" },
  { name: "timeout_seconds", label: "Time-out (seconds)", hint: "For each attempt" },
  { name: "max_retries", label: "Retries", hint: "When a plan is not valid" },
];
const installation = "installation";
const providers = [
  { value: installation, label: "The installation's" },
  ...modelProviders.map((value) => ({ value: value as string, label: value })),
];

/** How the model is asked when the prompt is run. */
export function ModelFields({
  draft: { model, progressive },
  issueOf,
  onChange,
}: {
  draft: StrategyDraft;
  issueOf: (path: string) => string | undefined;
  onChange: (change: Partial<StrategyDraft>) => void;
}) {
  const set = (part: Partial<StrategyDraft["model"]>) => onChange({ model: { ...model, ...part } });
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-13 font-medium">Model</legend>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Provider">
          <Select
            value={model.provider ?? installation}
            options={providers}
            onValueChange={(value) =>
              set({ provider: modelProviders.find((provider) => provider === value) ?? null })
            }
          />
        </Field>
        <Field label="Name" hint="Empty: the installation's model" error={issueOf("model.name")}>
          <Input value={model.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        {numbers.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} error={issueOf(`model.${name}`)}>
            <Input
              inputMode="decimal"
              value={model[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
      <label className="flex items-center gap-2 text-13">
        <Switch checked={progressive} onCheckedChange={(value) => onChange({ progressive: value })} />
        Ask with the simple prompt first: role, context and schema; the whole prompt when its plan is not
        valid
      </label>
    </fieldset>
  );
}
