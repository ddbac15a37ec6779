/** One column of a data table. */
export type DataColumn<Row> = {
  id: string;
  header: string;
  /** Narrowest width in CSS pixels. */
  minWidth: number;
  /** Share of the width that is left over; 0 when absent. */
  grow?: number;
  isNumeric?: boolean;
  /** A column without which a row cannot be told apart; it cannot be hidden. */
  isRequired?: boolean;
  cell: (row: Row) => React.ReactNode;
};

/** The CSS grid tracks of columns, and the width below which the table scrolls sideways. */
export function toTracks(
  columns: readonly Pick<DataColumn<never>, "minWidth" | "grow">[],
  leading: readonly number[],
): { template: string; minWidth: number } {
  const tracks = columns.map(({ minWidth, grow }) =>
    grow ? `minmax(${minWidth}px, ${grow}fr)` : `${minWidth}px`,
  );
  return {
    template: [...leading.map((width) => `${width}px`), ...tracks].join(" "),
    minWidth: [...leading, ...columns.map((column) => column.minWidth)].reduce(
      (sum, width) => sum + width,
      0,
    ),
  };
}
