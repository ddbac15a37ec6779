/** Training files hold what people wrote, so only admins make them. */
export function OnlyAdmins({ title }: { title: string }) {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">{title}</h1>
      <p className="text-13 text-muted">
        Admins make training files of what their projects collect. Ask one of them, or let a program do it
        with an API key that has the scope “export”.
      </p>
    </div>
  );
}
