import type { Member } from "@/lib/members/schemas";
import type { Improvement } from "./schemas";

type Authored = Pick<Improvement, "author_kind" | "author_id">;

/** Whether the member wrote the note. */
export function isOwnNote(member: Pick<Member, "id">, note: Authored): boolean {
  return note.author_kind === "member" && note.author_id === member.id;
}

/** Whether the member may change a note's text, category and severity, and delete it: its author and admins. */
export function canEditNote(member: Pick<Member, "id" | "role">, note: Authored): boolean {
  return member.role === "admin" || isOwnNote(member, note);
}

/** Whether the member may say that a note was applied, verified or reopened: also product owners, who own the prompt. */
export function canSetStatus(member: Pick<Member, "id" | "role">, note: Authored): boolean {
  return member.role === "product_owner" || canEditNote(member, note);
}
