/** Colours of series in order; a series keeps its colour when others are hidden. */
const seriesColors = [1, 2, 3, 4, 5].map((index) => `var(--chart-${index})`);

/** What stands for everything without a colour of its own, and for the period before. */
export const quietColor = "var(--chart-6)";

/** The colour of a series; those beyond the palette share the quiet one. */
export function seriesColor(index: number): string {
  return seriesColors[index] ?? quietColor;
}
