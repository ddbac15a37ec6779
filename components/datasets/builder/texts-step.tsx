"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { formatCount } from "@/lib/format/number";
import { Step, type StepProps } from "./step";

/** What stands in the lines: context, system prompt, how long, whose data. */
export function TextsStep({ form, onChange, issueOf }: StepProps) {
  const { maxTokens } = formatFacts[form.format];
  return (
    <Step title="Texts">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Earlier exchanges"
          hint="Of the same conversation, before the question. 0 = the question alone."
          error={issueOf("definition.context_turns")}
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={form.context_turns}
            onChange={(event) => onChange({ context_turns: event.target.value })}
          />
        </Field>
        <Field
          label="Longest example (tokens)"
          hint={
            maxTokens === null
              ? "Longer ones are left out. Empty = no limit."
              : `Longer ones are left out. Empty = the target’s ${formatCount(maxTokens)}.`
          }
          error={issueOf("definition.max_tokens")}
        >
          <Input
            inputMode="numeric"
            autoComplete="off"
            placeholder={maxTokens === null ? "No limit" : formatCount(maxTokens)}
            value={form.max_tokens}
            onChange={(event) => onChange({ max_tokens: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label="System prompt (optional)"
        hint="Stands before every conversation."
        error={issueOf("definition.system_prompt")}
      >
        <Textarea
          value={form.system_prompt}
          rows={3}
          className="max-h-80 overflow-y-auto"
          onChange={(event) => onChange({ system_prompt: event.target.value })}
        />
      </Field>
      <Toggle
        label="Redact personal data"
        text="Placeholders in its place, as the privacy settings of each project say."
        isOn={form.redaction === "redact"}
        onChange={(isOn) => onChange({ redaction: isOn ? "redact" : "none" })}
      />
      <Toggle
        label="Leave out duplicates"
        text="Examples that say exactly what an earlier one says. Otherwise lint names them."
        isOn={form.deduplicate}
        onChange={(deduplicate) => onChange({ deduplicate })}
      />
    </Step>
  );
}

function Toggle({
  label,
  text,
  isOn,
  onChange,
}: {
  label: string;
  text: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control
    <label className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-13">
      <Switch checked={isOn} onCheckedChange={onChange} />
      <span className="font-medium">{label}</span>
      <span className="col-start-2 text-xs text-muted">{text}</span>
    </label>
  );
}
