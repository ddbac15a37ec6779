/** Something typed that is not saved, and how far one may go without losing it. */
export type Unsaved = {
  /** What it is, for the question: “The knowledge base of shop”. */
  what: string;
  /** page: lost with the page. project: also when the page turns to another project. */
  within: "page" | "project";
};

/** Where somebody is about to go: an address, another project of the same page, or out of the site's session. */
export type Departure = { href: string } | "project" | "out";

/** Of what is not saved, that which going there would lose. Pages keep what they hold while only other parameters change. */
export function findLosses(unsaved: readonly Unsaved[], here: string, departure: Departure): Unsaved[] {
  if (departure === "out") return [...unsaved];
  if (departure === "project") return unsaved.filter(({ within }) => within === "project");
  const from = new URL(here);
  const to = new URL(departure.href, here);
  if (to.origin !== from.origin || to.pathname !== from.pathname) return [...unsaved];
  const projectsOf = (url: URL) => url.searchParams.getAll("project").join(",");
  return projectsOf(to) === projectsOf(from) ? [] : unsaved.filter(({ within }) => within === "project");
}
