"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import {
  addGuardrail,
  type ExperimentForm,
  type GuardrailForm,
  guardrailNames,
  isShare,
} from "@/lib/learning/experiments/prepare-experiment";
import { guardrailMetrics } from "@/lib/learning/experiments/schemas";

/** What must not get worse, and whether the experiment stops when it surely does. */
export function GuardrailFields({
  form,
  issueOf,
  onChange,
}: {
  form: ExperimentForm;
  issueOf: (path: string) => string | undefined;
  onChange: (changes: Partial<ExperimentForm>) => void;
}) {
  const { guardrails } = form;
  const set = (key: number, changes: Partial<GuardrailForm>) =>
    onChange({
      guardrails: guardrails.map((each) => (each.key === key ? { ...each, ...changes } : each)),
    });
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-3">
      <legend className="text-13 font-medium">Guardrails</legend>
      <p className="text-xs text-muted">
        What must not get worse than the control while the rest gets better.
      </p>
      {guardrails.map((guardrail, index) => (
        <div key={guardrail.key} className="flex flex-wrap items-start gap-2">
          <Field label={`Guardrail ${index + 1}`} isLabelHidden className="min-w-0 flex-1 basis-48">
            <Select
              value={guardrail.metric}
              onValueChange={(metric) => set(guardrail.key, { metric })}
              options={guardrailMetrics.map((value) => ({ value, label: guardrailNames[value] }))}
            />
          </Field>
          <span className="flex h-8 items-center text-13 text-muted">at most</span>
          <Field
            label={`Guardrail ${index + 1}: at most so much more`}
            isLabelHidden
            error={issueOf(`guardrails.${index}.max_increase`)}
            className="w-20"
          >
            <Input
              inputMode="decimal"
              value={guardrail.max_increase}
              onChange={(event) => set(guardrail.key, { max_increase: event.target.value })}
            />
          </Field>
          <span className="flex h-8 w-20 items-center text-13 text-muted">
            {isShare(guardrail.metric) ? "points more" : "% more"}
          </span>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove guardrail ${index + 1}`}
            onClick={() => onChange({ guardrails: guardrails.filter(({ key }) => key !== guardrail.key) })}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {guardrails.length < 10 ? (
        <Button
          variant="outline"
          size="sm"
          className="justify-self-start"
          onClick={() => onChange(addGuardrail(form))}
        >
          <Plus aria-hidden />
          Add a guardrail
        </Button>
      ) : null}
      {guardrails.length > 0 ? (
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch is its control
        <label className="flex items-center gap-2 text-13">
          <Switch
            checked={form.stop_on_guardrail}
            onCheckedChange={(stop_on_guardrail) => onChange({ stop_on_guardrail })}
          />
          Stop the experiment when one is surely breached
        </label>
      ) : null}
    </fieldset>
  );
}
