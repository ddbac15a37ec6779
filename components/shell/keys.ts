/** A shortcut's key, as it is declared: "mod+k" (Ctrl, on a Mac ⌘), "?", "j", "ArrowDown", or a sequence "g o". */
export type Keys = string;

export type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

/** Whether a key press is this single step ("mod+k", "j"). Shift is part of the character it makes, so "?" just works. */
export function isStep(step: string, press: KeyPress): boolean {
  const needsMod = step.startsWith("mod+");
  const key = needsMod ? step.slice(4) : step;
  const hasMod = press.ctrlKey || press.metaKey;
  return press.key.toLowerCase() === key.toLowerCase() && hasMod === needsMod && !press.altKey;
}

/** The steps of a shortcut: two for "g o". */
export function stepsOf(keys: Keys): string[] {
  return keys.split(" ");
}

const names: Record<string, string> = {
  arrowdown: "↓",
  arrowup: "↑",
  arrowleft: "←",
  arrowright: "→",
  escape: "Esc",
  enter: "↵",
};

/** What is printed on the keys: ["Ctrl", "K"] or, on a Mac, ["⌘", "K"]. */
export function labelKeys(keys: Keys, isMac: boolean): string[] {
  return stepsOf(keys).flatMap((step) =>
    step
      .split("+")
      .map((part) => (part === "mod" ? (isMac ? "⌘" : "Ctrl") : (names[part.toLowerCase()] ?? part)))
      .map((part) => (part.length === 1 ? part.toUpperCase() : part)),
  );
}
