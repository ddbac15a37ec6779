import { ForgetLastPerson } from "@/components/members/forget-last-person";

/** The frame of the pages for people who are not, or not quite, in yet. */
export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-12 sm:justify-center">
      <ForgetLastPerson />
      <div className="w-full max-w-sm">
        <p className="mb-8 flex items-center gap-2 text-sm font-semibold tracking-tight">
          <svg
            viewBox="0 0 16 16"
            aria-hidden="true"
            className="size-4 text-accent"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.75"
            strokeLinecap="round"
            strokeLinejoin="round"
          >
            <path d="M2 11.5 6 7l3 2.5L14 3.5M10.5 3.5H14V7" />
          </svg>
          Retune
        </p>
        {children}
      </div>
    </main>
  );
}
