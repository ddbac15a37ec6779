"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import type { ApiError } from "@/lib/http/fetch-json";
import { putVersion, versionKeys, versionOptions } from "@/lib/tuning/versions/query-options";
import type { PromptVersion } from "@/lib/tuning/versions/schemas";

/** The text of a prompt version: to read, and for product owners and admins to store or replace. */
export function PromptTextDialog({
  project,
  version,
  canChange,
  onClose,
}: {
  project: string;
  version: string;
  canChange: boolean;
  onClose: () => void;
}) {
  const { data, error, refetch } = useQuery(versionOptions(version, { project }));
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Prompt of ${version}`}
      description={`Project ${project}. Two versions whose prompts are stored can be compared word by word.`}
      className="max-w-3xl"
    >
      {data ? (
        canChange ? (
          <PromptForm key={data.prompt_text} stored={data} onClose={onClose} />
        ) : data.prompt_text === null ? (
          <p className="text-13 text-muted">Nobody has stored the text of this version yet.</p>
        ) : (
          <PromptText text={data.prompt_text} />
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Dialog>
  );
}

function PromptText({ text }: { text: string }) {
  return (
    <div className="relative rounded-md border bg-subtle">
      <pre
        dir="auto"
        className="max-h-[60vh] overflow-auto p-3 font-mono text-xs break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
      <CopyButton value={text} label="Copy the prompt" className="absolute top-1 right-1 bg-surface" />
    </div>
  );
}

function PromptForm({ stored, onClose }: { stored: PromptVersion; onClose: () => void }) {
  const client = useQueryClient();
  const formId = useId();
  const [text, setText] = useState(stored.prompt_text ?? "");
  const save = useMutation<PromptVersion, ApiError, string>({
    mutationFn: (prompt_text) => putVersion(stored.version, { project: stored.project, prompt_text }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: versionKeys.all });
      toast.success(`The prompt of ${stored.version} is stored.`);
      onClose();
    },
  });
  const isSame = text === (stored.prompt_text ?? "");
  return (
    <form
      id={formId}
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== "" && !isSame) save.mutate(text);
      }}
    >
      <Field
        label="Prompt text"
        hint="Keys with scope ingest can send it too: PUT /v1/tuning/versions/{version}."
        error={save.error?.message}
      >
        <Textarea
          dir="auto"
          value={text}
          maxLength={500_000}
          className="max-h-[50vh] min-h-64 font-mono text-xs"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button variant="outline" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={text === "" || isSame} isPending={save.isPending}>
          {stored.has_prompt_text ? "Replace the text" : "Store the text"}
        </Button>
      </div>
    </form>
  );
}
