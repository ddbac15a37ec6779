"use client";
import { SendHorizontal } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

const MAX_QUESTION = 20_000;

/** Where one writes to the assistant. Enter sends, Shift+Enter makes a new line. */
export function Composer({
  isBusy,
  onSend,
  children,
}: {
  isBusy: boolean;
  onSend: (question: string) => void;
  /** Stands beside the button. */
  children?: React.ReactNode;
}) {
  const [text, setText] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const isEmpty = text.trim() === "";
  return (
    <form
      ref={form}
      aria-label="Message"
      className="sticky bottom-0 grid gap-2 border-t bg-background py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isBusy || isEmpty) return;
        onSend(text);
        setText("");
      }}
    >
      <Field label="Message" isLabelHidden>
        <Textarea
          autoFocus
          dir="auto"
          value={text}
          maxLength={MAX_QUESTION}
          placeholder="Ask as a user would"
          className="max-h-[40dvh] min-h-16"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            form.current?.requestSubmit();
          }}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <Button type="submit" variant="primary" className="ml-auto" disabled={isEmpty} isPending={isBusy}>
          <SendHorizontal aria-hidden />
          Send
        </Button>
      </div>
    </form>
  );
}
