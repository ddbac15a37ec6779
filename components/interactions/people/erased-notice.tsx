import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";
import { shortId } from "@/lib/interactions/people/prepare-profile";
import type { ErasedUser } from "@/lib/interactions/people/schemas";

const names: readonly [keyof ErasedUser, one: string, several: string][] = [
  ["interactions", "interaction", "interactions"],
  ["conversations", "conversation", "conversations"],
  ["feedback", "vote", "votes"],
  ["profiles", "profile", "profiles"],
  ["budgets", "budget", "budgets"],
  ["executions", "execution", "executions"],
  ["dataset_items", "example of frozen datasets", "examples of frozen datasets"],
];

/** What stands in the place of a person who is gone. */
export function ErasedNotice({ userId, erased }: { userId: string; erased: ErasedUser }) {
  return (
    <div role="status" className="flex flex-col items-center gap-2 px-4 py-24 text-center">
      <CircleCheck aria-hidden className="size-5 text-positive" />
      <h1 className="text-lg font-semibold">{shortId(userId)} is gone</h1>
      <p className="max-w-prose text-13 text-muted">
        Erased for good:{" "}
        {names
          .map(([name, one, several]) => `${formatCount(erased[name])} ${erased[name] === 1 ? one : several}`)
          .join(", ")}
        . Nothing is stored about this person any more.
      </p>
      <Link href="/interactions/people" className={buttonStyles({ variant: "outline", className: "mt-2" })}>
        Back to people
      </Link>
    </div>
  );
}
