"use client";
import { Menu } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { itemClass, popupClass } from "./styles";

/** A menu of actions at a button; its children are `MenuItem`, `MenuCheckboxItem`, `MenuRadioGroup`, `MenuSeparator`. */
export function DropdownMenu({
  trigger,
  align = "end",
  children,
  className,
}: {
  trigger: React.ReactElement;
  align?: "start" | "center" | "end";
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={4} align={align} collisionPadding={8}>
          <Menu.Popup
            className={cn(
              popupClass,
              "max-h-(--available-height) min-w-44 max-w-(--available-width) overflow-y-auto p-1",
              className,
            )}
          >
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const iconClass = "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

/** One action. */
export function MenuItem({
  onSelect,
  isDanger = false,
  disabled,
  children,
}: {
  onSelect: () => void;
  isDanger?: boolean;
  disabled?: boolean;
  children: React.ReactNode;
}) {
  return (
    <Menu.Item
      onClick={onSelect}
      disabled={disabled}
      className={cn(itemClass, iconClass, isDanger && "text-negative")}
    >
      {children}
    </Menu.Item>
  );
}

/** An entry that is on or off; the menu stays open. */
export function MenuCheckboxItem({
  checked,
  onCheckedChange,
  disabled,
  children,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  children: React.ReactNode;
}) {
  return (
    <Menu.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled}
      className={itemClass}
    >
      <span className="flex size-4 items-center justify-center">
        <Menu.CheckboxItemIndicator>
          <Check aria-hidden className="size-4" />
        </Menu.CheckboxItemIndicator>
      </span>
      {children}
    </Menu.CheckboxItem>
  );
}

/** One of a few; the menu stays open. */
export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: React.ReactNode }[];
}) {
  return (
    <Menu.RadioGroup aria-label={label} value={value} onValueChange={onValueChange}>
      {options.map((option) => (
        <Menu.RadioItem key={option.value} value={option.value} className={itemClass}>
          <span className="flex size-4 items-center justify-center">
            <Menu.RadioItemIndicator>
              <Check aria-hidden className="size-4" />
            </Menu.RadioItemIndicator>
          </span>
          {option.label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** A hairline between groups of entries. */
export function MenuSeparator() {
  return <Menu.Separator className="my-1 h-px bg-border" />;
}
