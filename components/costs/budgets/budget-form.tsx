"use client";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import {
  actionNames,
  actionTexts,
  describeFixed,
  type BudgetForm as Form,
  periodNames,
  scopeNames,
} from "@/lib/costs/budgets/prepare-budget";
import { budgetActions, budgetPeriods, budgetScopes } from "@/lib/costs/budgets/schemas";
import { countGroups } from "@/lib/costs/spend/prepare-choices";
import { costsDailyOptions } from "@/lib/costs/spend/query-options";
import type { Issue } from "@/lib/errors";

const EVERY = " every";

/** The fields of a budget. What it covers and its period stay as they were made. */
export function BudgetForm({
  form,
  projects,
  isLimited,
  isNew,
  issues,
  onChange,
}: {
  form: Form;
  projects: readonly string[];
  isLimited: boolean;
  isNew: boolean;
  issues: readonly Issue[];
  onChange: (changes: Partial<Form>) => void;
}) {
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const needsProject = form.scope === "project" || isLimited;
  const scopes = budgetScopes.filter((scope) => scope !== "all" || !isLimited);
  return (
    <div className="grid gap-4">
      <Field label="Name" error={issueOf("name")}>
        <Input
          value={form.name}
          maxLength={200}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      {isNew ? (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label="Covers" error={issueOf("scope")}>
            <Select
              value={form.scope}
              onValueChange={(scope) => onChange({ scope })}
              options={scopes.map((value) => ({ value, label: scopeNames[value] }))}
            />
          </Field>
          {form.scope === "all" ? null : (
            <Field label="Project" error={issueOf("project")}>
              <Select
                value={form.project === "" ? (needsProject ? null : EVERY) : form.project}
                onValueChange={(project) => onChange({ project: project === EVERY ? "" : project })}
                placeholder="Choose a project"
                options={[
                  ...(needsProject ? [] : [{ value: EVERY, label: "Every project" }]),
                  ...projects.map((value) => ({ value, label: value })),
                ]}
              />
            </Field>
          )}
          {form.scope === "agent" ? (
            <NameField name="agent_type" label="Agent" form={form} issueOf={issueOf} onChange={onChange} />
          ) : form.scope === "model" ? (
            <NameField name="model" label="Model" form={form} issueOf={issueOf} onChange={onChange} />
          ) : form.scope === "user" ? (
            <Field label="End user" hint="The user_id of interactions." error={issueOf("user_id")}>
              <Input
                value={form.user_id}
                maxLength={200}
                onChange={(event) => onChange({ user_id: event.target.value })}
              />
            </Field>
          ) : null}
        </div>
      ) : (
        <p className="text-13 text-muted [overflow-wrap:anywhere]">{describeFixed(form)}</p>
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {isNew ? (
          <div className="grid gap-1.5">
            <span className="text-13 font-medium">Each</span>
            <ToggleGroup
              label="Each"
              value={form.period}
              onValueChange={(period) => onChange({ period })}
              options={budgetPeriods.map((value) => ({ value, label: periodNames[value] }))}
              className="justify-self-start"
            />
          </div>
        ) : null}
        <Field label="Limit (USD)" error={issueOf("limit_usd")}>
          <Input
            inputMode="decimal"
            value={form.limit_usd}
            onChange={(event) => onChange({ limit_usd: event.target.value })}
          />
        </Field>
        <Field label="Warn at (%)" hint="Of the limit." error={issueOf("warn_percent")}>
          <Input
            inputMode="numeric"
            value={form.warn_percent}
            onChange={(event) => onChange({ warn_percent: event.target.value })}
          />
        </Field>
        <Field
          label="Past the limit"
          hint={`${actionTexts[form.action].replace(/^past the limit p/, "P")}.`}
          error={issueOf("action")}
        >
          <Select
            value={form.action}
            onValueChange={(action) => onChange({ action })}
            options={budgetActions.map((value) => ({ value, label: actionNames[value] }))}
          />
        </Field>
      </div>
    </div>
  );
}

/** A name that interactions have; those of the last 90 days are suggested. */
function NameField({
  name,
  label,
  form,
  issueOf,
  onChange,
}: {
  name: "agent_type" | "model";
  label: string;
  form: Form;
  issueOf: (path: string) => string | undefined;
  onChange: (changes: Partial<Form>) => void;
}) {
  const listId = useId();
  const { data } = useQuery(costsDailyOptions({ days: "90", granularity: "month", group_by: name }));
  return (
    <Field label={label} hint="As interactions name it." error={issueOf(name)}>
      <Input
        value={form[name]}
        maxLength={200}
        list={listId}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
      <datalist id={listId}>
        {countGroups(data?.data ?? [], name).map(({ value, label }) => (
          <option key={value} value={value === label ? value : ""} />
        ))}
      </datalist>
    </Field>
  );
}
