"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type FormulaForm, nextId } from "@/lib/learning/knowledge/prepare-form";
import { EntryRows } from "./entry-rows";

/** Formulas, and the words that mean each. */
export function FormulaList({
  formulas,
  readOnly,
  issueOf,
  onChange,
}: {
  formulas: readonly FormulaForm[];
  readOnly: boolean;
  issueOf: (path: string) => string | undefined;
  onChange: (formulas: FormulaForm[]) => void;
}) {
  const set = (id: number, changes: Partial<FormulaForm>) =>
    onChange(formulas.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  const keywordIssue = (index: number, text: string) => {
    const path = `formulas.${index}.keywords`;
    return (
      issueOf(path) ??
      Array.from({ length: text.split(",").length }, (_, at) => issueOf(`${path}.${at}`)).find(
        (issue) => issue,
      )
    );
  };
  return (
    <EntryRows
      noun={["formula", "formulas"]}
      group="Knowledge"
      hint="Where a prompt contains one of the words, the composed prompt tells the model which formula is meant."
      entries={formulas}
      readOnly={readOnly}
      textOf={(each) => [each.category, each.name, each.keywords].join("\n")}
      isWrong={(index) =>
        ["category", "name"].some((path) => issueOf(`formulas.${index}.${path}`) !== undefined) ||
        keywordIssue(index, formulas[index]?.keywords ?? "") !== undefined
      }
      onAdd={() =>
        onChange([
          { id: nextId(formulas), category: formulas[0]?.category ?? "", name: "", keywords: "" },
          ...formulas,
        ])
      }
      onRemove={(id) => onChange(formulas.filter((each) => each.id !== id))}
    >
      {(each, index) => (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-[10rem_12rem_minmax(0,1fr)]">
          <Field label="Category" error={issueOf(`formulas.${index}.category`)}>
            <Input
              value={each.category}
              readOnly={readOnly}
              onChange={(event) => set(each.id, { category: event.target.value })}
            />
          </Field>
          <Field label="Name" error={issueOf(`formulas.${index}.name`)}>
            <Input
              value={each.name}
              readOnly={readOnly}
              className="font-mono"
              onChange={(event) => set(each.id, { name: event.target.value })}
            />
          </Field>
          <Field label="Words, by comma" error={keywordIssue(index, each.keywords)}>
            <Input
              dir="auto"
              value={each.keywords}
              title={each.keywords}
              readOnly={readOnly}
              onChange={(event) => set(each.id, { keywords: event.target.value })}
            />
          </Field>
        </div>
      )}
    </EntryRows>
  );
}
