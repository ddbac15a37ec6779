"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { ApiError } from "@/lib/http/fetch-json";
import { isSameForm, type SettingsForm, toSettings, toSettingsForm } from "@/lib/privacy/prepare-settings";
import { projectSettingsOptions, putProjectSettings } from "@/lib/privacy/query-options";
import type { ProjectSettings, ProjectSettingsUpdate } from "@/lib/privacy/schemas";
import { DetectionFields } from "./detection-fields";
import { PatternsField } from "./patterns-field";
import { StorageFields } from "./storage-fields";
import { TrialSection } from "./trial-section";

/** Settings that were changed and not saved, and the version that they were changed from. */
export type SettingsDraft = { form: SettingsForm; base: number; hasChanged: boolean };

/** The settings of a project to change, and a text to try them with before they are saved. */
export function SettingsEditor({
  settings,
  draft,
  onDraft,
}: {
  settings: ProjectSettings;
  /** Null while nothing is changed. */
  draft: SettingsDraft | null;
  onDraft: (draft: SettingsDraft | null) => void;
}) {
  const client = useQueryClient();
  const { project } = settings;
  const options = projectSettingsOptions(project);
  const stored = toSettingsForm(settings);
  const { form, base } = draft ?? { form: stored, base: settings.version };
  const [isTried, setIsTried] = useState(false);
  const save = useMutation<ProjectSettings, ApiError, ProjectSettingsUpdate>({
    mutationFn: (update) => putProjectSettings(project, update),
    onSuccess: (saved) => {
      client.setQueryData(options.queryKey, saved);
      onDraft(null);
      setIsTried(false);
      toast.success("Saved. It holds for what is sent from now on.");
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: options.queryKey });
    },
  });
  const hasChanged = !isSameForm(form, stored);
  const hasConflict = settings.version !== base;
  const result = toSettings(form);
  const issues = [
    ...(isTried && "issues" in result ? result.issues : []),
    ...(save.error && !hasConflict ? save.error.issues : []),
  ];
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const change = (changes: Partial<typeof form>) => {
    const changed = { ...form, ...changes };
    onDraft({ form: changed, base, hasChanged: !isSameForm(changed, stored) });
    // What the server has refused was what stood there before.
    if (save.error) save.reset();
  };
  const take = (isTheirs: boolean) => {
    onDraft(isTheirs ? null : { form, base: settings.version, hasChanged });
    save.reset();
  };
  const problem =
    issues.length > 0
      ? `${issues.length === 1 ? "one field needs" : "some fields need"} another value.`
      : save.error && !hasConflict && save.error.status !== 409
        ? save.error.message
        : null;
  return (
    <>
      <section aria-label="Settings" className="rounded-md border bg-surface">
        <header className="border-b px-4 py-3">
          <h2 className="text-sm font-semibold">Settings</h2>
          <p className="text-xs text-muted">
            They hold for what is sent to this project from then on. What is stored already stays as it is.
          </p>
        </header>
        <form
          className="grid gap-6 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            setIsTried(true);
            if ("settings" in result && !hasConflict)
              save.mutate({ ...result.settings, expected_version: base });
          }}
        >
          {hasConflict ? (
            <div role="alert" className="grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
              Someone has changed these settings since you opened them.
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
          <DetectionFields form={form} onChange={change} issueOf={issueOf} />
          <PatternsField
            patterns={form.patterns}
            onChange={(patterns) => change({ patterns })}
            issueOf={issueOf}
          />
          <StorageFields form={form} storedUserIds={settings.user_ids} onChange={change} issueOf={issueOf} />
          <div className="flex flex-wrap items-center gap-3">
            <Button
              type="submit"
              variant="primary"
              disabled={hasConflict || !hasChanged}
              isPending={save.isPending}
            >
              Save
            </Button>
            {problem ? (
              <span role="alert" className="text-13 text-negative">
                Not saved: {problem}
              </span>
            ) : (
              <span className="text-xs text-muted">
                {settings.updated_at === null ? (
                  "Never set: these are the defaults."
                ) : (
                  <>
                    Last changed <Time value={settings.updated_at} />
                  </>
                )}
              </span>
            )}
          </div>
        </form>
      </section>
      <TrialSection
        project={project}
        settings={"settings" in result ? result.settings : null}
        hasChanged={hasChanged}
      />
    </>
  );
}
