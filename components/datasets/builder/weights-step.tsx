"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { pairKindNames, usedKinds } from "@/lib/datasets/definitions/prepare-choices";
import { isPreferenceFormat } from "@/lib/datasets/definitions/prepare-definition";
import { type Category, freeCategories } from "@/lib/datasets/definitions/prepare-form";
import { kindNames } from "@/lib/datasets/definitions/vocabulary";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { Step, type StepProps } from "./step";

/** How much each kind of example counts, and what that makes of the rows. */
export function WeightsStep({
  form,
  onChange,
  issueOf,
  sentence,
}: StepProps & {
  /** What the weights make of the rows that the preview is about; null until it is known. */
  sentence: string | null;
}) {
  const { format, weights, categories } = form;
  const isPreference = isPreferenceFormat(format);
  const free = freeCategories(form);
  const setCategory = (category: Category, text: string | undefined) => {
    const { [category]: _before, ...others } = categories;
    onChange({ categories: text === undefined ? others : { ...others, [category]: text } });
  };
  return (
    <Step
      title="Weights"
      note={
        formatFacts[format].carriesWeight
          ? "Each line holds its weight. 0 leaves an example out."
          : "The format has no weights, so they repeat lines: 2 writes a line twice, 0.5 every other one, 0 none."
      }
    >
      <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-4">
        {usedKinds(form).map((kind) => (
          <Field
            key={kind}
            label={(isPreference ? pairKindNames[kind] : undefined) ?? kindNames[kind]}
            error={issueOf(`definition.weights.${kind}`)}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={weights[kind]}
              onChange={(event) => onChange({ weights: { ...weights, [kind]: event.target.value } })}
            />
          </Field>
        ))}
      </div>
      {form.source === "turns" || Object.keys(categories).length > 0 ? (
        <div className="grid gap-2">
          {(Object.entries(categories) as [Category, string][]).map(([category, text]) => (
            <div key={category} className="flex items-start gap-2">
              <Field
                label={`Answers with a note on ${category}`}
                error={issueOf(`definition.weights.categories.${category}`)}
                className="w-56"
              >
                <Input
                  inputMode="decimal"
                  autoComplete="off"
                  value={text}
                  onChange={(event) => setCategory(category, event.target.value)}
                />
              </Field>
              <Button
                variant="ghost"
                size="icon"
                className="mt-6.5"
                aria-label={`Remove the weight of ${category}`}
                onClick={() => setCategory(category, undefined)}
              >
                <X aria-hidden />
              </Button>
            </div>
          ))}
          {free.length > 0 ? (
            <Select
              label="Add a weight for a category of notes"
              value={null}
              placeholder="Add a weight for a category"
              onValueChange={(category: Category) => setCategory(category, "1")}
              options={free.map((value) => ({ value, label: value }))}
              className="max-w-64"
            />
          ) : null}
        </div>
      ) : null}
      <p role="status" aria-label="What the weights make of it" className="min-h-5 text-13 font-medium">
        {sentence}
      </p>
    </Step>
  );
}
