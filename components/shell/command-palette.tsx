"use client";
import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { backdropClass, popupClass } from "@/components/ui/styles";
import { cn } from "@/lib/format/cn";
import type { Keys } from "./keys";
import { ShortcutKeys } from "./shortcut-keys";

/** Something the palette can do. */
export type PaletteCommand = { id: string; group: string; label: string; keys?: Keys; run: () => void };

/** Finds and runs a command by typing. */
export function CommandPalette({
  open,
  onOpenChange,
  commands,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly PaletteCommand[];
}) {
  const groups = Object.entries(Object.groupBy(commands, (command) => command.group));
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={backdropClass} />
        <BaseDialog.Popup
          className={cn(
            popupClass,
            "fixed top-[min(8rem,10dvh)] left-1/2 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden",
          )}
        >
          <BaseDialog.Title className="sr-only">Commands</BaseDialog.Title>
          <Command label="Commands" loop>
            <div className="flex items-center gap-2 border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                autoFocus
                placeholder="Where to, or what to do?"
                className="h-11 w-full bg-transparent text-sm outline-none max-sm:text-base"
              />
            </div>
            <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto overscroll-contain p-1">
              <Command.Empty className="px-3 py-6 text-center text-13 text-muted">
                Nothing of that name.
              </Command.Empty>
              {groups.map(([group, entries = []]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
                >
                  {entries.map((command) => (
                    <Command.Item
                      key={command.id}
                      value={command.id}
                      keywords={[command.label, group]}
                      onSelect={() => {
                        onOpenChange(false);
                        command.run();
                      }}
                      className="flex min-h-9 items-center justify-between gap-4 rounded-md px-2 text-13 data-[selected=true]:bg-subtle"
                    >
                      <span className="truncate">{command.label}</span>
                      {command.keys ? <ShortcutKeys keys={command.keys} /> : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
