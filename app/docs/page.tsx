import type { Metadata } from "next";
import Link from "next/link";
import { ApiReference } from "@/components/docs/api-reference";

export const metadata: Metadata = { title: "API reference · Retune" };

/** The OpenAPI document as a page; open to everyone, because it says nothing about this installation's data. */
export default function DocsPage() {
  return (
    <div className="min-h-dvh bg-background text-foreground">
      <header className="flex items-center gap-4 border-border border-b px-6 py-3">
        <h1 className="font-semibold text-base">API reference</h1>
        <nav aria-label="API reference" className="ml-auto flex items-center gap-4 text-sm">
          <a className="underline underline-offset-4" href="/v1/openapi.json">
            openapi.json
          </a>
          <Link className="underline underline-offset-4" href="/">
            Back to Retune
          </Link>
        </nav>
      </header>
      <ApiReference url="/v1/openapi.json" />
    </div>
  );
}
