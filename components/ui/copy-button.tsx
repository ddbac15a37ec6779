"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button, type ButtonProps } from "./button";

/** Copies a text, or what a function gives at that moment (a link to the view as it stands). */
export function CopyButton({
  value,
  label = "Copy",
  isIconOnly = true,
  ...props
}: Omit<ButtonProps, "value" | "onClick" | "children"> & {
  value: string | (() => string);
  label?: string;
  isIconOnly?: boolean;
}) {
  const [isCopied, setIsCopied] = useState(false);
  const handleCopy = async () => {
    const text = typeof value === "string" ? value : value();
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // Without a secure context there is no clipboard; the person can still copy by hand.
      toast.error("The browser does not allow copying here.", { description: text });
    }
  };
  return (
    <Button
      variant="ghost"
      size={isIconOnly ? "icon" : "sm"}
      {...props}
      aria-label={isIconOnly ? label : undefined}
      onClick={handleCopy}
      onMouseLeave={() => setIsCopied(false)}
      onBlur={() => setIsCopied(false)}
    >
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      {isIconOnly ? null : isCopied ? "Copied" : label}
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </Button>
  );
}
