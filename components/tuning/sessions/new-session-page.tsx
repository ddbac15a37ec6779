"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, CircleStop } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Button, buttonStyles } from "@/components/ui/button";
import type { Member } from "@/lib/members/schemas";
import type { AssistantInfo } from "@/lib/tuning/assistant/schemas";
import { sessionOptions } from "@/lib/tuning/sessions/query-options";
import { ConnectAssistant } from "./connect-assistant";
import { StartSessionForm } from "./start-session-form";
import { TestSession } from "./test-session";
import { useEndSession } from "./use-end-session";

/** Talking to the assistant: the session that the address names, else the start of one. */
export function NewSessionPage({
  sessionId,
  activeId,
  assistant,
  projects,
  member,
}: {
  sessionId: string | null;
  /** The member's own active session. */
  activeId: string | null;
  assistant: AssistantInfo | null;
  projects: readonly string[];
  member: Member;
}) {
  return (
    <div className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <Link
          href="/tuning"
          aria-label="All sessions"
          className={buttonStyles({ variant: "ghost", size: "icon", className: "-ml-2" })}
        >
          <ArrowLeft aria-hidden />
        </Link>
        <h1 className="mr-auto text-lg font-semibold">Test session</h1>
        {sessionId ? <EndOwnSession sessionId={sessionId} /> : null}
      </header>
      {sessionId ? (
        <TestSession key={sessionId} sessionId={sessionId} memberId={member.id} assistant={assistant} />
      ) : (
        <Start activeId={activeId} assistant={assistant} projects={projects} />
      )}
    </div>
  );
}

function Start({
  activeId,
  assistant,
  projects,
}: {
  activeId: string | null;
  assistant: AssistantInfo | null;
  projects: readonly string[];
}) {
  const router = useRouter();
  return (
    <>
      {activeId ? (
        <div className="flex flex-wrap items-center gap-3 rounded-md border bg-surface px-4 py-3 text-13">
          <span className="mr-auto">You have an active session.</span>
          <Link
            href={`/tuning/session/new?session=${activeId}`}
            className={buttonStyles({ variant: "primary", size: "sm" })}
          >
            Go on with it
          </Link>
        </div>
      ) : null}
      {assistant === null ? <ConnectAssistant /> : null}
      <section
        aria-label="Start a session"
        className="mx-auto w-full max-w-lg rounded-md border bg-surface p-5"
      >
        <h2 className="font-medium">Start a session</h2>
        <p className="mt-1 mb-4 text-13 text-muted">
          {assistant
            ? `You talk to ${assistant.model}, and every turn is recorded for review.`
            : "Without a connected assistant its turns are sent over the API."}
        </p>
        <StartSessionForm
          projects={projects}
          onStart={(session) => router.push(`/tuning/session/new?session=${session.id}`)}
        />
      </section>
    </>
  );
}

function EndOwnSession({ sessionId }: { sessionId: string }) {
  const router = useRouter();
  const { data } = useQuery(sessionOptions(sessionId));
  const end = useEndSession(sessionId);
  if (!data || data.session_end !== null) return null;
  return (
    <Button
      variant="outline"
      isPending={end.isPending}
      onClick={() => end.mutate(undefined, { onSuccess: () => router.push(`/tuning/${sessionId}`) })}
    >
      <CircleStop aria-hidden />
      End session
    </Button>
  );
}
