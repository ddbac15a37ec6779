/** What went wrong with a whole form, read out as soon as it appears. */
export function FormMessage({ children }: { children: React.ReactNode }) {
  return (
    <p
      role="alert"
      className="rounded-md border border-negative bg-negative-subtle px-3 py-2 text-13 text-negative"
    >
      {children}
    </p>
  );
}
