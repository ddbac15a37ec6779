"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { BudgetAddress } from "@/lib/costs/budgets/prepare-address";
import { describeRemaining } from "@/lib/costs/budgets/prepare-budget";
import { budgetCheckOptions, budgetCheckPath } from "@/lib/costs/budgets/query-options";
import type { BudgetCheck } from "@/lib/costs/budgets/schemas";
import { formatUsd } from "@/lib/format/number";

const tones = { allow: "positive", warn: "warning", throttle: "warning", block: "negative" } as const;
const fields = [
  { name: "check_model", label: "Model" },
  { name: "check_agent", label: "Agent" },
  { name: "check_user", label: "End user" },
] as const;

/** How a program asks what the budgets say before it calls a model, and what it is answered now. */
export function CheckBox({
  address,
  projects,
  origin,
  onChange,
}: {
  address: BudgetAddress;
  projects: readonly string[];
  origin: string;
  onChange: (address: Partial<BudgetAddress>) => void;
}) {
  const project = address.project?.[0] ?? projects[0];
  const parameters = {
    project,
    model: address.check_model || undefined,
    agent_type: address.check_agent || undefined,
    user_id: address.check_user || undefined,
  };
  const { data, isPending, error, refetch } = useQuery({
    ...keepingPrevious(budgetCheckOptions(parameters)),
    retry: false,
  });
  const command = `curl "${origin}${budgetCheckPath(parameters)}" \\\n  -H "Authorization: Bearer $RETUNE_API_KEY"`;
  return (
    <Panel
      id="check"
      title="How a program asks"
      note="Before a call to a model, with a key that has the scope “read”. Answered from kept sums."
    >
      <div className="grid grid-cols-1 gap-4 px-4 pt-1 pb-4">
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Field label="Project">
            <Select
              value={project ?? null}
              onValueChange={(value) => onChange({ project: [value] })}
              options={projects.map((value) => ({ value, label: value }))}
              placeholder="default"
              className="min-w-0"
            />
          </Field>
          {fields.map(({ name, label }) => (
            <Field key={name} label={label}>
              <Input
                value={address[name] ?? ""}
                maxLength={200}
                placeholder="Any"
                onChange={(event) => onChange({ [name]: event.target.value || null })}
              />
            </Field>
          ))}
        </div>
        <div className="flex items-start gap-2 rounded-md border bg-subtle py-2 pr-2 pl-3">
          <pre className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
            {command}
          </pre>
          <CopyButton value={command} label="Copy the command" />
        </div>
        <div aria-live="polite">
          {isPending ? (
            <Skeleton className="h-10 w-full" />
          ) : data ? (
            <Answer check={data} />
          ) : (
            <ErrorState error={error} onRetry={refetch} title="The answer now" className="py-2" />
          )}
        </div>
      </div>
    </Panel>
  );
}

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** Seconds as people count them: 45 s, 12 min, 5 h, 9 days. */
function formatWait(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < HOUR_S) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * DAY_S ? `${Math.round(seconds / HOUR_S)} h` : `${Math.round(seconds / DAY_S)} days`;
}

function Answer({ check }: { check: BudgetCheck }) {
  return (
    <div className="grid gap-2 text-13">
      <p className="flex flex-wrap items-center gap-2">
        Answer now: <Badge tone={tones[check.action]}>{check.action}</Badge>
        {check.retry_after_seconds === null ? null : (
          <span className="text-muted" title={`retry_after_seconds: ${check.retry_after_seconds}`}>
            for another {formatWait(check.retry_after_seconds)}
          </span>
        )}
        {check.budgets.length === 0 ? (
          <span className="text-muted">No active budget covers this.</span>
        ) : null}
      </p>
      <ul aria-label="Budgets that cover this" className="grid gap-1">
        {check.budgets.map((budget) => (
          <li key={budget.id} className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
            <Badge tone={tones[budget.action]}>{budget.action}</Badge>
            <span className="text-foreground">{budget.name}</span>
            {budget.limit_usd === null || budget.spent_usd === null
              ? null
              : `${formatUsd(budget.spent_usd)} of ${formatUsd(budget.limit_usd)} this ${budget.period}, ${describeRemaining(budget.limit_usd, budget.spent_usd)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
