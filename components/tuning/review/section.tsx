/** A part of the review form: its name, perhaps an action, and what belongs to it. */
export function Section({
  title,
  action,
  children,
}: {
  title: string;
  action?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <div className="grid gap-3 border-b px-4 py-4 last:border-b-0">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-13 font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </div>
  );
}
