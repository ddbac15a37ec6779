"use client";
import {
  Archive,
  ArrowRightLeft,
  Blocks,
  BookOpen,
  BookText,
  Bot,
  ChartLine,
  CircleDollarSign,
  ClipboardCheck,
  FlaskConical,
  Gauge,
  GitCompareArrows,
  Grid3x3,
  Layers,
  ListTodo,
  MessageSquareCode,
  MessagesSquare,
  NotebookPen,
  PiggyBank,
  ScrollText,
  ShieldCheck,
  Sparkles,
  Users,
} from "lucide-react";
import { OpenAlerts } from "@/components/costs/budgets/open-alerts";
import { SavedViewsMenu } from "@/components/members/saved-views-menu";
import type { Person } from "@/components/shell/account-menu";
import { AppShell } from "@/components/shell/app-shell";
import type { Area } from "@/components/shell/areas";
import type { Role } from "@/lib/members/schemas";

const areas: (Area & { roles?: readonly Role[] })[] = [
  {
    group: "Feedback",
    href: "/",
    label: "Overview",
    icon: ChartLine,
    keys: "g o",
    filters: "all",
    keeps: ["model", "intent"],
  },
  {
    group: "Feedback",
    href: "/feedback",
    label: "Feedback",
    icon: MessagesSquare,
    keys: "g f",
    filters: "all",
    keeps: ["model", "intent"],
  },
  {
    group: "Feedback",
    href: "/feedback/accuracy",
    label: "Accuracy",
    icon: Grid3x3,
    keys: "g a",
    filters: "all",
    keeps: ["model", "intent"],
  },
  { group: "Reviewing", href: "/tuning", label: "Sessions", icon: ScrollText, keys: "g s", filters: "all" },
  {
    group: "Reviewing",
    href: "/tuning/review",
    label: "Review",
    icon: ClipboardCheck,
    keys: "g r",
    filters: "none",
  },
  {
    group: "Reviewing",
    href: "/tuning/improvements",
    label: "Improvements",
    icon: NotebookPen,
    keys: "g i",
    filters: "all",
  },
  {
    group: "Reviewing",
    href: "/tuning/compare",
    label: "Versions",
    icon: GitCompareArrows,
    keys: "g v",
    filters: "project",
  },
  {
    group: "Reviewing",
    href: "/tuning/queues",
    also: ["/tuning/agreement"],
    label: "Queues",
    icon: ListTodo,
    keys: "g q",
    filters: "project",
    roles: ["product_owner", "admin"],
  },
  {
    group: "Models",
    href: "/interactions",
    label: "Interactions",
    icon: MessageSquareCode,
    keys: "g n",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Models",
    href: "/interactions/agents",
    label: "Agents",
    icon: Bot,
    keys: "g m",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Models",
    href: "/interactions/context",
    label: "Context",
    icon: Layers,
    keys: "g x",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Models",
    href: "/interactions/handoffs",
    label: "Hand-offs",
    icon: ArrowRightLeft,
    keys: "g h",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Models",
    href: "/interactions/people",
    label: "People",
    icon: Users,
    keys: "g p",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Costs",
    href: "/costs",
    label: "Costs",
    icon: CircleDollarSign,
    keys: "g c",
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Costs",
    href: "/costs/budgets",
    label: "Budgets",
    icon: PiggyBank,
    badge: OpenAlerts,
    keys: "g b",
    filters: "project",
  },
  {
    group: "Learning",
    href: "/learning",
    label: "Metrics",
    icon: Gauge,
    keys: "g l",
    also: ["/learning/executions"],
    filters: "all",
    keeps: ["model"],
  },
  {
    group: "Learning",
    href: "/learning/examples",
    label: "Examples",
    icon: Sparkles,
    keys: "g u",
    filters: "project",
  },
  {
    group: "Learning",
    href: "/learning/playground",
    label: "Playground",
    icon: FlaskConical,
    keys: "g z",
    filters: "none",
  },
  {
    group: "Learning",
    href: "/learning/strategies",
    label: "Strategies",
    icon: Blocks,
    keys: "g j",
    filters: "none",
  },
  {
    group: "Learning",
    href: "/learning/knowledge",
    label: "Knowledge",
    icon: BookText,
    keys: "g k",
    filters: "none",
  },
  {
    group: "Installation",
    href: "/tuning/retention",
    label: "Retention",
    icon: Archive,
    keys: "g t",
    filters: "none",
    roles: ["admin"],
  },
  {
    group: "Installation",
    href: "/settings/privacy",
    label: "Privacy",
    icon: ShieldCheck,
    keys: "g y",
    filters: "none",
    roles: ["admin"],
  },
  { group: "Installation", href: "/docs", label: "API docs", icon: BookOpen, keys: "g d", filters: "none" },
];

/** The shell with the areas of this site that a member of this role has. */
export function Frame({
  role,
  ...props
}: {
  role: Role;
  person: Person;
  projects: readonly string[];
  onSignOut: () => Promise<void>;
  children: React.ReactNode;
}) {
  const shown = areas.filter(({ roles }) => roles?.includes(role) ?? true);
  return <AppShell areas={shown} actions={<SavedViewsMenu />} {...props} />;
}
