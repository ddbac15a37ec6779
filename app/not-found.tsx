import type { Metadata } from "next";
import { PageNotFound } from "@/components/shell/page-not-found";

export const metadata: Metadata = { title: "Page not found" };

/** Every address that has no page. */
export default function NotFound() {
  return <PageNotFound />;
}
