"use client";
import { useFilters } from "@/components/filters/use-filters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";
import type { Area } from "./areas";

/** Addresses of areas that keep what they share with this page: range and project, model and intent, as far as the URL names them. */
export function useAreaHref(): (area: Area) => string {
  const { filters, parameters } = useFilters();
  const { project, from, to } = parameters;
  const shared = {
    ...(filters.days !== null && from === undefined && to === undefined
      ? { days: String(filters.days) }
      : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(project ? { project } : {}),
  };
  const ofProject: FilterParameters = project ? { project } : {};
  return (area) => {
    const kept = (area.keeps ?? []).flatMap((name) => {
      const value = parameters[name];
      return value ? [[name, value] as const] : [];
    });
    const isOne = area.filters === "one-project" && filters.project?.length === 1;
    const general = area.filters === "all" ? shared : area.filters === "project" || isOne ? ofProject : {};
    return toHref(area.href, { ...general, ...Object.fromEntries(kept) });
  };
}
