"use client";
import { FileText } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { PromptVersion } from "@/lib/tuning/versions/schemas";
import type { CompareState } from "./use-compare-state";

/** Every version with how much it was used; two of them are chosen as A and B, and each has its prompt. */
export function VersionList({
  versions,
  compare,
  onOpenText,
}: {
  versions: readonly PromptVersion[];
  compare: CompareState;
  onOpenText: (version: PromptVersion) => void;
}) {
  const { state, setState } = compare;
  const hasProjects = new Set(versions.map((each) => each.project)).size > 1;
  const place = (side: "a" | "b", version: string) => {
    const other = side === "a" ? "b" : "a";
    // The other side keeps its own version; the same one twice would compare nothing.
    setState({
      [side]: version,
      show: null,
      figure: null,
      category: null,
      ...(state[other] === version ? { [other]: state[side] } : {}),
    });
  };
  return (
    <section
      aria-label="Versions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-md border bg-surface"
    >
      <h2 className="sticky left-0 border-b px-3 py-3 text-sm font-semibold">Every version</h2>
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="border-b text-left text-xs text-muted">
            <th scope="col" className="px-3 py-2 font-medium">
              Version
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              Sessions
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              Turns
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              First used
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Prompt
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Compare as
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((each) => (
            <tr key={`${each.project} ${each.version}`} className="border-b last:border-0 hover:bg-subtle">
              <th scope="row" className="px-3 py-2 text-left font-normal">
                <code
                  title={each.version}
                  className="inline-block max-w-64 truncate align-middle font-mono text-xs"
                >
                  {each.version}
                </code>
                {hasProjects ? <span className="ml-2 text-xs text-muted">{each.project}</span> : null}
              </th>
              <td className="px-3 py-2 text-right">{formatCount(each.sessions)}</td>
              <td className="px-3 py-2 text-right">{formatCount(each.turns)}</td>
              <td className="px-3 py-2 whitespace-nowrap text-muted">
                {each.first_session_start === null ? (
                  "not yet"
                ) : (
                  <Time value={each.first_session_start} format="date" />
                )}
              </td>
              <td className="px-3 py-1">
                <Button variant="ghost" size="sm" onClick={() => onOpenText(each)}>
                  <FileText aria-hidden />
                  {each.has_prompt_text ? "Stored" : "None"}
                  <span className="sr-only">, prompt of {each.version}</span>
                </Button>
              </td>
              <td className="px-3 py-1 whitespace-nowrap">
                {(["a", "b"] as const).map((side) => (
                  <Button
                    key={side}
                    variant="outline"
                    size="sm"
                    aria-pressed={state[side] === each.version}
                    aria-label={`Compare ${each.version} as ${side.toUpperCase()}`}
                    onClick={() => place(side, each.version)}
                    className={cn("mr-1", state[side] === each.version && "border-accent bg-accent-subtle")}
                  >
                    {side.toUpperCase()}
                  </Button>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
