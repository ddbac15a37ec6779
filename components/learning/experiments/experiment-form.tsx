"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Issue } from "@/lib/errors";
import {
  addVariant,
  type ExperimentForm as Form,
  metricNames,
  type VariantForm,
} from "@/lib/learning/experiments/prepare-experiment";
import { experimentMetrics } from "@/lib/learning/experiments/schemas";
import { GuardrailFields } from "./guardrail-fields";
import { VariantFields } from "./variant-fields";

const MOST_VARIANTS = 10;

/** The fields of an experiment. Project and metric stay as they were made. */
export function ExperimentForm({
  form,
  projects,
  isNew,
  issues,
  onChange,
}: {
  form: Form;
  projects: readonly string[];
  isNew: boolean;
  issues: readonly Issue[];
  onChange: (changes: Partial<Form>) => void;
}) {
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const setVariant = (key: number, changes: Partial<VariantForm>) =>
    onChange({
      variants: form.variants.map((variant) => (variant.key === key ? { ...variant, ...changes } : variant)),
    });
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field label="Name" error={issueOf("name")}>
          <Input
            value={form.name}
            maxLength={200}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        {isNew ? (
          <Field label="Project" error={issueOf("project")}>
            <Select
              value={form.project}
              onValueChange={(project) => onChange({ project })}
              options={projects.map((value) => ({ value, label: value }))}
            />
          </Field>
        ) : null}
      </div>
      <Field label="What is it about? (optional)" error={issueOf("description")}>
        <Textarea
          value={form.description}
          maxLength={20_000}
          rows={2}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {isNew ? (
          <Field
            label="What decides"
            hint={
              form.metric === "success"
                ? "The share of executions that succeed."
                : "The share of thumbs up among votes whose metadata names experiment and variant."
            }
            error={issueOf("metric")}
          >
            <Select
              value={form.metric}
              onValueChange={(metric) => onChange({ metric })}
              options={experimentMetrics.map((value) => ({ value, label: metricNames[value] }))}
            />
          </Field>
        ) : null}
        <Field
          label="Smallest difference that matters (points, optional)"
          hint="With it, an experiment can also end with “no difference that matters”."
          error={issueOf("minimum_effect")}
        >
          <Input
            inputMode="decimal"
            value={form.minimum_effect}
            placeholder="2"
            onChange={(event) => onChange({ minimum_effect: event.target.value })}
          />
        </Field>
      </div>
      <fieldset className="grid min-w-0 grid-cols-1 gap-3">
        <legend className="mb-2 text-13 font-medium">Variants</legend>
        {issueOf("variants") ? (
          <p role="alert" className="text-xs text-negative">
            {issueOf("variants")}
          </p>
        ) : null}
        {form.variants.map((variant, index) => (
          <VariantFields
            key={variant.key}
            variant={variant}
            index={index}
            project={form.project}
            issueOf={(field) => issueOf(`variants.${index}.${field}`)}
            onChange={(changes) => setVariant(variant.key, changes)}
            onRemove={
              form.variants.length > 2
                ? () => onChange({ variants: form.variants.filter(({ key }) => key !== variant.key) })
                : null
            }
          />
        ))}
        {form.variants.length < MOST_VARIANTS ? (
          <Button
            variant="outline"
            size="sm"
            className="justify-self-start"
            onClick={() => onChange(addVariant(form))}
          >
            <Plus aria-hidden />
            Add a variant
          </Button>
        ) : null}
      </fieldset>
      <GuardrailFields form={form} issueOf={issueOf} onChange={onChange} />
    </div>
  );
}
