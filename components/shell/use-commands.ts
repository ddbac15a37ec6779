"use client";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { startTransition } from "react";
import { toast } from "sonner";
import { useFilters } from "@/components/filters/use-filters";
import type { Area } from "./areas";
import type { PaletteCommand } from "./command-palette";
import { useLeave } from "./leave-guard";
import { useShortcut, useShortcuts } from "./shortcuts";
import { themes } from "./theme-switch";
import { useAreaHref } from "./use-area-href";

const GO = "Go to";

/** What the palette offers: areas, what this page's shortcuts do, ranges, projects, themes, sign out. */
export function useCommands({
  areas,
  projects,
  filters,
  onSignOut,
}: {
  areas: readonly Area[];
  projects: readonly string[];
  /** Which shared filters this page follows: others are not offered. */
  filters: Area["filters"];
  onSignOut: () => Promise<void>;
}): PaletteCommand[] {
  const router = useRouter();
  const areaHref = useAreaHref();
  const { setFilters } = useFilters();
  const { setTheme } = useTheme();
  const leave = useLeave();
  const shortcuts = useShortcuts().filter((shortcut) => shortcut.group !== GO && !shortcut.isGlobal);
  return [
    ...areas.map((area) => ({
      id: area.href,
      group: GO,
      label: area.label,
      keys: area.keys,
      run: () => leave({ href: areaHref(area) }, () => router.push(areaHref(area))),
    })),
    ...shortcuts.map((shortcut) => ({
      id: `${shortcut.group} ${shortcut.label}`,
      group: shortcut.group,
      label: shortcut.label,
      keys: [shortcut.keys].flat()[0],
      run: shortcut.run,
    })),
    {
      id: "copy link",
      group: "This view",
      label: "Copy a link to this view",
      run: () => {
        navigator.clipboard.writeText(window.location.href).then(
          () => toast.success("Link copied"),
          () => toast.error("The browser does not allow copying here."),
        );
      },
    },
    ...(filters === "all" ? [7, 30, 90] : []).map((days) => ({
      id: `last ${days} days`,
      group: "This view",
      label: `Last ${days} days`,
      run: () => void setFilters({ days, from: null, to: null }),
    })),
    ...(filters === "none" ? [] : filters === "one-project" ? projects : [null, ...projects]).map(
      (project) => ({
        id: project === null ? "all projects" : `project ${project}`,
        group: "Project",
        label: project === null ? "All projects" : `Only ${project}`,
        run: () => leave("project", () => void setFilters({ project: project === null ? null : [project] })),
      }),
    ),
    ...themes.map((theme) => ({
      id: `theme ${theme.value}`,
      group: "Theme",
      label: theme.label,
      run: () => setTheme(theme.value),
    })),
    {
      id: "sign out",
      group: "Account",
      label: "Sign out",
      run: () => leave("out", () => startTransition(onSignOut)),
    },
  ];
}

/** The shortcut of one area; a component, because there is one hook per area. */
export function AreaShortcut({ area }: { area: Area }) {
  const router = useRouter();
  const areaHref = useAreaHref();
  const leave = useLeave();
  useShortcut({
    keys: area.keys,
    label: area.label,
    group: GO,
    run: () => leave({ href: areaHref(area) }, () => router.push(areaHref(area))),
  });
  return null;
}
