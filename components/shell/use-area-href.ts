"use client";
import { useFilters } from "@/components/filters/use-filters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";
import type { Area } from "./areas";

/** Addresses of areas that keep the filters every page shares: range, project, model and intent, as far as the URL names them. */
export function useAreaHref(): (area: Area) => string {
  const { filters, parameters } = useFilters();
  const { project, model, intent, from, to } = parameters;
  const shared = {
    ...(filters.days !== null && from === undefined && to === undefined
      ? { days: String(filters.days) }
      : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(project ? { project } : {}),
    ...(model ? { model } : {}),
    ...(intent ? { intent } : {}),
  };
  const ofProject: FilterParameters = project ? { project } : {};
  return (area) =>
    toHref(area.href, area.filters === "all" ? shared : area.filters === "project" ? ofProject : {});
}
