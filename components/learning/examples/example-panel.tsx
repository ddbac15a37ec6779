"use client";
import { useQuery } from "@tanstack/react-query";
import { Archive, Check, Pencil, Pin, PinOff, Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { exampleOptions } from "@/lib/learning/examples/query-options";
import type { Example, ExampleUpdate } from "@/lib/learning/examples/schemas";
import { ExampleDetails } from "./example-details";
import { ExampleEditor } from "./example-editor";
import { useUpdateExample } from "./use-update-example";

const group = "An open example";

/** The whole of one example beside the table: reading, judging, pinning, and writing a better plan. */
export function ExamplePanel({
  id,
  row,
  place,
}: {
  id: string;
  /** The example as the list has it. */
  row: Example | undefined;
  place: RowPanelPlace;
}) {
  const body = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useQuery({ ...exampleOptions(id), initialData: row });
  const [editing, setEditing] = useState<string | null>(null);
  const update = useUpdateExample();
  const isEditing = editing === id;
  const change = (next: ExampleUpdate) =>
    data && !update.isPending && update.mutate({ example: data, update: next });
  const status = data?.example_status;
  const toggle = (wanted: "approved" | "retired") =>
    change({ status: status === wanted ? "unreviewed" : wanted });
  const togglePin = () => change({ is_pinned: !data?.is_pinned });
  const isEnabled = data !== undefined && !isEditing;
  useShortcut({
    keys: "a",
    label: "Approve, or take it back",
    group,
    isEnabled,
    run: () => toggle("approved"),
  });
  useShortcut({
    keys: "x",
    label: "Retire, or take it back",
    group,
    isEnabled,
    run: () => toggle("retired"),
  });
  useShortcut({ keys: "p", label: "Pin, or take it back", group, isEnabled, run: togglePin });
  useShortcut({ keys: "e", label: "Write a better plan", group, isEnabled, run: () => setEditing(id) });

  return (
    <RowPanel noun="example" place={place} body={body} menu={null}>
      {data && isEditing ? (
        <ExampleEditor
          key={id}
          example={data}
          update={update}
          onDone={() => {
            setEditing(null);
            body.current?.focus();
          }}
        />
      ) : data ? (
        <>
          <div className="flex flex-wrap gap-2 border-b px-4 py-3">
            <Button
              variant={status === "approved" ? "default" : "outline"}
              onClick={() => toggle("approved")}
            >
              {status === "approved" ? <Undo2 aria-hidden /> : <Check aria-hidden />}
              {status === "approved" ? "Not approved" : "Approve"}
            </Button>
            <Button variant={status === "retired" ? "default" : "outline"} onClick={() => toggle("retired")}>
              {status === "retired" ? <Undo2 aria-hidden /> : <Archive aria-hidden />}
              {status === "retired" ? "Not retired" : "Retire"}
            </Button>
            <Button variant="outline" onClick={togglePin}>
              {data.is_pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
              {data.is_pinned ? "Unpin" : "Pin"}
            </Button>
            <Button variant="outline" onClick={() => setEditing(id)}>
              <Pencil aria-hidden />
              Better plan
            </Button>
          </div>
          <ExampleDetails example={data} onRemovePlan={() => change({ better_action_plan: null })} />
        </>
      ) : error ? (
        <ErrorState error={error} title="This example cannot be shown" onRetry={() => refetch()} />
      ) : (
        <div role="status" aria-label="Loading the example" className="p-4">
          <Skeleton className="h-64" />
        </div>
      )}
    </RowPanel>
  );
}
