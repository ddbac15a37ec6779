// No "use client": server components call buttonStyles. What is interactive is a client component by itself.
import { Button as BaseButton } from "@base-ui/react/button";
import { cva, type VariantProps } from "class-variance-authority";
import { cn } from "@/lib/format/cn";
import { Spinner } from "./spinner";

/** The look of a button, for links that act like one: `<Link className={buttonStyles({ variant: "ghost" })}>`. */
export const buttonStyles = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-50 data-disabled:cursor-not-allowed data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        default: "bg-subtle text-foreground hover:bg-border",
        primary: "bg-accent text-accent-foreground hover:opacity-90",
        outline: "border border-input bg-surface text-foreground hover:bg-subtle",
        ghost: "text-muted hover:bg-subtle hover:text-foreground data-popup-open:bg-subtle",
        danger: "border border-negative bg-negative-subtle text-negative hover:border-2",
      },
      size: {
        sm: "h-7 px-2.5 text-13",
        md: "h-8 px-3 text-13",
        icon: "size-8 text-13",
      },
    },
    defaultVariants: { variant: "default", size: "md" },
  },
);

export type ButtonProps = React.ComponentProps<typeof BaseButton> &
  VariantProps<typeof buttonStyles> & {
    /** Shows a spinner and refuses further presses while something runs. */
    isPending?: boolean;
  };

/** A button. Icon-only ones (`size="icon"`) need an `aria-label`. */
export function Button({ variant, size, className, isPending, disabled, children, ...props }: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...props}
      disabled={disabled || isPending}
      focusableWhenDisabled={isPending}
      aria-busy={isPending || undefined}
      className={cn(buttonStyles({ variant, size }), className as string)}
    >
      {isPending ? <Spinner /> : null}
      {isPending && size === "icon" ? null : children}
    </BaseButton>
  );
}
