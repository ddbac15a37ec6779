const KEEP_MS = 60_000;

/** Hands a file to the browser's downloads. Only in a browser. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  openDownload(url, name);
  // The browser reads it after this call; it says nothing when it is done.
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** Lets the browser itself fetch what is at this address of our own, and save it under the name that the server gives it. Only in a browser. */
export function openDownload(href: string, name = ""): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

type FilePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/** Whether people can choose where a file is written as it arrives: Chromium's browsers, over https. */
export const canChooseFile = (): boolean => "showSaveFilePicker" in window;

/**
 * Asks where a file is to be written; null when the person changed their mind. Call it from a press of a button, and only when
 * canChooseFile().
 */
export async function chooseFile(suggestedName: string): Promise<FileSystemFileHandle | null> {
  try {
    return await (window as unknown as { showSaveFilePicker: FilePicker }).showSaveFilePicker({
      suggestedName,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}
