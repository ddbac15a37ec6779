"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Example } from "@/lib/learning/examples/schemas";
import { readPlan, toPlanText } from "@/lib/learning/plans/prepare-plan";
import { PlanField } from "../plans/plan-field";
import type { UpdateExample } from "./use-update-example";

/** What the plan should have been, starting from what it is, and a note why. */
export function ExampleEditor({
  example,
  update,
  onDone,
}: {
  example: Example;
  update: UpdateExample;
  onDone: () => void;
}) {
  const [text, setText] = useState(() => toPlanText(example.better_action_plan ?? example.action_plan));
  const [note, setNote] = useState(example.example_note ?? "");
  const read = readPlan(text);
  const plan = "plan" in read ? read.plan : null;
  const isSame = text.trim() === toPlanText(example.action_plan);
  const handleSave = () =>
    update.mutate(
      {
        example,
        update: {
          // The plan as it was is no better one.
          better_action_plan: isSame ? null : plan,
          example_note: note.trim() || null,
        },
      },
      { onSuccess: onDone },
    );
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (plan !== null) handleSave();
      }}
    >
      <p dir="auto" className="text-13 font-medium break-words">
        {example.user_prompt}
      </p>
      <PlanField
        label="Better plan"
        hint="What the plan should have been. Prompts show it instead of the recorded one."
        error={text.trim() === "" ? "must not be empty" : undefined}
        value={text}
        project={example.project}
        columns={example.available_columns}
        onChange={setText}
      />
      <Field label="Note" hint="For those who review it later. Optional.">
        <Textarea
          dir="auto"
          value={note}
          maxLength={20_000}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={plan === null} isPending={update.isPending}>
          Save
        </Button>
        <Button variant="outline" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
