const KEEP_MS = 60_000;

/** Hands a file to the browser's downloads. Only in a browser. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after this call; it says nothing when it is done.
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
