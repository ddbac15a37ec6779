"use client";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, Trash2 } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { savedViewsOptions } from "@/lib/members/query-options";
import { useSavedViews } from "./use-saved-views";

/** My named views: open one, save this page with its filters as one, delete one. */
export function SavedViewsMenu() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      label="Saved views"
      open={isOpen}
      onOpenChange={setIsOpen}
      align="end"
      className="w-72"
      trigger={
        <Button variant="outline" aria-label="Saved views">
          <Bookmark aria-hidden />
          <span className="max-sm:hidden">Views</span>
        </Button>
      }
    >
      <ViewList onOpen={() => setIsOpen(false)} />
      <SaveForm />
    </Popover>
  );
}

function ViewList({ onOpen }: { onOpen: () => void }) {
  const { data, error, isPending, refetch } = useQuery(savedViewsOptions());
  const { remove } = useSavedViews();
  if (isPending) return <Skeleton className="h-8 w-full" />;
  if (error) return <ErrorState error={error} onRetry={refetch} className="py-2" />;
  if (data.data.length === 0) {
    return <p className="text-13 text-muted">Nothing saved yet. A view is this page with its filters.</p>;
  }
  return (
    <ul className="-mx-1 max-h-64 overflow-y-auto">
      {data.data.map((view) => (
        <li key={view.id} className="flex items-center gap-1">
          <Link
            href={view.search ? `${view.path}?${view.search}` : view.path}
            onClick={onOpen}
            className="min-w-0 flex-1 truncate rounded-md px-2 py-1.5 text-13 hover:bg-subtle"
          >
            {view.name}
          </Link>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Delete the view ${view.name}`}
            onClick={() => remove.mutate(view)}
          >
            <Trash2 aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function SaveForm() {
  const path = usePathname();
  const search = useSearchParams();
  const [name, setName] = useState("");
  const { save } = useSavedViews();
  const handleSubmit = (event: React.FormEvent) => {
    event.preventDefault();
    save.mutate(
      { name: name.trim(), path, search: search.toString() },
      {
        onSuccess: () => {
          setName("");
          toast("View saved");
        },
      },
    );
  };
  return (
    <form onSubmit={handleSubmit} className="mt-3 border-t pt-3">
      <Field label="Save this view" error={save.error?.message}>
        <div className="flex gap-2">
          <Input
            value={name}
            maxLength={80}
            placeholder="Name"
            onChange={(event) => {
              setName(event.target.value);
              save.reset();
            }}
          />
          <Button type="submit" variant="primary" disabled={name.trim() === ""} isPending={save.isPending}>
            Save
          </Button>
        </div>
      </Field>
    </form>
  );
}
