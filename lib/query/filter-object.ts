import { z } from "zod";
import { type Parameters, toParameters } from "./parameters";

/**
 * The filters of a list inside a JSON body: the same names; a value may be a string, a number, a boolean or a list of
 * strings. `filter` takes them as it takes query parameters.
 */
export function filterObject<Filter extends z.ZodType>(filter: Filter, description: string) {
  return z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .transform((value): Parameters => {
      const pairs = Object.entries(value).flatMap(([name, single]) =>
        (Array.isArray(single) ? single : [String(single)]).map((text): [string, string] => [name, text]),
      );
      return toParameters(pairs);
    })
    .pipe(filter as z.ZodType<z.output<Filter>, Parameters>)
    .meta({ override: { type: "object", additionalProperties: true, description } });
}
