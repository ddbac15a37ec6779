"use client";
import { formatFamilies } from "@/lib/datasets/definitions/prepare-choices";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { ChoiceCards } from "./choice-cards";
import { GroupError, Step, type StepProps } from "./step";

/** For which trainer the file is. */
export function FormatStep({ form, onChange, issueOf }: StepProps) {
  return (
    <Step title="Format" note="Each line passes the rules of the target before it is written.">
      {formatFamilies.map(({ name, text, formats }) => (
        <ChoiceCards
          key={name}
          label={
            <>
              {name} <span className="font-normal text-muted">{text}</span>
            </>
          }
          value={form.format}
          onChange={(format) => onChange({ format })}
          cards={formats.map((value) => {
            const { label, description, sources } = formatFacts[value];
            return {
              value,
              label,
              text: description,
              unavailable: sources.includes(form.source)
                ? undefined
                : `Only of ${sources.map((source) => sourceNames[source].label.toLowerCase()).join(", ")}.`,
            };
          })}
        />
      ))}
      <GroupError>{issueOf("definition.format")}</GroupError>
    </Step>
  );
}
