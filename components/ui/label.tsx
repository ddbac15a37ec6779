import { cn } from "@/lib/format/cn";

/** A label for a control with an id. Inside `Field` use its `label` instead. */
export function Label({
  className,
  htmlFor,
  children,
  ...props
}: React.ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label {...props} htmlFor={htmlFor} className={cn("text-13 font-medium", className)}>
      {children}
    </label>
  );
}
