/** How much goes from one name to another. */
export type FlowLink = { key: string; from: string; to: string; value: number };

/** A name on one of the two sides; y and height in CSS pixels. */
export type FlowNode = { name: string; value: number; y: number; height: number };
/** The middle line of a band from (0, y0) to (width, y1), and its thickness. */
export type FlowBand<Link> = { link: Link; y0: number; y1: number; thickness: number };
export type FlowLayout<Link> = { from: FlowNode[]; to: FlowNode[]; bands: FlowBand<Link>[] };

const GAP = 18;

/** The height at which the names of both sides have room for their labels. */
export function flowHeight(links: readonly FlowLink[]): number {
  const rows = Math.max(new Set(links.map(({ from }) => from)).size, new Set(links.map(({ to }) => to)).size);
  return Math.min(640, Math.max(240, rows * 52));
}

/**
 * Places names on two sides, the largest on top, and bands between them whose thickness is in proportion to their value: what
 * leaves a name and what arrives at one is stacked without overlap. Links without a value are left out. A name's total is over
 * `all`, so that one with links that are not drawn is taller than its bands together.
 */
export function layoutFlow<Link extends FlowLink>(
  links: readonly Link[],
  height: number,
  all: readonly FlowLink[] = links,
): FlowLayout<Link> {
  const drawn = links.filter(({ value }) => value > 0);
  const sides = { from: sumBy(drawn, all, "from"), to: sumBy(drawn, all, "to") };
  const total = Math.max(sumOf(sides.from), sumOf(sides.to));
  const most = Math.max(sides.from.length, sides.to.length);
  const scale = total === 0 ? 0 : Math.max(0, height - GAP * (most - 1)) / total;
  const place = (names: readonly [string, number][]): FlowNode[] => {
    let y = (height - scale * sumOf(names) - GAP * (names.length - 1)) / 2;
    return names.map(([name, value]) => {
      const node = { name, value, y, height: value * scale };
      y += node.height + GAP;
      return node;
    });
  };
  const from = place(sides.from);
  const to = place(sides.to);
  const starts = stack(drawn, "from", from, rankOf(to), scale);
  const ends = stack(drawn, "to", to, rankOf(from), scale);
  return {
    from,
    to,
    bands: drawn.map((link) => {
      const thickness = link.value * scale;
      return {
        link,
        y0: (starts.get(link.key) ?? 0) + thickness / 2,
        y1: (ends.get(link.key) ?? 0) + thickness / 2,
        thickness,
      };
    }),
  };
}

type Side = "from" | "to";

const sumOf = (names: readonly [string, number][]) => names.reduce((sum, [, value]) => sum + value, 0);

/** The names of the drawn links on a side, each with the sum of all links there. */
function sumBy(drawn: readonly FlowLink[], all: readonly FlowLink[], side: Side): [string, number][] {
  const sums = new Map(drawn.map((link) => [link[side], 0]));
  for (const link of all) {
    const sum = sums.get(link[side]);
    if (sum !== undefined) sums.set(link[side], sum + link.value);
  }
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

const rankOf = (nodes: readonly FlowNode[]) => new Map(nodes.map(({ name }, index) => [name, index]));

/** Where each band begins at its name: in the order of the other side, so that the bands of one name do not cross. */
function stack(
  links: readonly FlowLink[],
  side: Side,
  nodes: readonly FlowNode[],
  rankOfOther: ReadonlyMap<string, number>,
  scale: number,
): Map<string, number> {
  const other = side === "from" ? "to" : "from";
  const next = new Map(nodes.map(({ name, y }) => [name, y]));
  const places = new Map<string, number>();
  const inOrder = links.toSorted(
    (a, b) => (rankOfOther.get(a[other]) ?? 0) - (rankOfOther.get(b[other]) ?? 0),
  );
  for (const link of inOrder) {
    const y = next.get(link[side]) ?? 0;
    places.set(link.key, y);
    next.set(link[side], y + link.value * scale);
  }
  return places;
}
