import { NoSuchSession } from "@/components/tuning/sessions/no-such-session";

/** An address that names no session of one's own. */
export default function NotFound() {
  return <NoSuchSession text="Only a session of your own can be gone on with." />;
}
