"use client";
import { Bell, Ellipsis, Pause, Pencil, Play, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import {
  actionNames,
  actionTexts,
  budgetFilter,
  describeRemaining,
  describeReset,
  describeScope,
  lastDay,
} from "@/lib/costs/budgets/prepare-budget";
import type { Budget } from "@/lib/costs/budgets/schemas";
import { cn } from "@/lib/format/cn";
import { formatUsd } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";
import { useDeleteBudget, useToggleBudget } from "./use-budgets";

const states = {
  ok: { label: "Within", tone: "positive", bar: "bg-accent" },
  warning: { label: "Near the limit", tone: "warning", bar: "bg-warning" },
  exceeded: { label: "Over the limit", tone: "negative", bar: "bg-negative" },
} as const;

/** A budget: what it covers, how much of it is spent, and what the member may do with it. */
export function BudgetRow({
  budget,
  canChange,
  onEdit,
  onShowAlerts,
}: {
  budget: Budget;
  canChange: boolean;
  onEdit: () => void;
  onShowAlerts: () => void;
}) {
  const { current } = budget;
  const state = states[current.state];
  const href = toHref("/interactions", {
    ...budgetFilter(budget),
    from: current.period_start.slice(0, 10),
    to: lastDay(current.period_end),
  });
  return (
    <li className="grid gap-x-6 gap-y-3 p-4 md:grid-cols-[minmax(0,1fr)_22rem_2rem] md:items-start">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h2 dir="auto" className="text-sm font-semibold break-words">
            {budget.name}
          </h2>
          {budget.is_active ? (
            <Badge tone={state.tone}>{state.label}</Badge>
          ) : (
            <Badge tone="neutral">Off</Badge>
          )}
        </div>
        <p className="mt-1 text-13 text-muted [overflow-wrap:anywhere]">
          <span title={budget.user_id ?? undefined}>{describeScope(budget)}</span> ·{" "}
          {formatUsd(budget.limit_usd)} a {budget.period} ·{" "}
          <span title={actionTexts[budget.action]}>{actionNames[budget.action].toLowerCase()}</span>
        </p>
      </div>
      <div className={cn("grid gap-1.5 text-13", !budget.is_active && "opacity-70")}>
        <p className="flex flex-wrap justify-between gap-x-4">
          <Link href={href} className="font-medium hover:underline">
            {formatUsd(current.spent_usd)}{" "}
            <span className="font-normal text-muted">of {formatUsd(budget.limit_usd)}</span>
          </Link>
          <span>{current.used_percent.toFixed(current.used_percent < 10 ? 1 : 0)}%</span>
        </p>
        <SpendBar budget={budget} className={state.bar} />
        <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted">
          <span>{describeRemaining(budget.limit_usd, current.spent_usd)}</span>
          <span>{describeReset(current.period_end)}</span>
        </p>
      </div>
      <BudgetMenu budget={budget} canChange={canChange} onEdit={onEdit} onShowAlerts={onShowAlerts} />
    </li>
  );
}

/** How much of the limit is spent, with a mark where it warns. */
function SpendBar({ budget, className }: { budget: Budget; className: string }) {
  const used = Math.min(100, Math.max(0, budget.current.used_percent));
  return (
    <div
      role="progressbar"
      aria-label={`Spent of ${budget.name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(used)}
      aria-valuetext={`${formatUsd(budget.current.spent_usd)} of ${formatUsd(budget.limit_usd)}, warns at ${budget.warn_percent}%`}
      className="relative h-2 rounded-full bg-subtle"
    >
      <div className={cn("h-full rounded-full", className)} style={{ width: `${used}%` }} />
      <span
        aria-hidden
        title={`Warns at ${budget.warn_percent}%`}
        className="absolute -inset-y-0.5 w-0.5 -translate-x-1/2 bg-foreground"
        style={{ left: `${budget.warn_percent}%` }}
      />
    </div>
  );
}

function BudgetMenu({
  budget,
  canChange,
  onEdit,
  onShowAlerts,
}: {
  budget: Budget;
  canChange: boolean;
  onEdit: () => void;
  onShowAlerts: () => void;
}) {
  const toggle = useToggleBudget(budget);
  const remove = useDeleteBudget(budget);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <DropdownMenu
        trigger={
          <Button
            variant="ghost"
            size="icon"
            aria-label={`More about ${budget.name}`}
            className="max-md:absolute max-md:right-4"
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={onShowAlerts}>
          <Bell aria-hidden />
          Its alerts
        </MenuItem>
        {canChange ? (
          <>
            <MenuItem onSelect={onEdit}>
              <Pencil aria-hidden />
              Edit
            </MenuItem>
            <MenuItem onSelect={() => toggle.mutate(!budget.is_active)} disabled={toggle.isPending}>
              {budget.is_active ? <Pause aria-hidden /> : <Play aria-hidden />}
              {budget.is_active ? "Switch off" : "Switch on"}
            </MenuItem>
            <MenuSeparator />
            <MenuItem isDanger onSelect={() => setIsAsking(true)}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete “${budget.name}”?`}
        description="It no longer alerts, throttles or blocks. Its alerts stay. To stop it for a while, switch it off instead."
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      />
    </>
  );
}
