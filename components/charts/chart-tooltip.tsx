/** What a chart says about the place under the pointer. */
export function ChartTooltip({
  title,
  note,
  rows,
}: {
  title: string;
  note?: string;
  rows: readonly { label: string; value: string; detail?: string; color?: string }[];
}) {
  return (
    <div className="max-w-xs rounded-md bg-surface px-3 py-2 text-xs text-foreground shadow-popup">
      <p className="font-medium">{title}</p>
      {note ? <p className="text-muted">{note}</p> : null}
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {rows.map((row) => (
          <div key={row.label} className="contents">
            <dt className="flex min-w-0 items-center gap-1.5 text-muted">
              {row.color ? (
                <span
                  aria-hidden
                  className="size-2 shrink-0 rounded-full"
                  style={{ background: row.color }}
                />
              ) : null}
              <span className="truncate">{row.label}</span>
            </dt>
            <dd className="text-right">
              {row.value}
              {row.detail ? <span className="text-muted"> {row.detail}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
