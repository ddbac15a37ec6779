"use client";
import { useLeave } from "@/components/shell/leave-guard";
import { Select } from "@/components/ui/select";

/** Which project a page of settings is about: one, because each has its own. */
export function ProjectChoice({
  project,
  projects,
  onChoose,
}: {
  project: string;
  projects: readonly string[];
  onChoose: (project: string) => void;
}) {
  const leave = useLeave();
  const choices = projects.includes(project) ? projects : [project, ...projects];
  return (
    <Select
      label="Project"
      value={project}
      onValueChange={(chosen) => leave("project", () => onChoose(chosen))}
      className="max-w-full sm:max-w-72"
      options={choices.map((value) => ({ value, label: value }))}
    />
  );
}
