import { Definition } from "@/components/ui/definition";
import { cn } from "@/lib/format/cn";

/** Positioned, so that text for screen readers scrolls with the rest instead of widening the page. */
const boxClass = "relative -mx-4 overflow-auto px-4";

/** A table of figures that scrolls by itself. */
export function FigureTable({
  label,
  maxHeight,
  heads,
  children,
}: {
  label: string;
  maxHeight?: number;
  heads: readonly { label: string; definition?: string; isNumeric?: boolean }[];
  children: React.ReactNode;
}) {
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
    <section aria-label={label} tabIndex={0} className={boxClass} style={{ maxHeight }}>
      <table className="w-full border-collapse text-13">
        <thead className="sticky top-0 z-1 bg-surface">
          <tr>
            {heads.map((head) => (
              <th
                key={head.label}
                scope="col"
                className={cn(
                  "h-8 border-b pr-3 text-left text-xs font-medium whitespace-nowrap text-muted last:pr-0",
                  head.isNumeric && "text-right",
                )}
              >
                {head.label}
                {head.definition ? (
                  <Definition of={head.label} className="-mr-1.5">
                    {head.definition}
                  </Definition>
                ) : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A cell: a value, and in small what it rests on. */
export function FigureCell({
  detail,
  isNumeric = false,
  isQuiet = false,
  isWrapped = false,
  children,
}: {
  detail?: React.ReactNode;
  isNumeric?: boolean;
  /** Rests on little. */
  isQuiet?: boolean;
  /** Breaks into lines where the table is narrow. */
  isWrapped?: boolean;
  children: React.ReactNode;
}) {
  return (
    <td
      className={cn(
        "border-b py-1.5 pr-3 align-top last:pr-0",
        isWrapped ? "[overflow-wrap:anywhere] min-w-28" : "whitespace-nowrap",
        isNumeric && "text-right",
        isQuiet && "text-muted",
      )}
    >
      {children}
      {detail ? <span className="block text-xs text-muted">{detail}</span> : null}
    </td>
  );
}
