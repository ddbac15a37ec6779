"use client";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import { cn } from "@/lib/format/cn";

/** On or off, at once. Needs a `<label>` around it or an `aria-label`. */
export function Switch({ className, ...props }: React.ComponentProps<typeof BaseSwitch.Root>) {
  return (
    <BaseSwitch.Root
      {...props}
      className={cn(
        "flex h-5 w-9 shrink-0 rounded-full bg-input p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50",
        className as string,
      )}
    >
      <BaseSwitch.Thumb className="size-4 rounded-full bg-surface transition-transform data-checked:translate-x-4" />
    </BaseSwitch.Root>
  );
}
