import { Check, X } from "lucide-react";
import type { Execution } from "@/lib/learning/executions/schemas";

/** Whether it worked, and if not at what it failed. */
export function OutcomeMark({ row }: { row: Pick<Execution, "success" | "error_class"> }) {
  if (row.success) {
    return (
      <span className="flex items-center gap-1 text-positive">
        <Check aria-hidden className="size-3.5" />
        Worked
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1 text-negative">
      <X aria-hidden className="size-3.5" />
      {row.error_class === null ? "Failed" : `Failed: ${row.error_class}`}
    </span>
  );
}
