"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFilters } from "@/components/filters/use-filters";
import { useUnsaved } from "@/components/shell/leave-guard";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/http/fetch-json";
import type { Member } from "@/lib/members/schemas";
import { projectSettingsOptions } from "@/lib/privacy/query-options";
import { type SettingsDraft, SettingsEditor } from "./settings-editor";

/** How a project treats personal data, for its admins. */
export function PrivacyPage({
  member,
  projects,
  project: first,
}: {
  member: Member;
  projects: readonly string[];
  /** The project shown while the URL names none. */
  project: string;
}) {
  const { filters, setFilters } = useFilters();
  const project = filters.project?.[0] ?? first;
  // What was changed and not saved, per project: looking at another one loses nothing.
  const [drafts, setDrafts] = useState<Record<string, SettingsDraft | null>>({});
  const changed = Object.keys(drafts).filter((name) => drafts[name]?.hasChanged);
  useUnsaved(changed.length > 0, { what: `The settings of ${changed.join(", ")}`, within: "page" });
  const isAdmin = member.role === "admin";
  const choices = projects.includes(project) ? projects : [project, ...projects];
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Privacy</h1>
        {isAdmin ? (
          <Select
            label="Project"
            value={project}
            onValueChange={(chosen) => setFilters({ project: [chosen] })}
            options={choices.map((value) => ({
              value,
              label: drafts[value]?.hasChanged ? `${value} (not saved)` : value,
            }))}
            className="max-w-full sm:max-w-72"
          />
        ) : null}
      </header>
      {isAdmin ? (
        <ProjectPrivacy
          key={project}
          project={project}
          draft={drafts[project] ?? null}
          onDraft={(draft) => setDrafts((known) => ({ ...known, [project]: draft }))}
        />
      ) : (
        <div className="rounded-md border bg-surface">
          <EmptyState title="For admins" text="Admins set how their projects treat personal data." />
        </div>
      )}
    </div>
  );
}

function ProjectPrivacy({
  project,
  ...drafting
}: {
  project: string;
  draft: SettingsDraft | null;
  onDraft: (draft: SettingsDraft | null) => void;
}) {
  const { data, error, refetch } = useQuery(projectSettingsOptions(project));
  if (data) return <SettingsEditor settings={data} {...drafting} />;
  if (error)
    return (
      <div className="rounded-md border bg-surface">
        <ErrorState
          error={error}
          onRetry={() => refetch()}
          title={
            error instanceof ApiError && error.status === 404
              ? "There is no such project of yours"
              : undefined
          }
        />
      </div>
    );
  return (
    <div role="status" aria-label="Loading the settings" className="grid gap-4">
      <Skeleton className="h-96" />
      <Skeleton className="h-48" />
    </div>
  );
}
