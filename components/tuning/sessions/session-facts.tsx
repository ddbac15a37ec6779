import Link from "next/link";
import { Time } from "@/components/ui/time";
import { formatMilliseconds, formatMinutes } from "@/lib/format/duration";
import { formatCount, NO_VALUE } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";
import type { Session, SessionStats } from "@/lib/tuning/sessions/schemas";
import { formatSimilarity, testerOf } from "./session-columns";

/** The statistics of a session and what it was run with. `stats` is undefined while they are on their way. */
export function SessionFacts({ session, stats }: { session: Session; stats: SessionStats | undefined }) {
  const { master_prompt_version: version, branch_name: branch, tester_email: email } = session;
  return (
    <dl
      aria-label="Statistics"
      className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-md border bg-surface px-4 py-3 sm:grid-cols-3 lg:grid-cols-5"
    >
      <Figure name="Turns">{formatCount(stats?.total_turns ?? session.total_turns)}</Figure>
      <Figure name="Improvements">
        {formatCount(stats?.total_improvements ?? session.total_improvements)}
      </Figure>
      <Figure name={session.session_end === null ? "Duration so far" : "Duration"}>
        {formatMinutes(stats?.duration_minutes)}
      </Figure>
      <Figure name="Average similarity">{formatSimilarity(stats?.avg_rag_similarity)}</Figure>
      <Figure name="Average latency">{formatMilliseconds(stats?.avg_processing_time_ms)}</Figure>
      <Figure name="Started">
        <Time value={session.session_start} />
      </Figure>
      <Figure name="Tester">
        {email === null ? (
          testerOf(session)
        ) : (
          <Narrowed by={{ tester_email: email }} title={email}>
            {testerOf(session)}
          </Narrowed>
        )}
      </Figure>
      <Figure name="Version">
        {version === null ? NO_VALUE : <Narrowed by={{ master_prompt_version: version }}>{version}</Narrowed>}
      </Figure>
      <Figure name="Branch">
        {branch === null ? NO_VALUE : <Narrowed by={{ branch_name: branch }}>{branch}</Narrowed>}
      </Figure>
      <Figure name="Project">
        <Narrowed by={{ project: session.project }}>{session.project}</Narrowed>
      </Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-xs text-muted">{name}</dt>
      <dd dir="auto" className="truncate text-sm font-medium">
        {children}
      </dd>
    </div>
  );
}

/** Leads to every session that has this in common. */
function Narrowed({
  by,
  title,
  children,
}: {
  by: Record<string, string>;
  title?: string;
  children: React.ReactNode;
}) {
  return (
    <Link
      href={toHref("/tuning", { days: "366", ...by })}
      title={title ?? "Show all of them"}
      className="underline decoration-border underline-offset-2 hover:decoration-foreground"
    >
      {children}
    </Link>
  );
}
