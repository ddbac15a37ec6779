import { signOut } from "@/lib/members/actions";
import { listProjects } from "@/lib/members/queries";
import { roleNames } from "@/lib/members/schemas";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";
import { Frame } from "./frame";

/** Pages of members: everyone else is sent to sign in or to ask for access. */
export default async function DashboardLayout({ children }: { children: React.ReactNode }) {
  const member = await requireMember();
  const projects = await listProjects(await createSessionClient());
  const person = {
    label: member.label,
    role: roleNames[member.role],
    scope: member.projects === null ? "every project" : member.projects.join(", ") || "no project",
  };
  return (
    <Frame role={member.role} person={person} projects={projects} onSignOut={signOut}>
      {children}
    </Frame>
  );
}
