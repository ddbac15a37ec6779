import type { ChartTable } from "@/lib/format/table";
import { SMALL_SAMPLE, wilsonInterval } from "@/lib/stats/wilson";
import type { Heatmap } from "./schemas";
import { nameVersion } from "./vocabulary";

export type HeatCell = {
  version: string | null;
  count: number;
  /** Executions of the version in the pattern's project, in the range. */
  total: number;
  share: number;
  low: number;
  high: number;
  isSmall: boolean;
  /** From 0 (none) to 1 (the largest share of the map). Small samples have no heat. */
  heat: number;
};
type Version = Heatmap["versions"][number];
export type HeatRow = Heatmap["patterns"][number] & { cells: HeatCell[] };
export type HeatGrid = {
  versions: Version[];
  rows: HeatRow[];
  /** Whether patterns of several projects are mixed. */
  hasProjects: boolean;
  left: string | null;
};

const totalOf = (projects: Version["projects"], project: string) =>
  projects.find((each) => each.project === project)?.total ?? 0;

/** The map as rows of cells, one for each version: a version that ran in the pattern's project without failing so has a zero, one that did not has the total 0. */
export function prepareHeatmap(map: Heatmap): HeatGrid {
  const counts = new Map(map.cells.map((cell) => [keyOf(cell.pattern_id, cell.version), cell.count]));
  const cellOf = ({ id, project }: Heatmap["patterns"][number], { version, projects }: Version) => {
    const count = counts.get(keyOf(id, version)) ?? 0;
    const total = totalOf(projects, project);
    const { low, high } = wilsonInterval(count, total) ?? { low: 0, high: 1 };
    return {
      version,
      count,
      total,
      share: total > 0 ? count / total : 0,
      low,
      high,
      isSmall: total < SMALL_SAMPLE,
    };
  };
  const rows = map.patterns.map((pattern) => ({
    ...pattern,
    cells: map.versions.map((version) => cellOf(pattern, version)),
  }));
  const largest = Math.max(
    0,
    ...rows.flatMap(({ cells }) => cells.filter((cell) => !cell.isSmall).map((cell) => cell.share)),
  );
  const left = [
    map.total_patterns > map.patterns.length
      ? `the ${map.patterns.length} most frequent of ${map.total_patterns} patterns`
      : null,
    map.total_versions > map.versions.length
      ? `the newest ${map.versions.length} of ${map.total_versions} versions`
      : null,
  ].filter((part) => part !== null);
  return {
    versions: map.versions,
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => ({
        ...cell,
        heat: cell.isSmall || largest === 0 ? 0 : cell.share / largest,
      })),
    })),
    hasProjects: new Set(map.patterns.map(({ project }) => project)).size > 1,
    left: left.length > 0 ? `Shown: ${left.join(", ")}.` : null,
  };
}

const keyOf = (pattern: string, version: string | null) => JSON.stringify([pattern, version]);

/** The cells of GET /v1/executions/failure-patterns/heatmap, with what their ids stand for. */
export function tabulateHeatmap(
  map: Heatmap,
  hrefOf: (patternId: string, version: string | null) => string,
): ChartTable {
  const patterns = new Map(map.patterns.map((pattern) => [pattern.id, pattern]));
  const projects = new Map(map.versions.map((version) => [version.version, version.projects]));
  return {
    columns: [
      { name: "pattern", label: "Pattern" },
      { name: "project", label: "Project" },
      { name: "version", label: "Version", format: (value) => nameVersion(value as string | null) },
      { name: "count", label: "Failures", isNumeric: true },
      { name: "total", label: "Executions", isNumeric: true },
      { name: "pattern_id", label: "Pattern id" },
    ],
    rows: map.cells.map((cell) => {
      const { pattern = null, project = "" } = patterns.get(cell.pattern_id) ?? {};
      const total = totalOf(projects.get(cell.version) ?? [], project);
      return {
        values: [pattern, project, cell.version, cell.count, total, cell.pattern_id],
        href: hrefOf(cell.pattern_id, cell.version),
      };
    }),
  };
}
