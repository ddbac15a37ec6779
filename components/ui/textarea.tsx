"use client";
import { Field as BaseField } from "@base-ui/react/field";
import { cn } from "@/lib/format/cn";
import { fieldClass } from "./styles";

/** A field of several lines that grows with its text; inside `Field` it is labelled and described by it. */
export function Textarea({ className, ...props }: React.ComponentProps<"textarea">) {
  return (
    <BaseField.Control
      render={
        <textarea
          {...props}
          className={cn(
            fieldClass,
            "field-sizing-content min-h-20 w-full px-2.5 py-1.5 leading-5",
            className,
          )}
        />
      }
    />
  );
}
