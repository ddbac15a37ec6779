import { ForgetLastPerson } from "@/components/members/forget-last-person";

/** The frame of the pages for people who are not, or not quite, in yet. */
export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-12 sm:justify-center">
      <ForgetLastPerson />
      <div className="w-full max-w-sm">
        <p className="mb-8 flex items-center gap-2 text-sm font-semibold tracking-tight">
          <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 text-accent" fill="currentColor">
            <rect x="1" y="6" width="2.5" height="4" rx="1.25" />
            <rect x="5" y="3" width="2.5" height="10" rx="1.25" />
            <rect x="9" y="5" width="2.5" height="6" rx="1.25" />
            <rect x="13" y="1" width="2.5" height="14" rx="1.25" />
          </svg>
          Retune
        </p>
        {children}
      </div>
    </main>
  );
}
