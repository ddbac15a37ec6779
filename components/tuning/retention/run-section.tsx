"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ApiError } from "@/lib/http/fetch-json";
import { describeRun, readDays } from "@/lib/tuning/retention/prepare-policy";
import { retentionKeys, runRetention } from "@/lib/tuning/retention/query-options";
import type { RetentionRunInput, RetentionRunResult } from "@/lib/tuning/retention/schemas";
import { sessionKeys } from "@/lib/tuning/sessions/query-options";

type Action = RetentionRunInput["action"];
const verbs: Record<Action, { what: string; did: string }> = {
  archive: { what: "Archive", did: "archived" },
  delete_archived: { what: "Delete for good", did: "deleted for good" },
};

/** Archives or deletes now: counts first, then does what was counted once that is confirmed. */
export function RunSection() {
  const client = useQueryClient();
  const [action, setAction] = useState<Action>("archive");
  const [days, setDays] = useState("");
  const [isTried, setIsTried] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const read = readDays(days);
  const olderThan = "days" in read ? read.days : null;
  const problem =
    "problem" in read
      ? read.problem.replace(", or empty for never", "")
      : olderThan === null
        ? "is needed"
        : null;

  const count = useMutation<RetentionRunResult, ApiError, RetentionRunInput>({ mutationFn: runRetention });
  const run = useMutation<RetentionRunResult, ApiError, RetentionRunInput>({
    mutationFn: runRetention,
    onSuccess: (result) => {
      count.reset();
      client.invalidateQueries({ queryKey: retentionKeys.archives });
      client.invalidateQueries({ queryKey: sessionKeys.all });
      toast.success(`${describeRun(result)} ${verbs[result.action].did}.`);
    },
    onSettled: () => setIsAsking(false),
  });
  const counted = count.data;
  const change = (what: () => void) => {
    what();
    // A count is of one action and one number of days.
    count.reset();
    run.reset();
  };
  const error = count.error ?? run.error;
  return (
    <section aria-label="Now" className="rounded-md border bg-surface">
      <header className="border-b px-4 py-3">
        <h2 className="text-sm font-semibold">Now</h2>
        <p className="text-xs text-muted">
          Counts first. Nothing changes until you confirm what was counted.
        </p>
      </header>
      <form
        className="grid gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (olderThan !== null) count.mutate({ action, older_than_days: olderThan, dry_run: true });
        }}
      >
        <ToggleGroup
          label="What to do"
          value={action}
          onValueChange={(value) => change(() => setAction(value))}
          options={[
            { value: "archive", label: "Archive sessions" },
            { value: "delete_archived", label: "Delete archived ones" },
          ]}
          className="justify-self-start"
        />
        <div className="flex flex-wrap items-start gap-3">
          <Field
            label="Older than (days)"
            hint={
              action === "archive" ? "Counted from their start." : "Counted from when they were archived."
            }
            error={isTried ? problem : null}
            className="w-72 max-w-full"
          >
            <Input
              inputMode="numeric"
              placeholder="Such as 90"
              value={days}
              onChange={(event) => change(() => setDays(event.target.value))}
            />
          </Field>
          <Button type="submit" variant="outline" isPending={count.isPending} className="sm:mt-[1.625rem]">
            Count
          </Button>
        </div>
        {error ? (
          <p role="alert" className="text-13 text-negative">
            {error.message}
          </p>
        ) : null}
        {counted ? (
          <div role="status" className="grid gap-3 rounded-md bg-subtle p-3 text-13">
            {counted.sessions === 0 ? (
              <p>
                Nothing is that old: no session before <Time value={counted.before} />.
              </p>
            ) : (
              <>
                <p>
                  <span className="font-medium">{describeRun(counted)}</span> from before{" "}
                  <Time value={counted.before} />.
                </p>
                <Button
                  variant={action === "archive" ? "primary" : "danger"}
                  className="justify-self-start"
                  onClick={() => setIsAsking(true)}
                >
                  {verbs[action].what}…
                </Button>
              </>
            )}
          </div>
        ) : null}
      </form>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={counted ? `${verbs[action].what}: ${describeRun(counted)}?` : ""}
        description={
          action === "archive"
            ? "They leave every list, figure and queue. Each can be read here and brought back exactly as it was."
            : "They cannot be brought back, by nobody."
        }
        confirmLabel={verbs[action].what}
        tone={action === "archive" ? "primary" : "danger"}
        isPending={run.isPending}
        onConfirm={() =>
          olderThan !== null && run.mutate({ action, older_than_days: olderThan, dry_run: false })
        }
      />
    </section>
  );
}
