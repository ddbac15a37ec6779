"use client";
import { useSearchParams } from "next/navigation";
import { listMisread, type Parser } from "@/lib/query/url-state";

const SHOWN = 60;

/**
 * Says which parameters of the address are not understood, so that nobody takes the page for a filtered one. `parsers` are all
 * parameters of the page; what is wrong with the range is RangeNotice's to say.
 */
export function ParameterNotice({ parsers }: { parsers: Readonly<Record<string, Parser>> }) {
  const misread = listMisread(useSearchParams(), parsers).filter((text) => !/^(days|from|to)=/.test(text));
  if (misread.length === 0) return null;
  return (
    <p
      role="status"
      className="rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning [overflow-wrap:anywhere]"
    >
      The address asks for what is not understood, so it is left out:{" "}
      {misread.map((text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)).join(", ")}.
    </p>
  );
}
