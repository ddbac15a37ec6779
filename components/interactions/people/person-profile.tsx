"use client";
import Link from "next/link";
import { Definition } from "@/components/ui/definition";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import {
  prepareAgentScores,
  prepareCounts,
  prepareProfileLines,
} from "@/lib/interactions/people/prepare-profile";
import type { UserProfile } from "@/lib/interactions/people/schemas";
import { writeChoices } from "@/lib/query/parameters";
import { toHref } from "@/lib/query/url-state";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { LearningChart } from "./learning-chart";

const AGES_AGO = "1970-01-01";

/** What the interactions of a person say about them in one project, and how it is worked out. */
export function PersonProfile({ id, profile, now }: { id: string; profile: UserProfile; now: number }) {
  const { conversation_patterns: patterns } = profile;
  const hrefOf = (patch: Record<string, string>) =>
    toHref(
      "/interactions",
      { project: writeChoices([profile.project]), user_id: [profile.user_id], from: AGES_AGO },
      patch,
    );
  const scores = prepareAgentScores(profile);
  return (
    <section aria-label={`Profile in ${profile.project}`} className="grid gap-4">
      <div className="rounded-md border bg-surface">
        <header className="px-4 pt-3">
          <h2 className="text-sm font-semibold">Profile in {profile.project}</h2>
          <p className="text-xs text-muted">
            From {formatCompact(profile.total_interactions)}{" "}
            {profile.total_interactions === 1 ? "interaction" : "interactions"}, worked out{" "}
            <Time value={profile.updated_at} format="relative" />. A description of what was recorded, not a
            judgement.
          </p>
        </header>
        <div className="grid gap-x-8 gap-y-4 px-4 py-3 lg:grid-cols-2">
          <dl className="grid content-start text-13">
            {prepareProfileLines(profile).map(({ key, label, definition, text }) => (
              <div key={key} className="flex min-h-8 items-center gap-3 border-b py-1 last:border-b-0">
                <dt className="mr-auto flex shrink-0 items-center text-muted">
                  {label}
                  <Definition of={label}>{definition}</Definition>
                </dt>
                <dd className="min-w-0 text-right [overflow-wrap:anywhere]">{text}</dd>
              </div>
            ))}
          </dl>
          <div className="grid content-start gap-4">
            <div>
              <h3 className="flex items-center text-xs font-medium text-muted">
                Satisfaction per agent
                <Definition of="Satisfaction per agent">
                  Mean rating from 1 to 5 that this person gave each agent, over the rated interactions n.
                  Grey: n below {SMALL_SAMPLE}.
                </Definition>
              </h3>
              {scores.length === 0 ? (
                <p className="text-13 text-muted">This person has rated nothing.</p>
              ) : (
                <ul aria-label="Satisfaction per agent" className="-mx-2 text-13">
                  {scores.map(({ agent, mean, n, isSmall, filter }) => (
                    <li key={agent}>
                      <Link
                        href={hrefOf(filter)}
                        className={cn("block rounded-md px-2 py-1 hover:bg-subtle", isSmall && "text-muted")}
                      >
                        <span className="flex items-baseline gap-2">
                          <span className="mr-auto truncate">{agent}</span>
                          <span className="font-medium">{mean.toFixed(2)}</span>
                          <span className="w-14 text-right text-xs text-muted">n {formatCompact(n)}</span>
                        </span>
                        <span aria-hidden className="mt-1 block h-1 rounded-full bg-subtle">
                          <span
                            className={cn("block h-1 rounded-full", isSmall ? "bg-muted" : "bg-chart-1")}
                            style={{ width: `${((mean - 1) / 4) * 100}%` }}
                          />
                        </span>
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </div>
            <Counts
              label="Domains"
              definition="Interactions per domain, the 20 with most; and the domain that most often follows each in this person’s conversations."
              rows={prepareCounts(patterns.domains).map(({ name, count }) => ({
                name,
                count,
                detail: patterns.usual_next_domain[name] ? `then ${patterns.usual_next_domain[name]}` : null,
                href: hrefOf({ domain_classification: writeChoices([name]) }),
              }))}
            />
            <Counts
              label="Channels"
              definition="Interactions per channel, the 20 with most."
              rows={prepareCounts(patterns.channels).map(({ name, count }) => ({
                name: name || "no channel",
                count,
                detail: null,
                href: name ? hrefOf({ channel_id: writeChoices([name]) }) : null,
              }))}
            />
          </div>
        </div>
      </div>
      <LearningChart id={id} profile={profile} hrefOf={hrefOf} now={now} />
    </section>
  );
}

type Count = { name: string; count: number; detail: string | null; href: string | null };

function Counts({ label, definition, rows }: { label: string; definition: string; rows: readonly Count[] }) {
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className="flex items-center text-xs font-medium text-muted">
        {label}
        <Definition of={label}>{definition}</Definition>
      </h3>
      <ul aria-label={label} className="flex flex-wrap gap-x-4 gap-y-1 text-13">
        {rows.map(({ name, count, detail, href }) => (
          <li key={name}>
            {href === null ? (
              name
            ) : (
              <Link href={href} className="text-accent hover:underline">
                {name}
              </Link>
            )}{" "}
            <span className="text-xs text-muted">
              {formatCompact(count)}
              {detail === null ? "" : ` · ${detail}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
