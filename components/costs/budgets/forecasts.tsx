"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { budgetFilter } from "@/lib/costs/budgets/prepare-budget";
import type { Budget } from "@/lib/costs/budgets/schemas";
import { cn } from "@/lib/format/cn";
import { ForecastCard } from "./forecast-card";

const SHOWN = 3;

/** What the running month comes to: of everything, and of each monthly budget in force. */
export function Forecasts({
  parameters,
  budgets,
}: {
  parameters: Record<string, string>;
  budgets: readonly Budget[];
}) {
  const [isAll, setIsAll] = useState(false);
  const monthly = budgets.filter(({ period, is_active }) => period === "month" && is_active);
  const shown = isAll ? monthly : monthly.slice(0, SHOWN);
  return (
    <div className="grid gap-4">
      <div className={cn("grid gap-4 [&>*]:min-w-0", shown.length > 0 && "xl:grid-cols-2")}>
        <ForecastCard
          id="forecast"
          title={
            parameters.project
              ? "Forecast of these projects, this month"
              : "Forecast of everything, this month"
          }
          parameters={parameters}
          filter={parameters}
        />
        {shown.map((budget) => (
          <ForecastCard
            key={budget.id}
            id={`forecast-${budget.id}`}
            title={`Forecast of “${budget.name}”`}
            parameters={{ budget_id: budget.id }}
            filter={budgetFilter(budget)}
          />
        ))}
      </div>
      {monthly.length > shown.length ? (
        <Button variant="outline" className="justify-self-center" onClick={() => setIsAll(true)}>
          Show the forecasts of all {monthly.length} monthly budgets
        </Button>
      ) : null}
    </div>
  );
}
