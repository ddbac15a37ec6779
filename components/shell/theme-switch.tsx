"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuRadioGroup } from "@/components/ui/menu";
import { useIsHydrated } from "@/components/ui/use-now";

export const themes = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "As the system" },
] as const;

/** Light, dark, or as the system has it; remembered in this browser. */
export function ThemeSwitch() {
  const { theme = "system", setTheme } = useTheme();
  // The server does not know the choice.
  const shown = useIsHydrated() ? theme : "system";
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="icon" aria-label="Theme">
          {shown === "light" ? (
            <Sun aria-hidden />
          ) : shown === "dark" ? (
            <Moon aria-hidden />
          ) : (
            <Monitor aria-hidden />
          )}
        </Button>
      }
    >
      <MenuRadioGroup label="Theme" value={shown} onValueChange={setTheme} options={themes} />
    </DropdownMenu>
  );
}
