"use client";
import { Input as BaseInput } from "@base-ui/react/input";
import { cn } from "@/lib/format/cn";
import { fieldClass } from "./styles";

/** A one-line field; inside `Field` it is labelled and described by it. */
export function Input({ className, ...props }: React.ComponentProps<typeof BaseInput>) {
  return <BaseInput {...props} className={cn(fieldClass, "h-8 w-full px-2.5", className as string)} />;
}
