"use client";
import { useQuery } from "@tanstack/react-query";
import { useFilters } from "@/components/filters/use-filters";
import { MultiSelect } from "@/components/ui/multi-select";
import type { OverviewParameters } from "@/lib/feedback/prepare-overview";
import { accuracyOptions } from "@/lib/feedback/query-options";
import { NO_INTENT } from "@/lib/feedback/schemas";

/** Which models and intents the overview is about, with the votes of each. */
export function OverviewFilters({ parameters }: { parameters: OverviewParameters }) {
  const { filters, setFilters } = useFilters();
  const models = useQuery(accuracyOptions(parameters.modelOptions));
  const intents = useQuery(accuracyOptions(parameters.intentOptions));
  const option = (value: string, count: number) => ({ value, label: value, count });
  return (
    <>
      <MultiSelect
        label="Model"
        values={filters.model ?? []}
        onChange={(model) => setFilters({ model: model.length > 0 ? model : null })}
        options={(models.data?.data ?? []).map((row) => option(row.model ?? "", row.total))}
        isLoading={models.isPending}
      />
      <MultiSelect
        label="Intent"
        values={filters.intent ?? []}
        onChange={(intent) => setFilters({ intent: intent.length > 0 ? intent : null })}
        options={(intents.data?.data ?? []).map((row) => option(row.intent ?? NO_INTENT, row.total))}
        isLoading={intents.isPending}
      />
    </>
  );
}
