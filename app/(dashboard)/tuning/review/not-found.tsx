import { NoSuchQueue } from "@/components/tuning/review/no-such-queue";

/** An address that names no queue one may read. */
export default function NotFound() {
  return <NoSuchQueue />;
}
