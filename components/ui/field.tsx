"use client";
import { Field as BaseField } from "@base-ui/react/field";
import { cn } from "@/lib/format/cn";

/** A control with its label, a hint, and what is wrong with it, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  name,
  isLabelHidden = false,
  className,
  children,
}: {
  label: React.ReactNode;
  hint?: React.ReactNode;
  error?: React.ReactNode;
  name?: string;
  isLabelHidden?: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  const isInvalid = Boolean(error);
  return (
    <BaseField.Root name={name} invalid={isInvalid} className={cn("flex flex-col gap-1.5", className)}>
      <BaseField.Label className={isLabelHidden ? "sr-only" : "text-13 font-medium"}>{label}</BaseField.Label>
      {children}
      {hint ? <BaseField.Description className="text-xs text-muted">{hint}</BaseField.Description> : null}
      <BaseField.Error match={isInvalid} className="text-xs text-negative" role="alert">
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}
