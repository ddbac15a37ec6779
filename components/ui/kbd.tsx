import { cn } from "@/lib/format/cn";

/** A key to press. */
export function Kbd({ className, ...props }: React.ComponentProps<"kbd">) {
  return (
    <kbd
      {...props}
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-[4px] border bg-subtle px-1 font-sans text-xs text-muted",
        className,
      )}
    />
  );
}
