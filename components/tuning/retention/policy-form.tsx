"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useUnsaved } from "@/components/shell/leave-guard";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import type { ApiError } from "@/lib/http/fetch-json";
import { toPolicy, toPolicyForm } from "@/lib/tuning/retention/prepare-policy";
import {
  putRetentionPolicy,
  retentionKeys,
  retentionPolicyOptions,
} from "@/lib/tuning/retention/query-options";
import type { RetentionPolicy, RetentionPolicyInput } from "@/lib/tuning/retention/schemas";

/** What the schedule archives and deletes by itself; off until someone switches it on. */
export function PolicySection() {
  const { data, error, refetch } = useQuery(retentionPolicyOptions());
  return (
    <section aria-label="Policy" className="rounded-md border bg-surface">
      <header className="border-b px-4 py-3">
        <h2 className="text-sm font-semibold">Policy</h2>
        <p className="text-xs text-muted">
          What happens by itself, once an hour. Off until you switch it on.
        </p>
      </header>
      {data ? (
        <PolicyForm policy={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <div role="status" aria-label="Loading the policy" className="grid gap-4 p-4">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-14 w-full max-w-md" />
        </div>
      )}
    </section>
  );
}

function PolicyForm({ policy }: { policy: RetentionPolicy }) {
  const client = useQueryClient();
  const [form, setForm] = useState(() => toPolicyForm(policy));
  const [base, setBase] = useState(policy.updated_at);
  const [isTried, setIsTried] = useState(false);
  const save = useMutation<RetentionPolicy, ApiError, RetentionPolicyInput>({
    mutationFn: putRetentionPolicy,
    onSuccess: (stored) => {
      client.setQueryData(retentionKeys.policy, stored);
      setForm(toPolicyForm(stored));
      setBase(stored.updated_at);
      setIsTried(false);
      toast.success(stored.is_enabled ? "Saved. The policy is on." : "Saved. The policy is off.");
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: retentionKeys.policy });
    },
  });
  const hasConflict = policy.updated_at !== base;
  const result = toPolicy(form);
  const issues = [
    ...(isTried && "issues" in result ? result.issues : []),
    ...(save.error && !hasConflict ? save.error.issues : []),
  ];
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const stored = toPolicyForm(policy);
  const hasChanged = Object.entries(stored).some(
    ([name, value]) => form[name as keyof typeof form] !== value,
  );
  useUnsaved(hasChanged, { what: "The policy", within: "page" });
  const take = (isTheirs: boolean) => {
    if (isTheirs) setForm(stored);
    setBase(policy.updated_at);
    save.reset();
  };
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if ("policy" in result && !hasConflict) save.mutate({ ...result.policy, expected_updated_at: base });
      }}
    >
      {hasConflict ? (
        <div role="alert" className="grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
          Someone has changed the policy since you opened it: it is {policy.is_enabled ? "on" : "off"},
          archive after {policy.archive_after_days ?? "never"}, delete after{" "}
          {policy.delete_after_days ?? "never"}.
          <div className="flex flex-wrap gap-2">
            <Button size="sm" variant="outline" onClick={() => take(true)}>
              Show theirs
            </Button>
            <Button size="sm" variant="outline" onClick={() => take(false)}>
              Keep mine
            </Button>
          </div>
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
      <label className="flex items-center gap-3 text-13 font-medium">
        <Switch
          checked={form.is_enabled}
          onCheckedChange={(is_enabled) => setForm({ ...form, is_enabled })}
        />
        Archive and delete by itself
      </label>
      {issueOf("is_enabled") ? (
        <p role="alert" className="text-xs text-negative">
          {issueOf("is_enabled")}
        </p>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Archive sessions after days"
          hint="Counted from their start. Archived sessions can be read and brought back."
          error={issueOf("archive_after_days")}
        >
          <Input
            inputMode="numeric"
            placeholder="Never"
            value={form.archive_after_days}
            onChange={(event) => setForm({ ...form, archive_after_days: event.target.value })}
          />
        </Field>
        <Field
          label="Delete archived sessions after days"
          hint="Counted from when they were archived. What is deleted is gone for good."
          error={issueOf("delete_after_days")}
        >
          <Input
            inputMode="numeric"
            placeholder="Never"
            value={form.delete_after_days}
            onChange={(event) => setForm({ ...form, delete_after_days: event.target.value })}
          />
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          disabled={hasConflict || !hasChanged}
          isPending={save.isPending}
        >
          Save
        </Button>
        {save.error && !hasConflict && save.error.status !== 409 ? (
          <span role="alert" className="text-13 text-negative">
            Not saved: {save.error.message}
          </span>
        ) : (
          <span className="text-xs text-muted">
            {policy.updated_at === null ? (
              "Never set."
            ) : (
              <>
                Last changed <Time value={policy.updated_at} />
              </>
            )}
          </span>
        )}
      </div>
    </form>
  );
}
