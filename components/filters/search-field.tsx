"use client";
import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";

const DEBOUNCE_MS = 300;

/** Full-text search that follows what is typed; `value` is what the URL holds. `/` brings the focus here. */
export function SearchField({
  label,
  placeholder,
  group,
  value,
  onChange,
}: {
  label: string;
  placeholder: string;
  /** Where the help lists the key. */
  group: string;
  value: string;
  onChange: (value: string) => void;
}) {
  // What is typed and not yet in the URL.
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcut({ keys: "/", label: "Search", group, run: () => input.current?.focus() });

  const commit = (text: string) => {
    clearTimeout(timer.current);
    setTyped(null);
    onChange(text);
  };
  const text = typed ?? value;
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-96">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        title={'Words, "phrases", -not'}
        value={text}
        maxLength={200}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => {
          const next = event.target.value;
          setTyped(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => commit(next), DEBOUNCE_MS);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(text);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {text === "" ? (
        <Kbd aria-hidden className="pointer-events-none absolute top-1.5 right-1.5 max-sm:hidden">
          /
        </Kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => commit("")}
          className="absolute top-1 right-1 flex size-6 items-center justify-center rounded-md text-muted hover:text-foreground"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
