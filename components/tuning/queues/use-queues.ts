"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { formatCount } from "@/lib/format/number";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import { queueKeys, queuePath } from "@/lib/tuning/queues/query-options";
import type { Queue, QueueInput, QueueUpdate } from "@/lib/tuning/queues/schemas";

const turns = (queue: Queue) =>
  `${formatCount(queue.progress.total)} ${queue.progress.total === 1 ? "turn" : "turns"}`;

/** Makes a queue and says how many turns entered it. */
export function useCreateQueue() {
  const client = useQueryClient();
  return useMutation<Queue, ApiError, QueueInput>({
    mutationFn: (input) => fetchJson<Queue>("/v1/tuning/queues", { method: "POST", body: input }),
    onSuccess: (queue) => {
      client.invalidateQueries({ queryKey: queueKeys.all });
      toast.success(`“${queue.name}” has ${turns(queue)}.`);
    },
  });
}

/** Changes a queue, unless someone has changed it since `expected_updated_at` (409), and says how many turns it has now. */
export function useUpdateQueue(id: string) {
  const client = useQueryClient();
  return useMutation<Queue, ApiError, QueueUpdate>({
    mutationFn: (update) => fetchJson<Queue>(queuePath(id), { method: "PATCH", body: update }),
    onSuccess: (queue) => {
      client.invalidateQueries({ queryKey: queueKeys.all });
      toast.success(`“${queue.name}” has ${turns(queue)}.`);
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: queueKeys.all });
    },
  });
}

/** Opens or closes a queue and offers to undo that. */
export function useToggleQueue(queue: Queue) {
  const client = useQueryClient();
  const toggle = useMutation<Queue, ApiError, boolean>({
    mutationFn: (is_open) => fetchJson<Queue>(queuePath(queue.id), { method: "PATCH", body: { is_open } }),
    onSuccess: (changed) => {
      client.invalidateQueries({ queryKey: queueKeys.all });
      toast(changed.is_open ? `“${changed.name}” is open again.` : `“${changed.name}” is closed.`, {
        description: changed.is_open ? undefined : "It hands out no turns. What was reviewed stays.",
        action: { label: "Undo", onClick: () => toggle.mutate(!changed.is_open) },
      });
    },
    onError: (error) => toast.error("The queue was not changed.", { description: error.message }),
  });
  return toggle;
}

/** Deletes a queue; reviews and notes stay. */
export function useDeleteQueue(queue: Queue) {
  const client = useQueryClient();
  return useMutation<void, ApiError, void>({
    mutationFn: () => fetchJson<void>(queuePath(queue.id), { method: "DELETE" }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: queueKeys.all });
      toast.success(`“${queue.name}” is deleted.`);
    },
    onError: (error) => toast.error("The queue was not deleted.", { description: error.message }),
  });
}
