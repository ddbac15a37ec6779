"use client";
import { ChevronDown, ChevronUp, Ellipsis } from "lucide-react";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu } from "@/components/ui/menu";
import { Sheet } from "@/components/ui/sheet";
import { formatCount } from "@/lib/format/number";

/** Where the open row stands in the list, and ways to its neighbours and out. */
export type RowPanelPlace = {
  /** null when the list does not hold the row. */
  position: { index: number; total: number | null } | null;
  hasNext: boolean;
  /** To the row `step` further. */
  onMove: (step: 1 | -1) => void;
  onClose: () => void;
};

/** Where an arrow key has a meaning of its own. */
const takesArrows = "input, textarea, [role=group] *, [aria-haspopup], [role=combobox]";

/** The whole of one row beside the table, with the keys, buttons and link that go with it. */
export function RowPanel({
  noun,
  place: { position, hasNext, onMove, onClose },
  body,
  menu,
  children,
}: {
  /** One row: "vote". */
  noun: string;
  place: RowPanelPlace;
  /** What is read in the panel; it has the focus first, and again when a field is left. */
  body: React.RefObject<HTMLDivElement | null>;
  /** What else can be done with the row; null when nothing can. */
  menu: React.ReactNode;
  children: React.ReactNode;
}) {
  const hasPrevious = position !== null && position.index > 0;
  // A row that is deleted leaves the list before the panel closes; the focus is the table's all the same.
  const [wasInList, setWasInList] = useState(position !== null);
  if (position !== null && !wasInList) setWasInList(true);

  const group = `An open ${noun}`;
  useShortcut({ keys: ["j", "ArrowDown"], label: `Next ${noun}`, group, run: () => hasNext && onMove(1) });
  useShortcut({
    keys: ["k", "ArrowUp"],
    label: `Previous ${noun}`,
    group,
    run: () => hasPrevious && onMove(-1),
  });

  // A dialog keeps arrows to itself, so the shortcuts above do not hear of them in here.
  const handleArrows = (event: React.KeyboardEvent) => {
    const { target } = event;
    // React hands on what happens in menus and dialogs that were opened from here; they lie outside of the panel.
    const isOurs = target instanceof Element && event.currentTarget.contains(target);
    if (!isOurs || target.matches(takesArrows) || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "ArrowDown" && hasNext) onMove(1);
    else if (event.key === "ArrowUp" && hasPrevious) onMove(-1);
    else return;
    event.preventDefault();
  };

  const handleOpenChange = (open: boolean) => {
    if (open) return;
    // Esc leaves a field first; the next one closes the panel.
    const active = document.activeElement;
    if (
      active instanceof HTMLElement &&
      active.matches("input, textarea") &&
      body.current?.contains(active)
    ) {
      body.current.focus();
      return;
    }
    onClose();
  };

  return (
    <Sheet
      open
      onOpenChange={handleOpenChange}
      isModal={false}
      initialFocus={body}
      returnsFocus={!wasInList}
      title={toTitle(noun, position)}
      actions={
        <>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Previous ${noun} (k)`}
            disabled={!hasPrevious}
            focusableWhenDisabled
            onClick={() => onMove(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Next ${noun} (j)`}
            disabled={!hasNext}
            focusableWhenDisabled
            onClick={() => onMove(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
          <CopyButton value={() => window.location.href} label={`Copy the link to this ${noun}`} />
          {menu ? (
            <DropdownMenu
              trigger={
                <Button variant="ghost" size="icon" aria-label="More">
                  <Ellipsis aria-hidden />
                </Button>
              }
            >
              {menu}
            </DropdownMenu>
          ) : null}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for the whole panel, not for a control */}
      <div
        ref={body}
        tabIndex={-1}
        onKeyDown={handleArrows}
        className="flex min-h-full flex-col outline-none"
      >
        {children}
      </div>
    </Sheet>
  );
}

function toTitle(noun: string, position: RowPanelPlace["position"]): string {
  const name = noun.charAt(0).toUpperCase() + noun.slice(1);
  if (!position) return name;
  const of = position.total === null ? "" : ` of ${formatCount(position.total)}`;
  return `${name} ${formatCount(position.index + 1)}${of}`;
}
