"use client";
import { useQuery } from "@tanstack/react-query";
import { type FilterChip, FilterChips } from "@/components/filters/filter-chips";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import {
  type FilterField,
  filterFields,
  listUnknown,
  rangeOf,
  valuesOf,
  withRange,
  withValues,
} from "@/lib/datasets/definitions/prepare-source-filters";
import type { SourceFilters as Filters } from "@/lib/datasets/definitions/schemas";
import { toFacetParameters } from "@/lib/datasets/examples/prepare-facets";
import { facetOptions } from "@/lib/datasets/examples/query-options";
import type { DatasetSource } from "@/lib/datasets/examples/schemas";

const ANY = "any";

/** The filters of a source, as its own list has them. */
export function SourceFilters({
  source,
  filters,
  onChange,
}: {
  source: DatasetSource;
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const fields = filterFields[source];
  const isFiltered = fields.some(({ name }) => filters[name] !== undefined);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {fields.map((field) => (
        <FieldControl
          key={`${source} ${field.name}`}
          source={source}
          field={field}
          filters={filters}
          onChange={onChange}
        />
      ))}
      <FilterChips chips={chipsOf(source, filters, onChange)} />
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() => onChange(withRange({}, rangeOf(filters)))}
          aria-label="Clear the filters"
        >
          Clear
        </Button>
      ) : null}
    </search>
  );
}

type Props = {
  source: DatasetSource;
  field: FilterField;
  filters: Filters;
  onChange: (filters: Filters) => void;
};

function FieldControl({ source, field, filters, onChange }: Props) {
  const values = valuesOf(filters, field);
  const [value = ANY] = values;
  const set = (next: readonly string[]) => onChange(withValues(filters, field, next));
  const setOne = (next: string) => set(next === ANY ? [] : [next]);
  switch (field.kind) {
    case "search":
      return (
        <SearchField
          label={field.label}
          placeholder={field.placeholder}
          group="Dataset"
          value={values[0] ?? ""}
          onChange={(text) => set(text.trim() === "" ? [] : [text])}
        />
      );
    case "choices":
      return field.choices ? (
        <MultiSelect
          label={field.label}
          allLabel="Any"
          values={values}
          onChange={set}
          options={field.choices}
        />
      ) : (
        <FacetSelect source={source} field={field} filters={filters} values={values} onChange={set} />
      );
    case "flag":
      return (
        <Select
          label={field.label}
          value={value}
          onValueChange={setOne}
          options={[
            { value: ANY, label: field.any },
            { value: "true", label: field.yes },
            { value: "false", label: field.no },
          ]}
          className="max-sm:text-13"
        />
      );
    case "one":
      return (
        <Select
          label={field.label}
          value={value}
          onValueChange={setOne}
          options={[{ value: ANY, label: field.any }, ...field.choices]}
          className="max-sm:text-13"
        />
      );
    case "linked":
      return null;
  }
}

/** Any of the values that occur in the range and the projects. */
function FacetSelect({
  source,
  field,
  filters,
  values,
  onChange,
}: {
  source: DatasetSource;
  field: FilterField;
  filters: Filters;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const { data, isPending } = useQuery(
    keepingPrevious(facetOptions(source, field.name, toFacetParameters(filters))),
  );
  return (
    <MultiSelect
      label={field.label}
      allLabel="Any"
      values={values}
      onChange={onChange}
      options={data ?? []}
      isLoading={isPending}
    />
  );
}

/** What links ask for and no control offers, and what the source does not know: each can be taken away. */
function chipsOf(
  source: DatasetSource,
  filters: Filters,
  onChange: (filters: Filters) => void,
): FilterChip[] {
  const linked = filterFields[source].filter(({ kind }) => kind === "linked");
  return [
    ...linked.flatMap((field) => {
      const values = valuesOf(filters, field);
      return values.map((value) => ({
        key: `${field.name} ${value}`,
        label: field.label,
        value,
        onRemove: () =>
          onChange(
            withValues(
              filters,
              field,
              values.filter((each) => each !== value),
            ),
          ),
      }));
    }),
    ...listUnknown(filters, source).map((name) => ({
      key: name,
      label: name,
      value: String(filters[name]),
      onRemove: () => {
        const { [name]: _unknown, ...others } = filters;
        onChange(others);
      },
    })),
  ];
}
