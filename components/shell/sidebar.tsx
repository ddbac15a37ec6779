"use client";
import { CircleHelp, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/format/cn";
import { AccountMenu, type Person } from "./account-menu";
import { type Area, findArea, groupAreas } from "./areas";
import { ShortcutKeys } from "./shortcut-keys";
import { ThemeSwitch } from "./theme-switch";
import { useAreaHref } from "./use-area-href";

/** The areas of the site, the palette's button, theme and account. `onNavigate` closes the panel it may stand in. */
export function Sidebar({
  areas,
  person,
  onSignOut,
  onOpenPalette,
  onOpenHelp,
  onNavigate,
}: {
  areas: readonly Area[];
  person: Person;
  onSignOut: () => Promise<void>;
  onOpenPalette: () => void;
  onOpenHelp: () => void;
  onNavigate?: () => void;
}) {
  const active = findArea(areas, usePathname());
  const areaHref = useAreaHref();
  // The list may be longer than the window: the place one is at is to be seen.
  const current = useRef<HTMLAnchorElement>(null);
  const href = active?.href;
  useEffect(() => {
    if (href !== undefined) current.current?.scrollIntoView({ block: "nearest" });
  }, [href]);
  return (
    <div className="flex h-full flex-col">
      <div className="px-3 py-3">
        <Button
          variant="outline"
          className="w-full justify-start px-2.5 font-normal text-muted"
          onClick={onOpenPalette}
          aria-keyshortcuts="Control+K Meta+K"
        >
          <Search aria-hidden />
          <span className="flex-1 text-left">Go to…</span>
          <ShortcutKeys keys="mod+k" className="max-lg:hidden" />
        </Button>
      </div>
      <nav aria-label="Areas" className="flex-1 overflow-y-auto px-3">
        {groupAreas(areas).map((group) => (
          <section key={group.name} aria-label={group.name} className="mb-4">
            <p aria-hidden className="px-2.5 pb-1 text-xs text-muted">
              {group.name}
            </p>
            <ul className="grid gap-0.5">
              {group.areas.map((area) => (
                <li key={area.href}>
                  <Link
                    ref={area === active ? current : undefined}
                    href={areaHref(area)}
                    onClick={onNavigate}
                    aria-current={area === active ? "page" : undefined}
                    className={cn(
                      "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-13 text-muted transition-colors hover:bg-subtle hover:text-foreground max-lg:h-10",
                      area === active && "bg-subtle font-medium text-foreground",
                    )}
                  >
                    <area.icon aria-hidden className="size-4 shrink-0" />
                    {area.label}
                    {area.badge ? <area.badge /> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div className="flex items-center gap-1 border-t p-3">
        <AccountMenu person={person} onSignOut={onSignOut} />
        <ThemeSwitch />
        <Tooltip content="Keyboard shortcuts (?)">
          <Button variant="ghost" size="icon" aria-label="Keyboard shortcuts" onClick={onOpenHelp}>
            <CircleHelp aria-hidden />
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}
