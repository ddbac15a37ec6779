"use client";
import { useDownload } from "@/components/data-table/use-download";
import type { RowsFormat } from "@/lib/feedback/prepare-export";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";

/** What POST /v1/feedback/export takes. */
export type ExportRequest = {
  format: RowsFormat;
  columns: readonly string[];
  bom: boolean;
} & ({ ids: readonly string[] } | { filters: Record<string, string | readonly string[]> });

const load = (request: ExportRequest, options: DownloadOptions) =>
  downloadRows("/v1/feedback/export", request, `retune-feedback.${request.format}`, options);

/** Downloads votes as a file. */
export const useExportFeedback = () => useDownload(load);
