"use client";
import { useQuery } from "@tanstack/react-query";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { Issue } from "@/lib/errors";
import type { QueueForm as Form } from "@/lib/tuning/queues/prepare-form";
import { sessionSummaryOptions } from "@/lib/tuning/sessions/query-options";
import { queueOrderNames, queueOrders } from "@/lib/tuning/vocabulary";
import { InstructionsField } from "./instructions-field";
import { NameListField } from "./name-list-field";

const orderOptions = queueOrders.map((value) => ({ value, label: queueOrderNames[value] }));
const bounds = [
  { name: "similarity_below", label: "Similarity below", hint: "Mean of the chunks, −1 to 1" },
  { name: "confidence_below", label: "Confidence below", hint: "0 to 1" },
  { name: "latency_above_ms", label: "Latency above (ms)", hint: "Such as 2500" },
] as const;

/** The fields of a queue: which turns, by how many people, in which order, and what reviewers are told. */
export function QueueForm({
  form,
  projects,
  issues,
  onChange,
}: {
  form: Form;
  /** Projects to choose from; null when the queue has one that stays. */
  projects: readonly string[] | null;
  issues: readonly Issue[];
  onChange: (changes: Partial<Form>) => void;
}) {
  const issueOf = (path: string) => issues.find((issue) => issue.path.split(".")[0] === path)?.message;
  const known = useQuery(sessionSummaryOptions({ project: form.project })).data;
  return (
    <div className="grid gap-5">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <Field label="Name" error={issueOf("name")}>
          <Input
            value={form.name}
            maxLength={200}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field label="Project" error={issueOf("project")}>
          {projects === null ? (
            <Input value={form.project} readOnly />
          ) : (
            <Select
              value={form.project}
              onValueChange={(project) => onChange({ project })}
              options={projects.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
      </div>
      <fieldset className="grid gap-4 border-t pt-4">
        <legend className="float-left text-xs font-medium text-muted">
          Which turns. What is left empty does not matter.
        </legend>
        <div className="grid gap-4 sm:grid-cols-3">
          {bounds.map(({ name, label, hint }) => (
            <Field key={name} label={label} hint={hint} error={issueOf(name)}>
              <Input
                inputMode="decimal"
                placeholder="Any"
                value={form[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <NameListField
            label="Versions"
            hint="One a line; any of them."
            error={issueOf("master_prompt_versions")}
            value={form.master_prompt_versions}
            suggestions={known?.versions.map((each) => each.value) ?? []}
            onChange={(master_prompt_versions) => onChange({ master_prompt_versions })}
          />
          <NameListField
            label="Branches"
            hint="One a line; any of them."
            error={issueOf("branch_names")}
            value={form.branch_names}
            suggestions={known?.branches.map((each) => each.value) ?? []}
            onChange={(branch_names) => onChange({ branch_names })}
          />
        </div>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
        <label className="flex items-center gap-2 text-13">
          <Checkbox
            checked={form.is_not_rated_well}
            onCheckedChange={(is_not_rated_well) => onChange({ is_not_rated_well })}
          />
          Only turns without a positive rating
        </label>
      </fieldset>
      <fieldset className="grid gap-4 border-t pt-4">
        <legend className="float-left text-xs font-medium text-muted">How they are reviewed</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-4">
          <div className="grid gap-1.5">
            <span className="text-13 font-medium">Reviewers per turn</span>
            <ToggleGroup
              label="Reviewers per turn"
              value={form.reviewers_per_turn === 1 ? "1" : "2"}
              onValueChange={(value) => onChange({ reviewers_per_turn: value === "1" ? 1 : 2 })}
              options={[
                { value: "1", label: "One" },
                { value: "2", label: "Two" },
              ]}
              className="justify-self-start"
            />
          </div>
          <Field label="Order" error={issueOf("order_by")}>
            <Select
              value={form.order_by}
              onValueChange={(order_by) => onChange({ order_by })}
              options={orderOptions}
            />
          </Field>
        </div>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
        <label className="flex items-start gap-3 text-13">
          <Switch checked={form.is_blind} onCheckedChange={(is_blind) => onChange({ is_blind })} />
          <span>
            Blind
            <span className="block text-xs text-muted">
              Nobody but admins sees another’s review of a turn until everyone has finished it.
            </span>
          </span>
        </label>
        <InstructionsField
          value={form.instructions}
          error={issueOf("instructions")}
          onChange={(instructions) => onChange({ instructions })}
        />
      </fieldset>
    </div>
  );
}
