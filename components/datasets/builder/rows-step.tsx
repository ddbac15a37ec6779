"use client";
import {
  filterFields,
  listUnknown,
  rangeOf,
  toSource,
  withRange,
} from "@/lib/datasets/definitions/prepare-source-filters";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { datasetSources } from "@/lib/datasets/examples/schemas";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { ChoiceCards } from "./choice-cards";
import { RangeField } from "./range-field";
import { SourceFilters } from "./source-filters";
import { GroupError, Step, type StepProps } from "./step";

const cards = datasetSources.map((value) => ({
  value,
  label: sourceNames[value].label,
  text: sourceNames[value].text,
}));

/** Where the rows come from, and which of them. */
export function RowsStep({ form, onChange, issueOf }: StepProps) {
  const names = [
    "days",
    "from",
    "to",
    ...filterFields[form.source].map(({ name }) => name),
    ...listUnknown(form.filters, form.source),
  ];
  const faults = names.flatMap((name) => {
    const message = issueOf(`definition.filters.${name}`);
    return message === undefined ? [] : [{ name, message }];
  });
  return (
    <Step title="Rows" note="What the file is made of.">
      <ChoiceCards
        label="Source"
        isLabelHidden
        value={form.source}
        onChange={(source) =>
          onChange({
            source,
            filters: toSource(form.filters, source),
            // A format that the source has nothing for goes back to the one that takes everything.
            ...(formatFacts[form.format].sources.includes(source) ? {} : { format: "retune" }),
          })
        }
        cards={cards}
        error={issueOf("definition.source")}
      />
      <RangeField
        range={rangeOf(form.filters)}
        onChange={(range) => onChange({ filters: withRange(form.filters, range) })}
      />
      <SourceFilters
        source={form.source}
        filters={form.filters}
        onChange={(filters) => onChange({ filters })}
      />
      {faults.map(({ name, message }) => (
        <GroupError key={name}>{`${name} ${message}`}</GroupError>
      ))}
    </Step>
  );
}
