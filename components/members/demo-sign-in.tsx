import { signInAsDemo } from "@/lib/members/actions";
import { type Role, roleNames } from "@/lib/members/schemas";
import { SubmitButton } from "./submit-button";

/** One-click sign-in as the people of the demo data. */
export function DemoSignIn({
  people,
  next,
}: {
  people: { email: string; name: string; role: Role; does: string }[];
  next: string;
}) {
  return (
    <section aria-labelledby="demo-heading" className="mt-6 border-t pt-5">
      <h2 id="demo-heading" className="text-13 font-medium">
        Look around with demo data
      </h2>
      <ul className="mt-3 flex flex-col gap-2">
        {people.map(({ email, name, role, does }) => (
          <li key={email}>
            <form action={signInAsDemo}>
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="next" value={next} />
              <SubmitButton variant="outline" className="w-full justify-start">
                <span>{name === roleNames[role] ? name : `${name}, ${roleNames[role].toLowerCase()}`}</span>
                <span className="ml-auto text-xs font-normal text-muted">{does}</span>
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
