"use client";
import { Menu } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { ProjectFilter } from "@/components/filters/project-filter";
import { RangeNotice } from "@/components/filters/range-notice";
import { RangePicker } from "@/components/filters/range-picker";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import type { Person } from "./account-menu";
import { type Area, sharedFiltersOf } from "./areas";
import { CommandPalette } from "./command-palette";
import { ShortcutHelp } from "./shortcut-help";
import { useShortcut } from "./shortcuts";
import { Sidebar } from "./sidebar";
import { AreaShortcut, useCommands } from "./use-commands";

/** The frame of every page: areas at the side, the filters that all pages share on top, palette, help and account. */
export function AppShell({
  areas,
  person,
  projects,
  onSignOut,
  actions,
  children,
}: {
  areas: readonly Area[];
  person: Person;
  projects: readonly string[];
  onSignOut: () => Promise<void>;
  /** Stands beside the filters. */
  actions?: React.ReactNode;
  children: React.ReactNode;
}) {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const filters = sharedFiltersOf(areas, usePathname());
  const commands = useCommands({ areas, projects, filters, onSignOut });
  useShortcut({
    keys: "mod+k",
    label: "Open the command palette",
    group: "Anywhere",
    isGlobal: true,
    run: () => setIsPaletteOpen((isOpen) => !isOpen),
  });
  useShortcut({
    keys: "?",
    label: "Show the keyboard shortcuts",
    group: "Anywhere",
    run: () => setIsHelpOpen(true),
  });
  const sidebar = (onNavigate?: () => void) => (
    <Sidebar
      areas={areas}
      person={person}
      onSignOut={onSignOut}
      onNavigate={onNavigate}
      onOpenPalette={() => {
        setIsMenuOpen(false);
        setIsPaletteOpen(true);
      }}
      onOpenHelp={() => {
        setIsMenuOpen(false);
        setIsHelpOpen(true);
      }}
    />
  );
  return (
    <div className="min-h-dvh lg:pl-56">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-13 text-accent-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <aside className="fixed inset-y-0 left-0 z-20 hidden w-56 flex-col border-r bg-surface lg:flex">
        <Link href="/" className="mx-3 mt-3 flex h-8 items-center gap-2 rounded-md px-2.5 font-semibold">
          <Mark />
          Retune
        </Link>
        <div className="min-h-0 flex-1">{sidebar()}</div>
      </aside>
      <Sheet
        open={isMenuOpen}
        onOpenChange={setIsMenuOpen}
        side="left"
        title={
          <span className="flex items-center gap-2">
            <Mark />
            Retune
          </span>
        }
        className="w-72 sm:w-72"
      >
        {sidebar(() => setIsMenuOpen(false))}
      </Sheet>
      <header className="sticky top-0 z-10 flex h-14 items-center gap-2 border-b bg-background px-4 lg:px-6">
        <Button
          variant="ghost"
          size="icon"
          className="-ml-1 lg:hidden"
          aria-label="Menu"
          onClick={() => setIsMenuOpen(true)}
        >
          <Menu aria-hidden />
        </Button>
        {filters === "none" || filters === "one-project" ? null : <ProjectFilter projects={projects} />}
        <div className="ml-auto flex min-w-0 items-center gap-2">
          {actions}
          {filters === "all" ? <RangePicker /> : null}
        </div>
      </header>
      {filters === "all" ? <RangeNotice /> : null}
      <main id="content" tabIndex={-1} className="px-4 py-5 outline-none lg:px-6">
        {children}
      </main>
      <CommandPalette open={isPaletteOpen} onOpenChange={setIsPaletteOpen} commands={commands} />
      <ShortcutHelp open={isHelpOpen} onOpenChange={setIsHelpOpen} />
      {areas.map((area) => (
        <AreaShortcut key={area.href} area={area} />
      ))}
    </div>
  );
}

function Mark() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className="size-4 text-accent"
      fill="none"
      stroke="currentColor"
    >
      <path
        d="M2 11.5 6 7l3 2.5L14 3.5M10.5 3.5H14V7"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
