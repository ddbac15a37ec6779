"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { hasPolicy, policiesOf } from "@/lib/datasets/definitions/prepare-choices";
import { isPreferenceFormat, policyOf } from "@/lib/datasets/definitions/prepare-definition";
import { pairSources } from "@/lib/datasets/definitions/schemas";
import { negativeNames, pairNames } from "@/lib/datasets/definitions/vocabulary";
import { ChoiceCards } from "./choice-cards";
import { GroupError, Step, type StepProps } from "./step";

/** What becomes of bad answers; for pairs, where their two sides come from. Nothing where the format leaves no choice. */
export function AnswersStep({ form, onChange, issueOf }: StepProps) {
  if (isPreferenceFormat(form.format)) {
    return (
      <Step
        title="Pairs"
        note="Where a preferred answer and its rejected one come from. One pair a row at most."
      >
        <div className="grid gap-3">
          {pairSources.map((source) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
            <label key={source} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-13">
              <Checkbox
                className="mt-0.5"
                checked={form.pairs.includes(source)}
                onCheckedChange={(isChosen) =>
                  onChange({
                    pairs: pairSources.filter((each) =>
                      each === source ? isChosen : form.pairs.includes(each),
                    ),
                  })
                }
              />
              <span className="font-medium">{pairNames[source].label}</span>
              <span className="col-start-2 text-xs text-muted">{pairNames[source].text}</span>
            </label>
          ))}
        </div>
        <GroupError>{issueOf("definition.pairs")}</GroupError>
      </Step>
    );
  }
  if (!hasPolicy(form.format)) return null;
  const policies = policiesOf(form.format);
  const chosen = policyOf(form);
  return (
    <Step
      title="Bad answers"
      note="A file of answers to imitate teaches the bad ones too, if they are in it."
    >
      <ChoiceCards
        label="Bad answers"
        isLabelHidden
        value={policies.find((policy) => policy === chosen) ?? "replace"}
        onChange={(negatives) =>
          onChange({
            // The format's own way stays its own way, whatever that will be for another format.
            negatives: negatives === policyOf({ format: form.format, negatives: null }) ? null : negatives,
          })
        }
        cards={policies.map((value) => ({
          value,
          label: negativeNames[value].label,
          text: negativeNames[value].text,
        }))}
        error={issueOf("definition.negatives")}
        className="sm:grid-cols-3"
      />
    </Step>
  );
}
