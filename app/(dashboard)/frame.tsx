"use client";
import { BookOpen, ChartLine, Grid3x3, MessagesSquare } from "lucide-react";
import { SavedViewsMenu } from "@/components/members/saved-views-menu";
import type { Person } from "@/components/shell/account-menu";
import { AppShell } from "@/components/shell/app-shell";
import type { Area } from "@/components/shell/areas";

const areas: Area[] = [
  { href: "/", label: "Overview", icon: ChartLine, keys: "g o", hasFilters: true },
  { href: "/feedback", label: "Feedback", icon: MessagesSquare, keys: "g f", hasFilters: true },
  { href: "/feedback/accuracy", label: "Accuracy", icon: Grid3x3, keys: "g a", hasFilters: true },
  { href: "/docs", label: "API docs", icon: BookOpen, keys: "g d", hasFilters: false },
];

/** The shell with the areas of this site. */
export function Frame(props: {
  person: Person;
  projects: readonly string[];
  onSignOut: () => Promise<void>;
  children: React.ReactNode;
}) {
  return <AppShell areas={areas} actions={<SavedViewsMenu />} {...props} />;
}
