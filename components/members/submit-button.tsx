"use client";
import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "@/components/ui/button";

/** A button that sends its form. Of several in one form only the one that was pressed shows that it works. */
export function SubmitButton({ intent, ...props }: ButtonProps & { intent?: string }) {
  const { pending, data } = useFormStatus();
  const isMine = intent === undefined || data?.get("intent") === intent;
  return (
    <Button
      {...props}
      type="submit"
      name={intent === undefined ? undefined : "intent"}
      value={intent}
      isPending={pending && isMine}
      disabled={pending}
    />
  );
}
