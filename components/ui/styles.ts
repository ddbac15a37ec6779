/** Classes that several primitives share, so that every popup and field looks the same. */

export const popupClass =
  "z-50 rounded-md bg-surface text-foreground shadow-popup outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0";

export const itemClass =
  "flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-13 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-subtle";

export const fieldClass =
  "rounded-md border border-input bg-surface text-13 text-foreground transition-colors hover:border-muted focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent disabled:cursor-not-allowed disabled:opacity-60 data-invalid:border-negative max-sm:text-base [&[readonly]]:border-dashed [&[readonly]]:bg-subtle [&[readonly]]:hover:border-input";

export const backdropClass =
  "fixed inset-0 z-40 bg-black/40 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";
