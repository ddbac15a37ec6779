"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { webhookEventNames } from "@/lib/costs/webhooks/prepare-events";
import { type CreatedWebhook, type Webhook, webhookEvents, webhookInput } from "@/lib/costs/webhooks/schemas";
import { useCreateWebhook, useUpdateWebhook } from "./use-webhooks";

const EVERY = " every";

/** Changes a webhook; without one makes one, then shows its secret, once. */
export function WebhookDialog({
  projects,
  webhook,
  onClose,
}: {
  projects: readonly string[];
  webhook?: Webhook;
  onClose: () => void;
}) {
  const id = useId();
  const create = useCreateWebhook();
  const update = useUpdateWebhook(webhook?.id ?? "");
  const sending = webhook ? update : create;
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [project, setProject] = useState(webhook?.project ?? EVERY);
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? webhookEvents);
  const [isTried, setIsTried] = useState(false);
  if (create.data) return <SecretDialog webhook={create.data} onClose={onClose} />;
  const result = webhookInput.safeParse({
    url: url.trim(),
    events,
    project: project === EVERY ? null : project,
  });
  const issues = [
    ...(isTried && !result.success
      ? result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }))
      : []),
    ...(sending.error?.issues ?? []),
  ];
  const issueOf = (path: string) => issues.find((issue) => issue.path.split(".")[0] === path)?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={webhook ? "Edit the webhook" : "Add a webhook"}
      description={
        webhook
          ? `Events of ${webhook.project === null ? "every project" : `project ${webhook.project}`}, signed with the secret it has. What waits to be sent goes to the new address.`
          : "Alerts and failures that come back are posted to this address as JSON."
      }
      footer={
        <>
          {sending.error && sending.error.issues.length === 0 ? (
            <p role="alert" className="mr-auto max-w-xs self-center text-13 text-negative">
              {sending.error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" isPending={sending.isPending}>
            {webhook ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (!result.success) return;
          if (webhook) {
            const { url, events } = result.data;
            update.mutate({ url, events }, { onSuccess: onClose });
          } else create.mutate(result.data);
        }}
      >
        <Field label="Address" hint="Private and loopback addresses are refused." error={issueOf("url")}>
          <Input
            value={url}
            inputMode="url"
            placeholder="https://example.com/hooks/retune"
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        {webhook ? null : (
          <Field label="Events of" error={issueOf("project")}>
            <Select
              value={project}
              onValueChange={setProject}
              options={[
                { value: EVERY, label: "Every project" },
                ...projects.map((value) => ({ value, label: value })),
              ]}
            />
          </Field>
        )}
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 text-13 font-medium">Which</legend>
          {webhookEvents.map((type) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
            <label key={type} className="flex items-center gap-2 text-13">
              <Checkbox
                checked={events.includes(type)}
                onCheckedChange={(isOn) =>
                  setEvents(isOn ? [...events, type] : events.filter((each) => each !== type))
                }
              />
              {webhookEventNames[type]}
            </label>
          ))}
          {issueOf("events") ? (
            <p role="alert" className="text-xs text-negative">
              {issueOf("events")}
            </p>
          ) : null}
        </fieldset>
      </form>
    </Dialog>
  );
}

function SecretDialog({ webhook, onClose }: { webhook: CreatedWebhook; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Keep this secret now"
      description="It verifies what is sent to you, and it is never shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-md border bg-subtle py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 font-mono text-xs [overflow-wrap:anywhere] select-all">
          {webhook.secret}
        </code>
        <CopyButton value={webhook.secret} label="Copy the secret" />
      </div>
      <p className="mt-2 text-13 text-muted [overflow-wrap:anywhere]">For {webhook.url}</p>
    </Dialog>
  );
}
