"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { Step, type StepProps } from "./step";

/** What the dataset is called. */
export function NameStep({ form, onChange, issueOf }: StepProps) {
  return (
    <Step title="Name">
      <Field label="Name" hint="Files are named after it." error={issueOf("name")}>
        <Input
          value={form.name}
          maxLength={200}
          autoComplete="off"
          placeholder="Weekly votes"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field label="What is it for? (optional)" error={issueOf("description")}>
        <Textarea
          value={form.description}
          maxLength={2000}
          className="min-h-8"
          rows={1}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Field>
    </Step>
  );
}
