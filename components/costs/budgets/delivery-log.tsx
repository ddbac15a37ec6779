"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { describeDeliveryError } from "@/lib/costs/webhooks/prepare-deliveries";
import { deliveriesOptions } from "@/lib/costs/webhooks/query-options";
import type { Webhook, WebhookDelivery } from "@/lib/costs/webhooks/schemas";

const FRESH_MS = 3000;
const states = {
  pending: { label: "Pending", tone: "warning" },
  delivered: { label: "Delivered", tone: "positive" },
  failed: { label: "Given up", tone: "negative" },
} as const;

/** What was sent to a webhook, newest first, with what became of it; follows what is still pending. */
export function DeliveryLog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      ...deliveriesOptions(webhook.id),
      refetchInterval: FRESH_MS,
    });
  const deliveries = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Deliveries"
      description={<span className="[overflow-wrap:anywhere]">{webhook.url}</span>}
      className="max-w-2xl"
    >
      {isPending ? (
        <Skeleton className="h-24 w-full" />
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : deliveries.length === 0 ? (
        <p className="py-6 text-center text-13 text-muted">Nothing has been sent here yet.</p>
      ) : (
        <ul aria-label="Deliveries" className="divide-y text-13">
          {deliveries.map((delivery) => (
            <DeliveryItem key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <div className="pt-2 text-center">
          <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}

function DeliveryItem({ delivery }: { delivery: WebhookDelivery }) {
  const state = states[delivery.state];
  return (
    <li className="grid gap-0.5 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={state.tone}>{state.label}</Badge>
        <code className="font-mono text-xs">{delivery.event}</code>
        <Time value={delivery.created_at} className="ml-auto text-xs text-muted" />
      </p>
      <p className="text-xs text-muted [overflow-wrap:anywhere]">
        {delivery.attempts === 1 ? "1 attempt" : `${delivery.attempts} attempts`}
        {delivery.response_status === null ? "" : ` · answered ${delivery.response_status}`}
        {delivery.error === null ? null : (
          <span title={delivery.error}> · {describeDeliveryError(delivery.error)}</span>
        )}
        {delivery.next_attempt_at === null ? null : (
          <>
            {" "}
            · next <Time value={delivery.next_attempt_at} />
          </>
        )}
      </p>
    </li>
  );
}
