"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { LongText } from "@/components/ui/long-text";
import { Sheet } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import { toStartingCategories } from "@/lib/tuning/reviews/prepare-agreement";
import { reviewKeys } from "@/lib/tuning/reviews/query-options";
import type { Adjudication, AdjudicationInput, Disagreement } from "@/lib/tuning/reviews/schemas";
import { categories, categoryNames, checkNames, checks, scoreNames, scores } from "@/lib/tuning/vocabulary";
import { SideLine } from "./disagreement-item";

const NONE = "none";
const scoreOptions = [
  ...[1, 2, 3, 4, 5].map((value) => ({ value: String(value), label: String(value) })),
  { value: NONE, label: "Not said" },
];
const checkOptions = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
  { value: NONE, label: "Not said" },
];

function toInput(turn: Disagreement): AdjudicationInput {
  const { adjudication: made } = turn;
  return {
    categories: toStartingCategories(turn),
    professionalism_score: made?.professionalism_score ?? null,
    empathy_score: made?.empathy_score ?? null,
    clarity_score: made?.clarity_score ?? null,
    has_policy_citation: made?.has_policy_citation ?? null,
    appropriate_action_suggested: made?.appropriate_action_suggested ?? null,
    structure_complete: made?.structure_complete ?? null,
    note: made?.note ?? null,
  };
}

/** Decides what holds for a turn on which two reviewers differ. */
export function AdjudicationSheet({ turn, onClose }: { turn: Disagreement; onClose: () => void }) {
  const client = useQueryClient();
  const formId = useId();
  const [input, setInput] = useState(() => toInput(turn));
  const change = (changes: Partial<AdjudicationInput>) => setInput({ ...input, ...changes });
  const save = useMutation<Adjudication, ApiError, AdjudicationInput>({
    mutationFn: (body) =>
      fetchJson<Adjudication>(`/v1/tuning/turns/${encodeURIComponent(turn.turn_id)}/adjudication`, {
        method: "PUT",
        body,
      }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: reviewKeys.all });
      toast.success("Decided. The turn’s scores and checks are now these.");
      onClose();
    },
  });
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title="Decide what holds"
      footer={
        <>
          <Button type="submit" form={formId} variant="primary" isPending={save.isPending}>
            Save the decision
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          {save.error ? (
            <span role="alert" className="min-w-0 flex-1 text-right text-xs text-negative">
              Not saved: {save.error.message}
            </span>
          ) : null}
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-5 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(input);
        }}
      >
        <div className="grid gap-2 rounded-md bg-subtle p-3 text-13">
          <div className="font-medium">
            <LongText text={turn.user_message} />
          </div>
          <LongText text={turn.era_response} />
        </div>
        <div className="grid gap-1 text-13">
          <SideLine label="1st" side={turn.first} differsIn={turn.differs_in} />
          <SideLine label="2nd" side={turn.second} differsIn={turn.differs_in} />
        </div>
        <fieldset>
          <legend className="mb-2 text-13 font-medium">What is to be noted</legend>
          <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
            {categories.map((category) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
              <label key={category} className="flex items-center gap-2 text-13">
                <Checkbox
                  checked={input.categories.includes(category)}
                  onCheckedChange={(isChosen) =>
                    change({
                      categories: categories.filter((each) =>
                        each === category ? isChosen : input.categories.includes(each),
                      ),
                    })
                  }
                />
                {categoryNames[category]}
              </label>
            ))}
          </div>
        </fieldset>
        {scores.map((score) => (
          <Choice
            key={score}
            label={scoreNames[score]}
            value={input[score] === null ? NONE : String(input[score])}
            options={scoreOptions}
            onChange={(value) => change({ [score]: value === NONE ? null : Number(value) })}
          />
        ))}
        {checks.map((check) => (
          <Choice
            key={check}
            label={checkNames[check]}
            value={input[check] === null ? NONE : String(input[check])}
            options={checkOptions}
            onChange={(value) => change({ [check]: value === NONE ? null : value === "true" })}
          />
        ))}
        <Field label="Why" hint="For the reviewers, so that the next turn is judged alike.">
          <Textarea
            dir="auto"
            maxLength={20_000}
            value={input.note ?? ""}
            onChange={(event) => change({ note: event.target.value === "" ? null : event.target.value })}
          />
        </Field>
      </form>
    </Sheet>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-13 font-medium">{label}</span>
      <ToggleGroup label={label} value={value} onValueChange={onChange} options={options} />
    </div>
  );
}
