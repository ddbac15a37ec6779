"use client";
import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { formatBytes } from "@/lib/format/number";
import { saveFile } from "@/lib/format/save-file";
import { downloadFile } from "@/lib/http/download";
import { userPathOf } from "@/lib/interactions/people/query-options";

/** Downloads everything stored about a person as JSONL; the file is saved only when all of it has arrived. */
export function useExportPerson(userId: string) {
  return useMutation({
    mutationFn: () =>
      downloadFile(`${userPathOf(userId)}/export`, "text", "retune-person.jsonl", {
        signal: new AbortController().signal,
        onProgress: () => {},
      }),
    onSuccess: ({ file, bytes, fileName }) => {
      if (file) saveFile(file, fileName);
      toast.success(`Saved ${fileName} (${formatBytes(bytes)}).`);
    },
    onError: (error) => toast.error("The export failed.", { description: error.message }),
  });
}
