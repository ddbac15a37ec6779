"use client";
import { formatAgo, formatTime, formatUtc, type TimeFormat } from "@/lib/format/time";
import { useIsHydrated, useNow } from "./use-now";

/** A time in the viewer's zone with the exact UTC time on hover. Until the page is hydrated the zone is unknown and UTC is shown. */
export function Time({
  value,
  format = "datetime",
  className,
}: {
  value: string;
  format?: TimeFormat;
  className?: string;
}) {
  return (
    <time dateTime={value} title={formatUtc(value)} className={className}>
      {format === "relative" ? <Relative value={value} /> : <Absolute value={value} format={format} />}
    </time>
  );
}

function Absolute({ value, format }: { value: string; format: "datetime" | "date" }) {
  return formatTime(value, format, useIsHydrated() ? undefined : "UTC");
}

function Relative({ value }: { value: string }) {
  const now = useNow();
  return now === null ? formatTime(value, "date", "UTC") : formatAgo(value, now);
}
