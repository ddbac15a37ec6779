"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, Download, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { isOneWayId, shortId } from "@/lib/interactions/people/prepare-profile";
import { userProfileOptions } from "@/lib/interactions/people/query-options";
import type { ErasedUser } from "@/lib/interactions/people/schemas";
import type { Member } from "@/lib/members/schemas";
import { EraseDialog } from "./erase-dialog";
import { ErasedNotice } from "./erased-notice";
import { PersonProfile } from "./person-profile";
import { StoredFigures } from "./stored-figures";
import { useExportPerson } from "./use-export-person";

/** Everything stored about one end user, and what may be done with it. */
export function PersonPage({
  userId,
  member,
  renderedAt,
}: {
  userId: string;
  member: Pick<Member, "role" | "projects">;
  renderedAt: number;
}) {
  const [isErasing, setIsErasing] = useState(false);
  const [erased, setErased] = useState<ErasedUser | null>(null);
  const { data, error, refetch } = useQuery({ ...userProfileOptions(userId), enabled: erased === null });
  const download = useExportPerson(userId);
  const isAdmin = member.role === "admin";
  if (erased) return <ErasedNotice userId={userId} erased={erased} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <div className="mr-auto min-w-0">
          <Link
            href="/interactions/people"
            className="inline-flex items-center gap-1 text-xs text-muted hover:text-foreground"
          >
            <ChevronLeft aria-hidden className="size-3.5" />
            People
          </Link>
          <div className="flex items-center gap-1">
            <h1 dir="auto" title={userId} className="truncate text-lg font-semibold">
              {shortId(userId)}
            </h1>
            <CopyButton value={userId} label="Copy the id" />
          </div>
        </div>
        {isAdmin ? (
          <Button variant="outline" isPending={download.isPending} onClick={() => download.mutate()}>
            <Download aria-hidden />
            Export this person’s data
          </Button>
        ) : null}
        {isAdmin && member.projects === null ? (
          <Button variant="outline" className="text-negative" onClick={() => setIsErasing(true)}>
            <Trash2 aria-hidden />
            Erase this person
          </Button>
        ) : null}
      </header>
      {isOneWayId(userId) ? (
        <p className="text-13 text-muted">
          This is the one-way form of an id: the project does not keep the id itself, and nobody can turn it
          back.
        </p>
      ) : null}
      {data ? (
        <>
          <StoredFigures userId={userId} stored={data.stored} />
          {data.profiles.length === 0 ? (
            <p className="rounded-md border bg-surface px-4 py-8 text-center text-13 text-muted">
              No profile yet. Profiles are worked out every night from the interactions of a person.
            </p>
          ) : (
            data.profiles.map((profile, index) => (
              <PersonProfile
                key={`${profile.project} ${profile.user_id}`}
                id={data.profiles.length === 1 ? "learning-progress" : `learning-progress-${index + 1}`}
                profile={profile}
                now={renderedAt}
              />
            ))
          )}
          <EraseDialog
            userId={userId}
            stored={data.stored}
            open={isErasing}
            onOpenChange={setIsErasing}
            onErased={setErased}
          />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <div role="status" aria-label="Loading this person" className="grid gap-4">
          <Skeleton className="h-40" />
          <Skeleton className="h-96" />
        </div>
      )}
    </div>
  );
}
