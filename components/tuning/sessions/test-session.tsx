"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useMemo, useRef, useState } from "react";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import type { AssistantInfo } from "@/lib/tuning/assistant/schemas";
import { sessionOptions, sessionTurnsOptions } from "@/lib/tuning/sessions/query-options";
import type { Session } from "@/lib/tuning/sessions/schemas";
import { versionsOptions } from "@/lib/tuning/versions/query-options";
import { Composer } from "./composer";
import { ConnectAssistant } from "./connect-assistant";
import { ExchangeView } from "./exchange-view";
import { QuickReview } from "./quick-review";
import { SessionSkeleton } from "./session-view";
import { TurnCard } from "./turn-card";
import { useConverse } from "./use-converse";
import { useSessionNotes } from "./use-session-notes";

/** Stands for the prompt that nobody chose: the session's version, else the configured one. */
const DEFAULT_PROMPT = "";

/** A test session under way: what was said, the answer as it comes, and where one writes. */
export function TestSession({
  sessionId,
  memberId,
  assistant,
}: {
  sessionId: string;
  memberId: string;
  /** null while no assistant is connected. */
  assistant: AssistantInfo | null;
}) {
  const session = useQuery(sessionOptions(sessionId));
  if (session.isPending) return <SessionSkeleton />;
  if (!session.data) return <ErrorState error={session.error} onRetry={() => session.refetch()} />;
  return (
    <>
      <Said session={session.data} memberId={memberId} />
      {session.data.session_end !== null ? (
        <Ended sessionId={sessionId} />
      ) : assistant === null ? (
        <ConnectAssistant />
      ) : (
        <Talk session={session.data} assistant={assistant} />
      )}
    </>
  );
}

function Said({ session, memberId }: { session: Session; memberId: string }) {
  const query = useInfiniteQuery(sessionTurnsOptions(session.id));
  const { notes } = useSessionNotes(session.id);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const turns = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.data), [query.data]);
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return turns.map((turn) => (
    <TurnCard key={turn.id} turn={turn} notes={notes.get(turn.id) ?? []}>
      <QuickReview turn={turn} memberId={memberId} />
    </TurnCard>
  ));
}

function Ended({ sessionId }: { sessionId: string }) {
  return (
    <EmptyState
      title="This session has ended"
      text="Its turns can still be reviewed."
      action={
        <>
          <Link href={`/tuning/${sessionId}`} className={buttonStyles({ variant: "outline" })}>
            Open the session
          </Link>
          <Link href="/tuning/session/new" className={buttonStyles({ variant: "primary" })}>
            Start another
          </Link>
        </>
      }
    />
  );
}

function Talk({ session, assistant }: { session: Session; assistant: AssistantInfo }) {
  const { exchange, ask, discard } = useConverse(session.id);
  const [version, setVersion] = useState(DEFAULT_PROMPT);
  const versions = useQuery(versionsOptions({ project: session.project }));
  const stored = (versions.data?.data ?? []).filter(({ prompt_text }) => prompt_text !== null);
  const own = stored.some((each) => each.version === session.master_prompt_version);
  const fallback = assistant.hasPrompt
    ? `Configured prompt${assistant.promptVersion ? ` (${assistant.promptVersion})` : ""}`
    : "No prompt";
  const send = (question: string) => void ask(question, version === DEFAULT_PROMPT ? null : version);
  const end = useRef<HTMLDivElement>(null);
  const length = exchange?.answer.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the text as it grows
  useEffect(() => {
    if (exchange) end.current?.scrollIntoView({ block: "end" });
  }, [exchange?.id, length]);
  return (
    <>
      {exchange ? (
        <ExchangeView exchange={exchange} onRetry={() => send(exchange.question)} onDiscard={discard} />
      ) : null}
      <div ref={end} className="scroll-mb-40" />
      <Composer isBusy={exchange?.status === "streaming" || exchange?.status === "awaited"} onSend={send}>
        <Select
          label="Prompt"
          value={version}
          onValueChange={setVersion}
          options={[
            {
              value: DEFAULT_PROMPT,
              label: own ? `Session's prompt (${session.master_prompt_version})` : fallback,
            },
            ...stored
              .filter((each) => each.version !== session.master_prompt_version)
              .map((each) => ({ value: each.version, label: `Prompt ${each.version}` })),
          ]}
        />
        <span className="text-xs text-muted max-sm:hidden">{assistant.model}</span>
      </Composer>
    </>
  );
}
