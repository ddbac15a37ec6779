import { NoSuchSession } from "@/components/tuning/sessions/no-such-session";

/** An address that names no session one may read. */
export default function NotFound() {
  return <NoSuchSession text="It may have been deleted, or belong to a project that is not yours." />;
}
