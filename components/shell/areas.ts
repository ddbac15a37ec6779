import type { LucideIcon } from "lucide-react";
import type { Keys } from "./keys";

/** A place of the site, as the sidebar and the palette list it. */
export type Area = {
  href: string;
  label: string;
  icon: LucideIcon;
  keys: Keys;
  /** Stands behind the label in the sidebar: what waits there. */
  badge?: React.ComponentType;
  /** The heading under which the sidebar lists it. */
  group: string;
  /** Further addresses of this area that do not begin with its own. */
  also?: readonly string[];
  /**
   * Which of the filters that pages share it follows: project and range, the project alone, or none. "one-project" is a page
   * about one project with a choice of its own: its address takes over the project, and the shared filters are not shown.
   */
  filters: "all" | "project" | "one-project" | "none";
  /** Which filters beyond range and project its pages take over from the page before; none when absent. */
  keeps?: readonly ("model" | "intent")[];
};

/** The area a path belongs to: the one with the address that is the longest beginning of it. */
export function findArea(areas: readonly Area[], pathname: string): Area | undefined {
  const reach = ({ href, also = [] }: Area) =>
    Math.max(...[href, ...also].map((address) => (isWithin(pathname, address) ? address.length : 0)));
  return areas.filter((area) => reach(area) > 0).sort((a, b) => reach(b) - reach(a))[0];
}

const isWithin = (pathname: string, address: string) =>
  pathname === address || (address !== "/" && pathname.startsWith(`${address}/`));

/** The shared filters that the page at this path follows. A page below an area's own, such as one session, has none. */
export function sharedFiltersOf(areas: readonly Area[], pathname: string): Area["filters"] {
  return areas.find(({ href, also = [] }) => [href, ...also].includes(pathname))?.filters ?? "none";
}

/** Areas by the heading they stand under, in the order in which headings come first. */
export function groupAreas(areas: readonly Area[]): { name: string; areas: Area[] }[] {
  const groups = new Map<string, Area[]>();
  for (const area of areas) groups.set(area.group, [...(groups.get(area.group) ?? []), area]);
  return [...groups].map(([name, members]) => ({ name, areas: members }));
}
