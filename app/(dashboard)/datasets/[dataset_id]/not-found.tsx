import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** An address that names no dataset one may build. */
export default function NotFound() {
  return (
    <EmptyState
      title="There is no such dataset"
      text="It may have been deleted, or hold rows of projects that are not yours."
      action={
        <Link href="/datasets" className={buttonStyles({ variant: "outline" })}>
          Datasets
        </Link>
      }
    />
  );
}
