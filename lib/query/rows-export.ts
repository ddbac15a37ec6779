import { z } from "zod";

/** Ids that one request may name. */
const MAX_IDS = 10_000;

/**
 * The body that asks for the rows of a list as a file: all that match `filters` or those named by `ids`, never both;
 * without either, all. `resolve` makes the list's filter of checked filters. Columns left out are all of them.
 */
export function rowsExportBody<Column extends string, Filters extends z.ZodType, Filter extends object>({
  columns: allColumns,
  filters,
  resolve,
  idsDescription,
}: {
  columns: readonly Column[];
  filters: Filters;
  resolve: (filters: z.output<Filters> | undefined) => Filter;
  idsDescription: string;
}) {
  return z
    .strictObject({
      format: z.enum(["csv", "jsonl"], "must be csv or jsonl"),
      filters: filters.optional(),
      ids: z
        .array(z.uuid("must be a UUID"))
        .min(1, "must have at least one id")
        .max(MAX_IDS, `has at most ${MAX_IDS.toLocaleString("en")} ids`)
        .optional()
        .meta({ description: idsDescription }),
      columns: z
        .array(z.enum(allColumns as readonly [Column, ...Column[]]))
        .min(1, "must have at least one column")
        .optional(),
      bom: z.boolean().default(false).meta({ description: "Start a CSV with a byte order mark, for Excel." }),
    })
    .refine((value) => !(value.ids && value.filters), {
      path: ["ids"],
      error: "cannot be combined with filters",
    })
    .transform(({ format, columns = [...allColumns], bom, ids, filters: given }) => ({
      format,
      columns,
      bom,
      filter: ids ? { ids } : resolve(given as z.output<Filters> | undefined),
    }));
}
