"use client";
import { LogOut } from "lucide-react";
import { startTransition } from "react";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { cn } from "@/lib/format/cn";
import { useLeave } from "./leave-guard";

/** The person who is signed in, in words. */
export type Person = { label: string; role: string; scope: string };

/** Who is signed in, as what, and the way out. */
export function AccountMenu({ person, onSignOut }: { person: Person; onSignOut: () => Promise<void> }) {
  const leave = useLeave();
  return (
    <DropdownMenu
      align="start"
      className="min-w-56"
      trigger={
        <button
          type="button"
          className={cn(
            "flex min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 py-1 text-left hover:bg-subtle data-popup-open:bg-subtle",
          )}
        >
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-subtle text-xs font-medium text-accent uppercase"
          >
            {person.label.slice(0, 1)}
          </span>
          <span className="sr-only">Account: </span>
          <span className="grid min-w-0 leading-4">
            <span className="truncate text-13">{person.label}</span>
            <span className="truncate text-xs text-muted">{person.role}</span>
          </span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="text-13 font-medium break-all">{person.label}</p>
        <p className="text-xs text-muted">
          {person.role} · {person.scope}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => leave("out", () => startTransition(onSignOut))}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
