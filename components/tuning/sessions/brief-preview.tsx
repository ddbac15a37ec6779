"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import { fetchApi } from "@/lib/http/fetch-json";

/** Characters of a brief that are shown; copying takes all of it. */
const SHOWN = 1_500;

/** Writes the brief when asked to: its beginning, and a button that copies the whole of it. */
export function BriefPreview({ path }: { path: string }) {
  const [isAsked, setIsAsked] = useState(false);
  if (isAsked) return <Brief path={path} />;
  return (
    <Button variant="outline" className="justify-self-start" onClick={() => setIsAsked(true)}>
      Preview and copy
    </Button>
  );
}

function Brief({ path }: { path: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["tuning", "brief", path],
    queryFn: async ({ signal }) => (await fetchApi(path, { signal })).text(),
    staleTime: 0,
    gcTime: 0,
  });
  if (isPending) return <Skeleton className="h-40 w-full" />;
  if (error) return <ErrorState error={error} onRetry={refetch} className="py-2" />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <div className="flex items-center justify-between gap-2 text-13">
        <span className="text-muted">{formatCount(data.length)} characters</span>
        <CopyButton value={data} label="Copy the brief" />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        className="max-h-48 overflow-auto rounded-md border bg-subtle p-3 font-mono text-xs whitespace-pre-wrap"
      >
        {data.length > SHOWN ? `${data.slice(0, SHOWN)}…` : data}
      </pre>
    </div>
  );
}
