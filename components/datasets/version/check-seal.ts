/**
 * Checks that a file is the one that was sealed. Where the page has no cryptography (over http), nothing is checked.
 * @throws Error when it is another
 */
export async function checkSeal(file: Blob, sha256: string): Promise<void> {
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256)
    throw new Error(
      "What arrived is not the file that was sealed: its SHA-256 differs. A person may have been erased meanwhile; load the page again.",
    );
}
