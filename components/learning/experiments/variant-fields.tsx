"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { VariantForm } from "@/lib/learning/experiments/prepare-experiment";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";

const DEFAULT = " default";
const BUILT_IN = "built-in";

/** One variant: its name, its weight, and what a prompt is made with for it. */
export function VariantFields({
  variant,
  index,
  project,
  issueOf,
  onChange,
  onRemove,
}: {
  variant: VariantForm;
  index: number;
  project: string;
  issueOf: (field: string) => string | undefined;
  onChange: (changes: Partial<VariantForm>) => void;
  /** null where two variants are left. */
  onRemove: (() => void) | null;
}) {
  const { data } = useQuery(strategiesOptions({ project }));
  const names = [...new Set((data?.data ?? []).map(({ name }) => name))].filter((name) => name !== BUILT_IN);
  // A copy may name one that is not in the list of this project.
  const shown = ["", BUILT_IN, ...names].includes(variant.strategy) ? names : [...names, variant.strategy];
  const hasVersions = variant.strategy !== "" && variant.strategy !== BUILT_IN;
  return (
    <div className="grid grid-cols-1 gap-3 rounded-md border p-3">
      <div className="flex items-center gap-2">
        <p className="mr-auto text-xs text-muted">
          {index === 0 ? "The control: the others are compared with it" : `Variant ${index + 1}`}
        </p>
        {onRemove && index > 0 ? (
          <Button variant="ghost" size="icon" aria-label={`Remove variant ${index + 1}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        ) : null}
      </div>
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-[minmax(0,1fr)_5rem_minmax(0,1fr)]">
        <Field label={`Name of variant ${index + 1}`} error={issueOf("name")}>
          <Input
            value={variant.name}
            maxLength={200}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field label="Weight" error={issueOf("weight")}>
          <Input
            inputMode="numeric"
            value={variant.weight}
            onChange={(event) => onChange({ weight: event.target.value })}
          />
        </Field>
        <Field label="Strategy" error={issueOf("strategy")}>
          <Select
            value={variant.strategy === "" ? DEFAULT : variant.strategy}
            onValueChange={(strategy) =>
              onChange({ strategy: strategy === DEFAULT ? "" : strategy, strategy_version: "" })
            }
            options={[
              { value: DEFAULT, label: "The project's default" },
              { value: BUILT_IN, label: "Built-in" },
              ...shown.map((value) => ({ value, label: value })),
            ]}
          />
        </Field>
      </div>
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
        {hasVersions ? (
          <Field
            label="Version of the strategy (optional)"
            hint="Left out: the newest at the start."
            error={issueOf("strategy_version")}
          >
            <Input
              inputMode="numeric"
              value={variant.strategy_version}
              onChange={(event) => onChange({ strategy_version: event.target.value })}
            />
          </Field>
        ) : null}
        <Field
          label="Prompt version (optional)"
          hint="Its stored text takes the place of the system role."
          error={issueOf("prompt_version")}
        >
          <Input
            value={variant.prompt_version}
            maxLength={200}
            onChange={(event) => onChange({ prompt_version: event.target.value })}
          />
        </Field>
      </div>
    </div>
  );
}
