// The data of the example, and a small program that carries action plans out on it.

export type Row = Record<string, string | number | null>;
export type Plan = { task?: string; operations?: Operation[]; [key: string]: unknown };
export type Operation = {
  type: string;
  execution_instructions: { method: string; args: unknown[]; kwargs: Record<string, unknown> };
};

export const textColumns = ["region", "city", "channel", "category"];
export const numberColumns = ["amount", "quantity", "discount", "rating"];
export const columns = [...textColumns, ...numberColumns];

/** What the application tells of its data with every request. */
export const description = `Table orders: ${[
  ...textColumns.map((name) => `${name} (text)`),
  ...numberColumns.map((name) => `${name} (number)`),
].join(", ")}.`;

const pick = <Value>(values: readonly Value[], at: number) => values[at % values.length] as Value;

/** 60 orders, some of them twice, some with a gap. */
export const orders: Row[] = Array.from({ length: 60 }, (_, n) => {
  const at = n % 17 === 16 ? n - 1 : n;
  return {
    region: pick(["North", "South", "West"], at),
    city: pick(["Oslo", "Rome", "Porto", "Lima", "Kyoto"], at * 3 + (at % 4)),
    channel: pick(["web", "shop", "phone"], at + (at % 5)),
    category: pick(["tea", "coffee", "cups", "spoons"], at * 7),
    amount: 10 + ((at * 37) % 190),
    quantity: 1 + ((at * 5) % 9),
    discount: at % 13 === 4 ? null : (at * 11) % 30,
    rating: at % 11 === 7 ? null : 1 + ((at * 3) % 5),
  };
});

/** A plan that cannot be carried out. */
export class ExecutionError extends Error {}

/** What a plan makes of the rows. @throws ExecutionError naming the operation */
export function carryOut(plan: Plan, rows: readonly Row[] = orders): unknown {
  let result: unknown = rows;
  for (const { execution_instructions: step } of plan.operations ?? []) {
    if (!Array.isArray(result))
      throw new ExecutionError(`${step.method} needs a table, and there is none left`);
    result = apply(step, result as Row[]);
  }
  return result;
}

function apply({ method, args, kwargs }: Operation["execution_instructions"], rows: Row[]): unknown {
  const column = (value: unknown) => {
    if (typeof value === "string" && columns.includes(value)) return value;
    throw new ExecutionError(`KeyError: ${JSON.stringify(value)} in ${method}`);
  };
  const numbers = (name: string, from = rows) =>
    from.map((row) => row[name]).filter((value): value is number => typeof value === "number");
  const figure = (how: unknown, name: string, from = rows) => {
    const values = numbers(name, from);
    if (how === "count") return from.length;
    if (how === "sum") return round(values.reduce((sum, value) => sum + value, 0));
    if (how === "mean") return round(values.reduce((sum, value) => sum + value, 0) / values.length);
    if (how === "max") return Math.max(...values);
    throw new ExecutionError(`${method} does not know ${JSON.stringify(how)}`);
  };
  const bySize = (name: string, direction: 1 | -1) =>
    rows.toSorted((a, b) => direction * (Number(a[name]) - Number(b[name])));
  switch (method) {
    case "pandas.groupby": {
      const by = column(args[0]);
      const [[name, how] = []] = Object.entries((kwargs.agg ?? {}) as Record<string, unknown>);
      const groups = Object.groupBy(rows, (row) => String(row[by]));
      return Object.entries(groups)
        .map(([group, members]) => [group, figure(how, column(name), members)])
        .sort();
    }
    case "pandas.nlargest":
      return bySize(column(args[1]), -1).slice(0, Number(args[0]));
    case "pandas.nsmallest":
      return bySize(column(args[1]), 1).slice(0, Number(args[0]));
    case "pandas.sort_values":
      return bySize(column(args[0]), kwargs.ascending === false ? -1 : 1);
    case "pandas.drop_duplicates":
      return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
    case "pandas.dropna":
      return rows.filter((row) => Object.values(row).every((value) => value !== null));
    case "pandas.sum":
    case "pandas.mean":
    case "pandas.max":
      return figure(method.slice("pandas.".length), column(args[0]));
    case "pandas.nunique":
      return new Set(rows.map((row) => row[column(args[0])])).size;
    case "pandas.describe":
      return numberColumns.map((name) => [name, figure("mean", name)]);
    default:
      throw new ExecutionError(`${method} is not known here`);
  }
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;
