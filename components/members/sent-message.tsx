/** Said after a link was asked for; the same whether or not the address has an account. */
export function SentMessage({
  email,
  what,
  back,
  isLocal,
}: {
  email: string;
  /** Such as "a sign-in link". */
  what: string;
  /** The sign-in page. Loaded anew, because on that page itself a client-side link would keep this message. */
  back: string;
  /** Whether e-mails are printed on this machine instead of being sent. */
  isLocal: boolean;
}) {
  return (
    <div role="status" className="flex flex-col gap-4 text-13">
      <p>
        If <strong className="font-medium break-all">{email}</strong> has an account here, {what} is on its
        way. It works once, for one hour.
      </p>
      {isLocal ? (
        <p className="text-muted">
          This installation runs on your own machine and sends no e-mail: the link is printed in the terminal
          in which it was started.
        </p>
      ) : (
        <p className="text-muted">Nothing there after a few minutes? Look among the unwanted messages.</p>
      )}
      <a href={back} className="font-medium text-accent underline-offset-4 hover:underline">
        Back to sign-in
      </a>
    </div>
  );
}
