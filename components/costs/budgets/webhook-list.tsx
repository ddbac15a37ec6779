"use client";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Pause, Pencil, Play, Plus, ScrollText, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { describeEvents } from "@/lib/costs/webhooks/prepare-events";
import { webhooksOptions } from "@/lib/costs/webhooks/query-options";
import type { Webhook } from "@/lib/costs/webhooks/schemas";
import { DeliveryLog } from "./delivery-log";
import { useDeleteWebhook, useTestWebhook, useToggleWebhook } from "./use-webhooks";
import { WebhookDialog } from "./webhook-dialog";

/** Where alerts are sent. For admins of every project. */
export function WebhookList({ projects }: { projects: readonly string[] }) {
  const { data, isPending, error, refetch } = useQuery(webhooksOptions());
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<Webhook | null>(null);
  const [logOf, setLogOf] = useState<Webhook | null>(null);
  return (
    <Panel
      id="webhooks"
      title="Webhooks"
      note="Alerts are also sent here: signed by Standard Webhooks, tried again with growing pauses."
      actions={
        <Button variant="outline" onClick={() => setIsAdding(true)}>
          <Plus aria-hidden />
          Add a webhook
        </Button>
      }
    >
      {isPending ? (
        <div className="grid gap-3 p-4">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
        </div>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : data.data.length === 0 ? (
        <p className="px-4 py-8 text-center text-13 text-muted">
          No webhooks: alerts are shown on this page only.
        </p>
      ) : (
        <ul aria-label="Webhooks" className="divide-y border-t text-13">
          {data.data.map((webhook) => (
            <WebhookItem
              key={webhook.id}
              webhook={webhook}
              onEdit={() => setEdited(webhook)}
              onLog={() => setLogOf(webhook)}
            />
          ))}
        </ul>
      )}
      {isAdding ? <WebhookDialog projects={projects} onClose={() => setIsAdding(false)} /> : null}
      {edited ? <WebhookDialog projects={projects} webhook={edited} onClose={() => setEdited(null)} /> : null}
      {logOf ? <DeliveryLog webhook={logOf} onClose={() => setLogOf(null)} /> : null}
    </Panel>
  );
}

function WebhookItem({
  webhook,
  onEdit,
  onLog,
}: {
  webhook: Webhook;
  onEdit: () => void;
  onLog: () => void;
}) {
  const toggle = useToggleWebhook(webhook);
  const test = useTestWebhook(webhook.id);
  const remove = useDeleteWebhook(webhook.id);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <li className="flex items-center gap-2 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="min-w-0 [overflow-wrap:anywhere]">{webhook.url}</span>
          {webhook.is_active ? null : <Badge tone="warning">Paused</Badge>}
        </p>
        <p className="text-xs text-muted">
          {describeEvents(webhook.events)} ·{" "}
          {webhook.project === null ? "every project" : `project ${webhook.project}`}
        </p>
      </div>
      <Button
        variant="outline"
        size="sm"
        disabled={!webhook.is_active}
        isPending={test.isPending}
        aria-label={`Send a test to ${webhook.url}`}
        onClick={() => test.mutate(undefined, { onSuccess: onLog })}
      >
        <Send aria-hidden />
        Test
      </Button>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label={`More about ${webhook.url}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={onLog}>
          <ScrollText aria-hidden />
          Deliveries
        </MenuItem>
        <MenuItem onSelect={onEdit}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuItem onSelect={() => toggle.mutate({ is_active: !webhook.is_active })}>
          {webhook.is_active ? <Pause aria-hidden /> : <Play aria-hidden />}
          {webhook.is_active ? "Pause" : "Resume"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem isDanger onSelect={() => setIsAsking(true)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </DropdownMenu>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Delete this webhook?"
        description={`${webhook.url} is sent nothing more, and its deliveries and its secret are gone for good.`}
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      />
    </li>
  );
}
