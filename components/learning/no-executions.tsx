"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsHydrated } from "@/components/ui/use-now";
import { readChoices } from "@/lib/query/parameters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** A text as JSON that may stand between single quotes of a shell. */
const toShellJson = (value: string) => JSON.stringify(value).replaceAll("'", "'\\''");

/** No execution under these filters: how to see some, or how to record the first one. */
export function NoExecutions({ path, params }: { path: string; params: FilterParameters }) {
  const isHydrated = useIsHydrated();
  const projects = readChoices([params.project ?? []].flat());
  const [project] = projects;
  const isRangeAlone = Object.keys(params).every((name) => rangeNames.includes(name) || name === "project");
  const action = (
    <Link
      href={toHref(path, {
        days: "366",
        ...(isRangeAlone && params.project ? { project: params.project } : {}),
      })}
      className={buttonStyles({ variant: "outline" })}
    >
      Every execution of the last 366 days
    </Link>
  );
  if (!isRangeAlone || projects.length > 1) {
    return (
      <EmptyState
        className="flex-1"
        title="No execution matches these filters"
        text="Take a filter away or choose a longer range."
        action={action}
      />
    );
  }
  const origin = isHydrated ? window.location.origin : "http://127.0.0.1:3000";
  return (
    <EmptyState
      className="flex-1"
      title={
        project === undefined ? "No executions in this range" : `No executions of ${project} in this range`
      }
      text="Choose a longer range, or record the first execution with an API key that has the scope “ingest”:"
      code={`curl ${origin}/v1/executions \\
  -H "Authorization: Bearer $RETUNE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"user_prompt": "remove duplicates", "action_plan": {"task": "clean", "operations": []}, "success": true, "model": "gpt-4o-mini", "tokens_in": 812, "tokens_out": 96${project === undefined ? "" : `, "project": ${toShellJson(project)}`}}'`}
      action={action}
    />
  );
}
