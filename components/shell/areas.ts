import type { LucideIcon } from "lucide-react";
import type { Keys } from "./keys";

/** A place of the site, as the sidebar and the palette list it. */
export type Area = {
  href: string;
  label: string;
  icon: LucideIcon;
  keys: Keys;
  /** Its pages are about votes, so the shared filters go along. */
  hasFilters: boolean;
};

/** The area a path belongs to: the one whose address is the longest beginning of it. */
export function findArea(areas: readonly Area[], pathname: string): Area | undefined {
  return areas
    .filter(({ href }) => pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
