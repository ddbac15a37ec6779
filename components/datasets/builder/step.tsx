import { Panel } from "@/components/ui/panel";
import type { DatasetForm } from "@/lib/datasets/definitions/prepare-form";

/** What every part of the builder is given. */
export type StepProps = {
  form: DatasetForm;
  onChange: (changes: Partial<DatasetForm>) => void;
  /** What is wrong with a field, by its path in the API's body. */
  issueOf: (path: string) => string | undefined;
};

/** One decision about a dataset. */
export function Step({
  title,
  note,
  children,
}: {
  title: string;
  note?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <Panel title={title} note={note}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pt-1 pb-4">{children}</div>
    </Panel>
  );
}

/** What is wrong with a group of fields as a whole. */
export function GroupError({ children }: { children: string | undefined }) {
  return children === undefined ? null : (
    <p role="alert" className="text-xs text-negative">
      {children}
    </p>
  );
}
