"use client";
import { Download, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Issue } from "@/lib/errors";
import { saveFile } from "@/lib/format/save-file";
import { readImport } from "@/lib/learning/knowledge/prepare-form";
import type { KnowledgeDraft } from "./use-knowledge-draft";

/** The knowledge base as a JSON file, out and in. What is imported is a draft until it is saved. */
export function ExchangeButtons({ draft, canImport }: { draft: KnowledgeDraft; canImport: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const { project, version, document } = draft.base;
  const handleFile = async (file: File) => {
    const result = readImport(await file.text());
    if ("issues" in result) return setIssues(result.issues);
    draft.load(result.document);
    toast("Imported as a draft.", { description: "Look at the changes, then save them as a new version." });
  };
  return (
    <>
      <Button
        variant="outline"
        onClick={() =>
          saveFile(
            new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: "application/json" }),
            `knowledge-${project}-v${version}.json`,
          )
        }
      >
        <Download aria-hidden />
        Export
      </Button>
      {canImport ? (
        <>
          <Button variant="outline" onClick={() => input.current?.click()}>
            <Upload aria-hidden />
            Import
          </Button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            aria-label="File to import"
            className="hidden"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              // The same file may be chosen again.
              event.target.value = "";
              if (file) void handleFile(file);
            }}
          />
        </>
      ) : null}
      <Dialog
        open={issues.length > 0}
        onOpenChange={(open) => !open && setIssues([])}
        title="This file cannot be imported"
        description="Nothing has changed. What is wrong with it:"
      >
        <ul className="grid gap-2 text-13">
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="break-words">
              {path ? <code className="font-mono text-xs">{path}</code> : "The file"} {message}
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
