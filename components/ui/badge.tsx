import { cva, type VariantProps } from "class-variance-authority";
import { cn } from "@/lib/format/cn";

const badgeStyles = cva(
  "inline-flex h-5 max-w-full items-center gap-1 rounded-md px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-subtle text-foreground",
        accent: "bg-accent-subtle text-accent",
        positive: "bg-positive-subtle text-positive",
        negative: "bg-negative-subtle text-negative",
        warning: "bg-warning-subtle text-warning",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A short fact about a thing; the tone says its state, the text says it too. */
export function Badge({
  tone,
  className,
  ...props
}: React.ComponentProps<"span"> & VariantProps<typeof badgeStyles>) {
  return <span {...props} className={cn(badgeStyles({ tone }), className)} />;
}
