"use client";
import { Dialog } from "@/components/ui/dialog";
import { ShortcutKeys } from "./shortcut-keys";
import { useShortcuts } from "./shortcuts";

/** The list of every shortcut that works on this page. */
export function ShortcutHelp({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const groups = Object.groupBy(useShortcuts(), (shortcut) => shortcut.group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-5">
        {Object.entries(groups).map(([group, shortcuts = []]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-xs font-medium text-muted">{group}</h3>
            <dl className="divide-y">
              {shortcuts.map((shortcut) => (
                <div key={shortcut.label} className="flex items-center justify-between gap-4 py-1.5 text-13">
                  <dt>{shortcut.label}</dt>
                  <dd className="flex gap-2">
                    {[shortcut.keys].flat().map((keys) => (
                      <span key={keys}>
                        <ShortcutKeys keys={keys} />
                        <span className="sr-only">{keys}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
