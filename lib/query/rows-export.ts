import { z } from "zod";
import { fileFormats } from "@/lib/format/file-format";
import { rowId } from "./fields";

/** Ids that one request may name. */
const MAX_IDS = 10_000;

/**
 * The body that asks for the rows of a list as a file: all that match `filters` or those named by `ids`, never both;
 * without either, all. `resolve` makes the list's filter of checked filters. Columns left out are `usualColumns`, or all
 * when there is no such choice. With `isNarrowed`, ids go together with filters: for lists whose figures are of a range.
 */
export function rowsExportBody<Column extends string, Filters extends z.ZodType, Filter extends object>({
  columns: allColumns,
  usualColumns = allColumns,
  filters,
  resolve,
  idsDescription,
  id = rowId,
  isNarrowed = false,
}: {
  columns: readonly Column[];
  usualColumns?: readonly Column[];
  filters: Filters;
  resolve: (filters: z.output<Filters> | undefined) => Filter;
  idsDescription: string;
  /** What an id is; a UUID when absent. */
  id?: z.ZodType<string>;
  isNarrowed?: boolean;
}) {
  return z
    .strictObject({
      format: z
        .enum(fileFormats, `must be one of ${fileFormats.join(", ")}`)
        .meta({ description: "csv or jsonl; with .gz compressed." }),
      filters: filters.optional(),
      ids: z
        .array(id)
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
    .refine((value) => isNarrowed || !(value.ids && value.filters), {
      path: ["ids"],
      error: "cannot be combined with filters",
    })
    .transform(({ format, columns = [...usualColumns], bom, ids, filters: given }) => {
      const own: Partial<Filter> = ids && !isNarrowed ? {} : resolve(given as z.output<Filters> | undefined);
      const filter: Partial<Filter> & { ids?: string[] } = ids ? { ...own, ids } : own;
      return { format, columns, bom, filter };
    });
}
