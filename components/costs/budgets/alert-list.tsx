"use client";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { alertTone, alertTypeNames, describeAlert } from "@/lib/costs/alerts/prepare-alerts";
import { acknowledgePath, alertKeys, alertsOptions } from "@/lib/costs/alerts/query-options";
import type { Alert } from "@/lib/costs/alerts/schemas";
import type { BudgetAddress } from "@/lib/costs/budgets/prepare-address";
import { formatCount } from "@/lib/format/number";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";

const FRESH_MS = 30_000;

/** The alerts of budgets, newest first; product owners and admins acknowledge them. */
export function AlertList({
  address,
  parameters,
  budgetName,
  canChange,
  onChange,
}: {
  address: BudgetAddress;
  parameters: Record<string, string>;
  /** The budget that the list is narrowed to, as far as it is known. */
  budgetName: string | undefined;
  canChange: boolean;
  onChange: (address: Partial<Pick<BudgetAddress, "alerts" | "budget_id">>) => void;
}) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      ...keepingPrevious(alertsOptions(parameters)),
      refetchInterval: FRESH_MS,
    });
  const alerts = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel
      id="alerts"
      title="Alerts"
      note={
        data ? (
          <>
            {formatCount(data.pages[0]?.open ?? 0)} open
            {address.project === null || address.budget_id !== null ? null : (
              <>
                {" "}
                of budgets of these projects.{" "}
                <Link href="/costs/budgets" className="text-accent hover:underline">
                  Alerts of every budget
                </Link>
              </>
            )}
          </>
        ) : (
          " "
        )
      }
      actions={
        <>
          {address.budget_id === null ? null : (
            <Button
              variant="outline"
              aria-label="Show the alerts of every budget"
              onClick={() => onChange({ budget_id: null })}
            >
              <span className="max-w-56 truncate">{budgetName ?? "One budget"}</span>
              <X aria-hidden />
            </Button>
          )}
          <ToggleGroup
            label="Which alerts"
            value={address.alerts}
            onValueChange={(value) => onChange({ alerts: value })}
            options={[
              { value: "open", label: "Open" },
              { value: "acknowledged", label: "Acknowledged" },
              { value: "all", label: "All" },
            ]}
          />
        </>
      }
    >
      {isPending ? (
        <div className="grid gap-3 p-4">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
        </div>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : alerts.length === 0 ? (
        <p className="px-4 py-8 text-center text-13 text-muted">
          {address.alerts === "open" ? "No open alerts." : "No alerts."} A budget alerts once for each period
          when spend passes its warning, and once at its limit.
        </p>
      ) : (
        <>
          <ul aria-label="Alerts" className="divide-y border-t text-13">
            {alerts.map((alert) => (
              <AlertItem key={alert.id} alert={alert} canChange={canChange} />
            ))}
          </ul>
          {hasNextPage ? (
            <div className="border-t p-2 text-center">
              <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
                Load more
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  );
}

function AlertItem({ alert, canChange }: { alert: Alert; canChange: boolean }) {
  const client = useQueryClient();
  const acknowledge = useMutation<Alert, ApiError, void>({
    mutationFn: () => fetchJson<Alert>(acknowledgePath(alert.id), { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: alertKeys.all }),
    onError: (error) => toast.error("The alert was not acknowledged.", { description: error.message }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <Badge tone={alertTone(alert.type)}>{alertTypeNames[alert.type]}</Badge>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">{alert.budget_name}</p>
        <p className="text-xs text-muted">
          {describeAlert(alert)}
          {alert.project === null ? "" : ` · ${alert.project}`} · period from{" "}
          {alert.period_start.slice(0, 10)}
        </p>
      </div>
      <Time value={alert.created_at} format="relative" className="text-xs text-muted" />
      {alert.acknowledged_at !== null ? (
        <p className="text-xs text-muted">
          Acknowledged{alert.acknowledged_by === null ? "" : ` by ${alert.acknowledged_by}`},{" "}
          <Time value={alert.acknowledged_at} />
        </p>
      ) : canChange ? (
        <Button
          variant="outline"
          size="sm"
          aria-label={`Acknowledge: ${alertTypeNames[alert.type]}, ${alert.budget_name}`}
          isPending={acknowledge.isPending}
          onClick={() => acknowledge.mutate()}
        >
          <Check aria-hidden />
          Acknowledge
        </Button>
      ) : (
        <span className="text-xs text-muted">Open</span>
      )}
    </li>
  );
}
