"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId, useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Session } from "@/lib/tuning/sessions/schemas";
import { versionsOptions } from "@/lib/tuning/versions/query-options";
import { useStartSession } from "./use-start-session";

/** Which project, prompt version and branch a new test session is about. */
export function StartSessionForm({
  projects,
  onStart,
}: {
  /** Projects the member may write to. */
  projects: readonly string[];
  onStart: (session: Session) => void;
}) {
  const [project, setProject] = useState(projects[0] ?? "default");
  const [version, setVersion] = useState("");
  const [branch, setBranch] = useState("prompt-tuning");
  const start = useStartSession(onStart);
  const versions = useQuery(versionsOptions({ project }));
  const listId = useId();
  const issue = (path: string) => start.error?.issues.find((each) => each.path === path)?.message;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({
          project,
          master_prompt_version: version.trim() || null,
          ...(branch.trim() ? { branch_name: branch.trim() } : {}),
        });
      }}
    >
      {projects.length > 1 ? (
        <Field label="Project" error={issue("project")}>
          <Select
            value={project}
            onValueChange={setProject}
            options={projects.map((value) => ({ value, label: value }))}
          />
        </Field>
      ) : null}
      <Field
        label="Prompt version"
        hint="Such as the commit of the prompt. May be left empty."
        error={issue("master_prompt_version")}
      >
        <Input
          value={version}
          maxLength={200}
          list={listId}
          autoComplete="off"
          onChange={(event) => setVersion(event.target.value)}
        />
      </Field>
      <datalist id={listId}>
        {versions.data?.data.map((each) => (
          <option key={`${each.project} ${each.version}`} value={each.version} />
        ))}
      </datalist>
      <Field label="Branch" error={issue("branch_name")}>
        <Input
          value={branch}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setBranch(event.target.value)}
        />
      </Field>
      {start.runningId ? (
        <div
          role="alert"
          className="grid gap-2 rounded-md border border-warning bg-warning-subtle p-3 text-13"
        >
          <p>You have an active session in this project. Go on with it, or end it there first.</p>
          <Link
            href={`/tuning/session/new?session=${start.runningId}`}
            className={buttonStyles({ variant: "outline", size: "sm", className: "justify-self-start" })}
          >
            Open the active session
          </Link>
        </div>
      ) : start.error ? (
        <p role="alert" className="text-13 text-negative">
          {start.error.message}
        </p>
      ) : null}
      <Button type="submit" variant="primary" isPending={start.isPending} className="justify-self-end">
        Start session
      </Button>
    </form>
  );
}
