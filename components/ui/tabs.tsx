"use client";
import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import { cn } from "@/lib/format/cn";

/** Views of one thing. Each tab has its panel; arrows move between tabs. */
export function Tabs<Value extends string>({
  label,
  value,
  onValueChange,
  tabs,
  className,
}: {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  tabs: readonly { value: Value; label: React.ReactNode; panel: React.ReactNode }[];
  className?: string;
}) {
  return (
    <BaseTabs.Root value={value} onValueChange={onValueChange} className={cn("flex flex-col", className)}>
      <BaseTabs.List aria-label={label} className="flex gap-4 border-b">
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px border-b-2 border-transparent py-2 text-13 text-muted hover:text-foreground data-active:border-accent data-active:font-medium data-active:text-foreground"
          >
            {tab.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value}>
          {tab.panel}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
