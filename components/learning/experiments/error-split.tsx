import Link from "next/link";
import { Panel } from "@/components/ui/panel";
import { formatCount, formatPercent } from "@/lib/format/number";
import { errorNames, executionsHref } from "@/lib/learning/experiments/prepare-results";
import type { ExperimentResults } from "@/lib/learning/experiments/schemas";

const classes = Object.keys(errorNames) as (keyof typeof errorNames)[];
/** What the list of executions calls a failure without a class. */
const filterOf = (name: keyof typeof errorNames) => (name === "unclassified" ? "(none)" : name);

/** Failed executions by class, beside each other; each leads to its executions. */
export function ErrorSplit({ results: { variants, experiment } }: { results: ExperimentResults }) {
  return (
    <Panel
      title="Failures by class"
      note="Failed executions of each variant and their share of its failures."
    >
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason above */}
      <section aria-label="Failures by class, table" tabIndex={0} className="overflow-x-auto border-t">
        <table className="w-full border-collapse text-13">
          <thead>
            <tr className="text-xs text-muted">
              <th scope="col" className="border-b px-4 py-1.5 text-left font-medium">
                Class
              </th>
              {variants.map(({ name }) => (
                <th
                  key={name}
                  scope="col"
                  className="border-b px-4 py-1.5 text-right font-medium break-words"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((each) => (
              <tr key={each} className="hover:bg-subtle">
                <th scope="row" className="border-b px-4 py-1.5 text-left font-normal">
                  {errorNames[each]}
                </th>
                {variants.map(({ name, errors }) => {
                  const all = classes.reduce((sum, other) => sum + errors[other], 0);
                  return (
                    <td key={name} className="border-b px-4 py-1.5 text-right whitespace-nowrap">
                      {errors[each] > 0 ? (
                        <Link
                          href={executionsHref(experiment, name, {
                            success: "false",
                            error_class: filterOf(each),
                          })}
                          className="text-accent underline underline-offset-2"
                        >
                          {formatCount(errors[each])}
                        </Link>
                      ) : (
                        "0"
                      )}
                      <span className="ml-2 inline-block w-14 text-xs text-muted">
                        {all > 0 ? formatPercent(errors[each] / all) : ""}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
