"use client";
import { Bookmark } from "lucide-react";
import { Button } from "@/components/ui/button";
import { projectToKeep } from "@/lib/tuning/versions/prepare-comparison";
import type { Comparison, PromptVersion } from "@/lib/tuning/versions/schemas";
import { useKeepComparison } from "./use-keep-comparison";

/** Keeps a comparison with the figures of now. A kept one is of one project, so versions of several need one to be chosen. */
export function KeepButton({
  comparison,
  versions,
}: {
  comparison: Comparison;
  versions: readonly PromptVersion[];
}) {
  const keep = useKeepComparison();
  const project = projectToKeep(comparison, versions);
  if (project === null)
    return <span className="text-13 text-muted">Choose one project to keep this comparison.</span>;
  return (
    <Button
      variant="outline"
      isPending={keep.isPending}
      onClick={() => keep.mutate({ a: comparison.a.version, b: comparison.b.version, project })}
    >
      <Bookmark aria-hidden />
      Keep this comparison
    </Button>
  );
}
