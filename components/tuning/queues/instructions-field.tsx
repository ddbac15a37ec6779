"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";

/** What reviewers read before they begin, in Markdown, to write and to look at. */
export function InstructionsField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const [mode, setMode] = useState<"write" | "preview">("write");
  return (
    <div className="relative">
      <ToggleGroup
        label="Instructions: write or preview"
        value={mode}
        onValueChange={setMode}
        options={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
        className="absolute -top-1 right-0 h-7"
      />
      {mode === "write" ? (
        <Field label="Instructions" hint="Markdown, shown to reviewers." error={error}>
          <Textarea
            dir="auto"
            value={value}
            maxLength={20_000}
            className="mt-1 max-h-64 min-h-24"
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      ) : (
        <section aria-label="Instructions, preview" className="grid gap-1.5">
          <span className="text-13 font-medium">Instructions</span>
          <div className="mt-1 min-h-24 rounded-md border p-2.5">
            {value.trim() === "" ? (
              <p className="text-13 text-muted">Nothing written yet.</p>
            ) : (
              <Markdown text={value} />
            )}
          </div>
        </section>
      )}
    </div>
  );
}
