"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type PriceForm, readPriceForm } from "@/lib/costs/prices/prepare-price";
import { useSetPrice } from "./use-prices";

const amounts = [
  { name: "input", path: "input_usd_per_million", label: "Input", hint: undefined },
  { name: "cached", path: "cached_usd_per_million", label: "Cached input", hint: "Empty: as input." },
  { name: "output", path: "output_usd_per_million", label: "Output", hint: undefined },
] as const;

/** Sets what a model costs from a time on. One with the same model and time is replaced. */
export function PriceDialog({
  initial,
  onReprice,
  onClose,
}: {
  initial: PriceForm;
  onReprice: () => void;
  onClose: () => void;
}) {
  const id = useId();
  const save = useSetPrice(onReprice);
  const [form, setForm] = useState(initial);
  // What is wrong is said from the first try on, and goes as it is put right.
  const [isTried, setIsTried] = useState(false);
  const result = readPriceForm(form);
  const issues = [...(isTried && "issues" in result ? result.issues : []), ...(save.error?.issues ?? [])];
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const change = (changes: Partial<PriceForm>) => {
    setForm({ ...form, ...changes });
    if (save.error) save.reset();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Set a price"
      description="USD per million tokens. A price set here wins over the price list’s own from the same time or before."
      footer={
        <>
          {save.error ? (
            <p role="alert" className="mr-auto max-w-xs self-center text-13 text-negative">
              {save.error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" isPending={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if ("input" in result) save.mutate(result.input, { onSuccess: onClose });
        }}
      >
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label="Model" hint="As interactions name it." error={issueOf("model")}>
            <Input
              value={form.model}
              maxLength={200}
              onChange={(event) => change({ model: event.target.value })}
            />
          </Field>
          <Field label="Provider" error={issueOf("provider")}>
            <Input
              value={form.provider}
              maxLength={200}
              placeholder="Any"
              onChange={(event) => change({ provider: event.target.value })}
            />
          </Field>
        </div>
        <div className="grid items-start gap-4 sm:grid-cols-3">
          {amounts.map(({ name, path, label, hint }) => (
            <Field key={name} label={label} hint={hint} error={issueOf(path)}>
              <Input
                inputMode="decimal"
                value={form[name]}
                onChange={(event) => change({ [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        <Field
          label="Valid from"
          hint="A UTC date such as 2026-01-31. Empty: always."
          error={issueOf("valid_from")}
          className="sm:max-w-60"
        >
          <Input
            value={form.valid_from}
            placeholder="Always"
            onChange={(event) => change({ valid_from: event.target.value })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
