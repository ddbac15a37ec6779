"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Step, type StepProps } from "./step";

/** Which part of the conversations is kept for validation. */
export function SplitStep({ form, onChange, issueOf }: StepProps) {
  return (
    <Step title="Split" note="By hash of the conversation, so that none is in both files.">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="For validation (%)"
          hint="0 = everything is for training."
          error={issueOf("definition.validation_share")}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={form.validation_percent}
            onChange={(event) => onChange({ validation_percent: event.target.value })}
          />
        </Field>
        <Field
          label="Seed (optional)"
          hint="Another text chooses other conversations."
          error={issueOf("definition.split_seed")}
        >
          <Input
            autoComplete="off"
            spellCheck={false}
            value={form.split_seed}
            maxLength={100}
            onChange={(event) => onChange({ split_seed: event.target.value })}
          />
        </Field>
      </div>
    </Step>
  );
}
