"use client";
import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuCheckboxItem, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { feedbackTableColumns } from "./columns";
import type { useColumnChoice } from "./use-column-choice";

/** Shows and hides columns of the feedback table. */
export function ColumnMenu({ choice }: { choice: ReturnType<typeof useColumnChoice> }) {
  const shown = new Set(choice.columns.map((column) => column.id));
  return (
    <DropdownMenu
      trigger={
        <Button variant="outline" aria-label="Columns">
          <Columns3 aria-hidden />
          <span className="max-xl:sr-only">Columns</span>
        </Button>
      }
    >
      {feedbackTableColumns.map((column) => (
        <MenuCheckboxItem
          key={column.id}
          checked={shown.has(column.id)}
          disabled={column.isRequired}
          onCheckedChange={(checked) => choice.setShown(column.id, checked)}
        >
          {column.header}
        </MenuCheckboxItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={choice.reset} disabled={choice.isDefault}>
        Usual columns
      </MenuItem>
    </DropdownMenu>
  );
}
