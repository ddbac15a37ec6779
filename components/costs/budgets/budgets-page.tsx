"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { budgetAddressParsers, prepareBudgets } from "@/lib/costs/budgets/prepare-address";
import { budgetsOptions } from "@/lib/costs/budgets/query-options";
import type { Budget } from "@/lib/costs/budgets/schemas";
import { cn } from "@/lib/format/cn";
import type { Member } from "@/lib/members/schemas";
import { AlertList } from "./alert-list";
import { EditBudgetDialog, NewBudgetDialog } from "./budget-dialog";
import { BudgetRow } from "./budget-row";
import { CheckBox } from "./check-box";
import { Forecasts } from "./forecasts";
import { WebhookList } from "./webhook-list";

const FRESH_MS = 30_000;

/** The page of budgets: limits and what is spent of them, alerts, forecasts, and where alerts are sent. */
export function BudgetsPage({
  member,
  projects,
  origin,
}: {
  member: Member;
  projects: readonly string[];
  origin: string;
}) {
  const [address, setAddress] = useQueryStates(budgetAddressParsers, { history: "replace" });
  const parameters = prepareBudgets(address);
  const { data, error, refetch } = useQuery({
    ...keepingPrevious(budgetsOptions(parameters.budgets)),
    refetchInterval: FRESH_MS,
  });
  const isChosen = (project: string) => address.project?.includes(project) ?? true;
  const [editing, setEditing] = useState<string | "new" | null>(null);
  const canChange = member.role !== "reviewer";
  const isLimited = member.projects !== null;
  const seesWebhooks = member.role === "admin" && !isLimited;
  const choices = projects.length > 0 ? projects : (member.projects ?? ["default"]);
  const budgets = data?.data.filter(({ project }) => project === null || isChosen(project));
  const own = budgets?.filter(({ project }) => address.project === null || project !== null);
  const ofEvery = budgets?.filter((budget) => !own?.includes(budget)) ?? [];
  const edited = budgets?.find((budget) => budget.id === editing);
  const listOf = (label: string, rows: readonly Budget[]) => (
    <ul aria-label={label} className="divide-y">
      {rows.map((budget) => (
        <BudgetRow
          key={budget.id}
          budget={budget}
          canChange={canChange}
          onEdit={() => setEditing(budget.id)}
          onShowAlerts={() => showAlertsOf(budget.id)}
        />
      ))}
    </ul>
  );
  const showAlertsOf = (budget_id: string) => {
    setAddress({ budget_id, alerts: "all" });
    document.getElementById("alerts")?.scrollIntoView({ block: "start" });
  };
  const add = (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      New budget
    </Button>
  );
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Budgets</h1>
        {canChange ? add : null}
      </header>
      <ParameterNotice parsers={budgetAddressParsers} />
      <section aria-label="Budgets" className="rounded-md border bg-surface">
        {own === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={refetch} />
          ) : (
            <BudgetsSkeleton />
          )
        ) : own.length === 0 ? (
          <EmptyState
            title={address.project ? "No budget of these projects" : "No budgets yet"}
            text={
              canChange
                ? "A budget is a limit on what models may cost in a day or a month. It warns before the limit, alerts at it, and can tell programs to slow down or stop."
                : "A product owner or admin makes them."
            }
            action={canChange ? add : undefined}
          />
        ) : (
          listOf("Budgets", own)
        )}
      </section>
      {ofEvery.length > 0 ? (
        <Panel title="Budgets of every project" note="They count and bind these projects too.">
          <div className="border-t">{listOf("Budgets of every project", ofEvery)}</div>
        </Panel>
      ) : null}
      <AlertList
        address={address}
        parameters={parameters.alerts}
        budgetName={budgets?.find((budget) => budget.id === address.budget_id)?.name}
        canChange={canChange}
        onChange={setAddress}
      />
      <Forecasts parameters={parameters.forecast} budgets={budgets ?? []} />
      <div className={cn("grid gap-4 xl:items-start [&>*]:min-w-0", seesWebhooks && "xl:grid-cols-2")}>
        <CheckBox address={address} projects={choices} origin={origin} onChange={setAddress} />
        {seesWebhooks ? <WebhookList projects={choices} /> : null}
      </div>
      {editing === "new" ? (
        <NewBudgetDialog projects={choices} isLimited={isLimited} onClose={() => setEditing(null)} />
      ) : null}
      {edited ? <EditBudgetDialog key={edited.id} budget={edited} onClose={() => setEditing(null)} /> : null}
    </div>
  );
}

/** The budgets while they are being read. */
export function BudgetsSkeleton() {
  return (
    <div role="status" aria-label="Loading budgets" className="divide-y">
      {[1, 2, 3].map((row) => (
        <div key={row} className="flex items-start gap-6 p-4">
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-5 w-48" />
            <Skeleton className="h-4 w-full max-w-sm" />
          </div>
          <Skeleton className="h-12 w-88 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
