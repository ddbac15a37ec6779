"use client";
import type { Member } from "@/lib/members/schemas";
import { ArchiveSection } from "./archive-section";
import { PolicySection } from "./policy-form";
import { RunSection } from "./run-section";

/** What becomes of old sessions: the policy, doing it now, and the archive. */
export function RetentionPage({ member }: { member: Member }) {
  const isAdmin = member.role === "admin";
  // The policy is the installation's; who is limited to projects cannot set it for the others.
  const isFullAdmin = isAdmin && member.projects === null;
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Retention</h1>
      {isFullAdmin ? (
        <>
          <PolicySection />
          <RunSection />
        </>
      ) : (
        <p className="text-13 text-muted">
          The policy is set, and sessions are archived, by admins of every project. You can read what is
          archived{isAdmin ? " in your projects and bring it back" : ""}.
        </p>
      )}
      <ArchiveSection canRestore={isAdmin} />
    </div>
  );
}
