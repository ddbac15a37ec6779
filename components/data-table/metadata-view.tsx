"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { LongText } from "@/components/ui/long-text";
import { prepareMetadata } from "@/lib/format/metadata";

/** What a program sent along with a row, as names and values; as JSON when asked. */
export function MetadataView({ metadata }: { metadata: Record<string, unknown> }) {
  const [isJson, setIsJson] = useState(false);
  const entries = prepareMetadata(metadata);
  const json = JSON.stringify(metadata, null, 2);
  return (
    <div className="grid gap-2">
      {isJson ? (
        <pre className="rounded-md bg-subtle p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          {json}
        </pre>
      ) : (
        <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5 text-13">
          {entries.map(({ name, value }, index) => (
            // Two ways of nesting may lead to the same name.
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <div key={index} className="contents">
              <dt className="break-words text-muted">{name}</dt>
              <dd className="min-w-0">
                <LongText text={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="flex items-center gap-1">
        <Button variant="ghost" size="sm" aria-pressed={isJson} onClick={() => setIsJson(!isJson)}>
          {isJson ? "Show as list" : "Show JSON"}
        </Button>
        <CopyButton value={json} label="Copy JSON" />
      </div>
    </div>
  );
}
