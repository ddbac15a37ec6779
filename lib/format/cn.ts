import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// text-13 is a size of ours; without this it would be taken for a colour and dropped beside text-muted.
const twMerge = extendTailwindMerge({ extend: { theme: { text: ["13"], shadow: ["popup"] } } });

/** Joins class names; of Tailwind classes that contradict each other the last one wins. */
export function cn(...classes: ClassValue[]): string {
  return twMerge(clsx(classes));
}
