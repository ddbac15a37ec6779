const hues = [1, 2, 3, 4, 5].map((index) => `var(--chart-${index})`);
/** Five hues, then the same nearer to the text's colour, which keeps them clear of the background in both themes. */
const seriesColors = [...hues, ...hues.map((hue) => `color-mix(in oklab, ${hue} 55%, var(--foreground))`)];

/** What stands for everything without a colour of its own, and for the period before. */
export const quietColor = "var(--chart-6)";

/** The colour of a series by its place; beyond ten places they begin again. */
export function seriesColor(index: number): string {
  return seriesColors[index % seriesColors.length] ?? quietColor;
}

/** The colour of `name` by its place among `all` names, so that neither rank nor range changes it. Unknown names are quiet. */
export function namedColor(name: string, all: readonly string[]): string {
  const place = all.indexOf(name);
  return place < 0 ? quietColor : seriesColor(place);
}
