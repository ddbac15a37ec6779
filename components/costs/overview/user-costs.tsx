"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { RowsDownload } from "@/components/data-table/rows-download";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { CostPageParameters, HrefOf } from "@/lib/costs/prepare-address";
import { tabulateUsers } from "@/lib/costs/spend/prepare-users";
import { costsByUserOptions, userCountOptions } from "@/lib/costs/spend/query-options";
import { costsByUserColumns } from "@/lib/costs/spend/schemas";
import { formatCount } from "@/lib/format/number";
import { saveFile } from "@/lib/format/save-file";
import { tableToCsv } from "@/lib/format/table";
import { rowsDownload } from "@/lib/http/download";
import type { CostState } from "../use-cost-state";
import { UserTable } from "./user-table";

const load = rowsDownload("/v1/costs/by-user/export", "people");
const none: ReadonlySet<string> = new Set();

/** What each end user cost, and what that is per point of satisfaction. Grows page by page. */
export function UserCosts({
  state: { view, setView, filters },
  parameters,
  hrefOf,
  canDownload,
}: {
  state: CostState;
  parameters: CostPageParameters;
  hrefOf: HrefOf;
  /** Whether the person may take all rows away; others take what the page shows. */
  canDownload: boolean;
}) {
  const {
    data,
    isPending,
    isPlaceholderData,
    error,
    refetch,
    hasNextPage,
    fetchNextPage,
    isFetchingNextPage,
  } = useInfiniteQuery(keepingPrevious(costsByUserOptions(parameters.users)));
  const { sort: _sort, ...userFilters } = parameters.users;
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <Panel
      id="by-user"
      title="Cost by end user"
      note={[
        data ? `${formatCount(rows.length)} of ${formatCount(total)}.` : "",
        filters.channel_id ? "Users are not counted by channel: the channel filter does not apply here." : "",
      ].join(" ")}
      actions={
        rows.length === 0 ? null : canDownload ? (
          <RowsDownload
            noun="people"
            description="The file holds every end user under the filters with the figures of the range, most cost first."
            load={load}
            columns={costsByUserColumns}
            shownColumns={costsByUserColumns}
            params={userFilters}
            selected={none}
            countOptions={userCountOptions(userFilters)}
            totalOf={(count) => count.total}
            useSample={() => rows}
            keyOf={(row) => row.user_id}
          />
        ) : (
          <Button
            variant="outline"
            size="sm"
            onClick={() =>
              saveFile(
                new Blob([tableToCsv(tabulateUsers(rows))], { type: "text/csv;charset=utf-8" }),
                "by-user.csv",
              )
            }
          >
            <Download aria-hidden />
            CSV of {formatCount(rows.length)}
          </Button>
        )
      }
    >
      {isPending ? (
        <div className="grid gap-3 p-4">
          {[1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="h-5 w-full" />
          ))}
        </div>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-8 text-center text-13 text-muted">No end users in this range.</p>
      ) : (
        <>
          <UserTable
            rows={rows}
            isStale={isPlaceholderData}
            sort={view.sort}
            onSort={setView}
            hrefOf={hrefOf}
          />
          {hasNextPage ? (
            <div className="border-t p-2 text-center">
              <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
                Load more
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  );
}
