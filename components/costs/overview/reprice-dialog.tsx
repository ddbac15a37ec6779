"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Spinner } from "@/components/ui/spinner";
import { describeReprice } from "@/lib/costs/prices/prepare-unpriced";
import { reprice } from "@/lib/costs/prices/query-options";
import type { RepriceResult } from "@/lib/costs/prices/schemas";
import { spendKeys } from "@/lib/costs/spend/query-options";
import { formatCount } from "@/lib/format/number";
import type { ApiError } from "@/lib/http/fetch-json";

/** Prices again what has a price now; first says how many that are and what they cost. */
export function RepriceDialog({
  project,
  onClose,
}: {
  /** The only project that is chosen; all that the member may see when absent. */
  project: string | undefined;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [includesPriced, setIncludesPriced] = useState(false);
  const scope = { ...(project === undefined ? {} : { project }), include_priced: includesPriced };
  const preview = useQuery<RepriceResult, ApiError>({
    // Not under the keys of costs: what is asked here is asked anew each time.
    queryKey: ["reprice", project, includesPriced],
    queryFn: () => reprice({ ...scope, dry_run: true }),
    gcTime: 0,
    retry: false,
  });
  const run = useMutation<RepriceResult, ApiError, void>({
    mutationFn: () => reprice(scope),
    onSuccess: ({ repriced }) => {
      client.invalidateQueries({ queryKey: spendKeys.all });
      toast.success(
        `${formatCount(repriced)} ${repriced === 1 ? "interaction has" : "interactions have"} a new cost.`,
      );
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Price them now"
      description={`Interactions of all time ${project === undefined ? "in every project you see" : `of the project ${project}`} are priced with the prices of their time. Costs that were sent never change; budgets follow.`}
      footer={
        <>
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            onClick={() => run.mutate()}
            isPending={run.isPending}
            disabled={!preview.data || preview.data.repriced === 0}
          >
            {preview.data && preview.data.repriced > 0
              ? `Price ${formatCount(preview.data.repriced)}`
              : "Price"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
        <label className="flex items-start gap-2 text-13">
          <Checkbox checked={includesPriced} onCheckedChange={setIncludesPriced} className="mt-0.5" />
          <span>
            Also those priced before
            <span className="block text-xs text-muted">
              Where the price of their time has changed since, such as after you corrected it.
            </span>
          </span>
        </label>
        <div aria-live="polite" className="min-h-10 text-13">
          {run.error ? (
            <p role="alert" className="text-negative">
              {run.error.message}
            </p>
          ) : preview.error ? (
            <ErrorState
              error={preview.error}
              onRetry={() => preview.refetch()}
              title="This could not be counted"
            />
          ) : preview.data ? (
            describeReprice(preview.data)
          ) : (
            <span className="flex items-center gap-2 text-muted">
              <Spinner /> Counting…
            </span>
          )}
        </div>
      </div>
    </Dialog>
  );
}
