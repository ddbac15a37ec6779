"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Skeleton } from "@/components/ui/skeleton";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { experimentAddressParsers, toExperimentParameters } from "@/lib/learning/experiments/prepare-address";
import { emptyExperimentForm, statusNames } from "@/lib/learning/experiments/prepare-experiment";
import { experimentsOptions } from "@/lib/learning/experiments/query-options";
import { experimentStatuses } from "@/lib/learning/experiments/schemas";
import type { Member } from "@/lib/members/schemas";
import { NewExperimentDialog } from "./experiment-dialog";
import { ExperimentRow } from "./experiment-row";

const ANY = "any";

/** The list of experiments: what runs, what is planned, what was found. */
export function ExperimentsPage({ member, projects }: { member: Member; projects: readonly string[] }) {
  const router = useRouter();
  const [address, setAddress] = useQueryStates(experimentAddressParsers, { history: "push" });
  const { data, error, refetch } = useQuery(
    keepingPrevious(experimentsOptions(toExperimentParameters(address))),
  );
  const [isNew, setIsNew] = useState(false);
  const canChange = member.role !== "reviewer";
  const known = projects.length > 0 ? projects : (member.projects ?? ["default"]);
  const choices = known.includes("default") || member.projects !== null ? known : ["default", ...known];
  const project = address.project?.find((name) => choices.includes(name)) ?? choices[0] ?? "default";
  const add = (
    <Button variant="primary" onClick={() => setIsNew(true)}>
      <Plus aria-hidden />
      New experiment
    </Button>
  );
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Experiments</h1>
        <ToggleGroup
          label="State"
          value={address.status ?? ANY}
          onValueChange={(status) => setAddress({ status: status === ANY ? null : status })}
          options={[
            { value: ANY, label: "All" },
            ...experimentStatuses.map((value) => ({ value, label: statusNames[value] })),
          ]}
        />
        {canChange ? add : null}
      </header>
      <ParameterNotice parsers={experimentAddressParsers} />
      <section aria-label="Experiments" className="rounded-md border bg-surface">
        {data === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={refetch} />
          ) : (
            <ExperimentsSkeleton />
          )
        ) : data.data.length === 0 ? (
          address.project || address.status ? (
            <EmptyState
              title="No experiment under these filters"
              action={
                <Button variant="outline" onClick={() => setAddress({ project: null, status: null })}>
                  Clear the filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="No experiments yet"
              text={
                canChange
                  ? "An experiment gives each user one of several strategies or prompts and says, from what happens, which is better: also when you look every day."
                  : "A product owner or admin plans them. Here you see which strategy or prompt does better."
              }
              action={canChange ? add : undefined}
            />
          )
        ) : (
          <ul aria-label="Experiments" className="divide-y">
            {data.data.map((experiment) => (
              <ExperimentRow key={experiment.id} experiment={experiment} />
            ))}
          </ul>
        )}
      </section>
      {isNew ? (
        <NewExperimentDialog
          initial={emptyExperimentForm(project)}
          projects={choices}
          onClose={() => setIsNew(false)}
          onMade={({ id }) => router.push(`/learning/experiments/${id}`)}
        />
      ) : null}
    </div>
  );
}

/** The list while it is being read. */
export function ExperimentsSkeleton() {
  return (
    <div role="status" aria-label="Loading experiments" className="divide-y">
      {[1, 2, 3].map((row) => (
        <div key={row} className="grid gap-2 p-4">
          <Skeleton className="h-5 w-56" />
          <Skeleton className="h-4 w-full max-w-md" />
        </div>
      ))}
    </div>
  );
}
