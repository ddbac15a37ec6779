"use client";
import { useQuery } from "@tanstack/react-query";
import { useFilters } from "@/components/filters/use-filters";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/http/fetch-json";
import { knowledgeOptions } from "@/lib/learning/knowledge/query-options";
import type { Member } from "@/lib/members/schemas";
import { ProjectChoice } from "../project-choice";
import { KnowledgeEditor } from "./knowledge-editor";

/** The knowledge base of a project: read by everyone, changed by product owners and admins. */
export function KnowledgePage({
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
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Knowledge</h1>
        <ProjectChoice
          project={project}
          projects={projects}
          onChoose={(chosen) => setFilters({ project: [chosen] })}
        />
      </header>
      <ProjectKnowledge key={project} project={project} canChange={member.role !== "reviewer"} />
    </div>
  );
}

function ProjectKnowledge({ project, canChange }: { project: string; canChange: boolean }) {
  const { data, error, refetch } = useQuery(knowledgeOptions(project));
  if (data) return <KnowledgeEditor knowledge={data} canChange={canChange} />;
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
    <div role="status" aria-label="Loading the knowledge base" className="grid gap-4">
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-96" />
    </div>
  );
}
