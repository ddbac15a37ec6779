"use client";
import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import { cn } from "@/lib/format/cn";

/** A checkbox; `indeterminate` for some of many. Needs a `Field`, a `<label>` around it, or an `aria-label`. */
export function Checkbox({ className, ...props }: React.ComponentProps<typeof BaseCheckbox.Root>) {
  return (
    <BaseCheckbox.Root
      {...props}
      className={cn(
        "flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-input bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50 data-indeterminate:border-accent data-indeterminate:bg-accent",
        className as string,
      )}
    >
      <BaseCheckbox.Indicator className="flex text-accent-foreground data-unchecked:hidden">
        {props.indeterminate ? (
          <Minus aria-hidden className="size-3" />
        ) : (
          <Check aria-hidden className="size-3" />
        )}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
}
