"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { executionsByIdOptions } from "@/lib/learning/executions/query-options";
import type { Execution } from "@/lib/learning/executions/schemas";
import { experimentOptions } from "@/lib/learning/experiments/query-options";
import { writeChoices } from "@/lib/query/parameters";
import { toHref } from "@/lib/query/url-state";

/** Examples that are named; of more the number is said. */
const MOST_NAMED = 20;

export const linkClass = "underline decoration-border underline-offset-2 hover:decoration-foreground";

/** The examples that the prompt held, by their own prompts. */
export function ExampleLinks({ row }: { row: Execution }) {
  const ids = row.example_ids.slice(0, MOST_NAMED);
  const { data } = useQuery(executionsByIdOptions(ids));
  const prompts = new Map(data?.data.map(({ id, user_prompt }) => [id, user_prompt]));
  return (
    <ul className="grid gap-1">
      {ids.map((id, index) => {
        const prompt = prompts.get(id);
        return (
          <li key={id} className="break-words">
            {data && prompt === undefined ? (
              <span className="text-muted">Example {index + 1}, which is not there any more</span>
            ) : (
              <Link
                href={toHref("/learning/examples", { example: id, project: writeChoices([row.project]) })}
                className={linkClass}
                dir="auto"
              >
                {prompt === undefined ? `Example ${index + 1}` : prompt.slice(0, 160)}
              </Link>
            )}
          </li>
        );
      })}
      {row.example_ids.length > ids.length ? (
        <li className="text-muted">and {row.example_ids.length - ids.length} more</li>
      ) : null}
    </ul>
  );
}

/** The experiment by its name, with the variant and whom it was chosen for. */
export function ExperimentLink({
  id,
  variant,
  subject,
}: {
  id: string;
  variant: string;
  subject: string | null;
}) {
  const { data } = useQuery(experimentOptions(id));
  return (
    <>
      <Link href={`/learning/experiments/${id}`} className={linkClass} dir="auto">
        {data?.name ?? "The experiment"}
      </Link>
      : {variant}
      {subject === null ? "" : `, subject ${subject}`}
    </>
  );
}
