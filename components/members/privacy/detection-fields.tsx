"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { detectorTexts, type SettingsForm } from "@/lib/privacy/prepare-settings";
import { detectors } from "@/lib/privacy/schemas";

const modes: Record<SettingsForm["privacy_mode"], { label: string; meaning: string }> = {
  redact: {
    label: "Redact",
    meaning: "What is found is replaced before it is stored: ann@example.com becomes [EMAIL].",
  },
  reject: {
    label: "Refuse",
    meaning:
      "What contains personal data is refused with an error (400) that names the place. Nothing is stored.",
  },
  off: { label: "Off", meaning: "Texts are stored as they are sent, with all personal data in them." },
};

/** What is done with personal data, and what counts as such. */
export function DetectionFields({
  form,
  onChange,
  issueOf,
}: {
  form: SettingsForm;
  onChange: (changes: Partial<SettingsForm>) => void;
  issueOf: (path: string) => string | undefined;
}) {
  const { privacy_mode: mode } = form;
  return (
    <>
      <div className="grid gap-1.5">
        <p className="text-13 font-medium">Personal data</p>
        <ToggleGroup
          label="Personal data"
          value={mode}
          onValueChange={(privacy_mode) => onChange({ privacy_mode })}
          options={(["redact", "reject", "off"] as const).map((value) => ({
            value,
            label: modes[value].label,
          }))}
          className="justify-self-start"
        />
        <p className={mode === "off" ? "text-xs text-warning" : "text-xs text-muted"}>
          {modes[mode].meaning}
        </p>
      </div>
      <fieldset className="grid min-w-0 gap-2">
        <legend className="mb-2 text-13 font-medium">What is looked for</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {detectors.map((each) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
            <label key={each} className="flex min-w-0 items-start gap-2 text-13">
              <Checkbox
                checked={form.detectors.includes(each)}
                onCheckedChange={(isChosen) =>
                  onChange({
                    detectors: isChosen
                      ? [...form.detectors, each]
                      : form.detectors.filter((other) => other !== each),
                  })
                }
                className="mt-0.5"
              />
              <span className="grid min-w-0">
                {detectorTexts[each].label}
                <span className="text-xs text-muted">
                  such as <code className="font-mono break-words">{detectorTexts[each].example}</code>
                </span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label="Phone numbers of country"
        hint="A code such as US: national numbers with an area code then count as well. Empty: only those that begin with +."
        error={issueOf("phone_region")}
        className="max-w-md"
      >
        <Input
          placeholder="None"
          maxLength={2}
          autoCapitalize="characters"
          value={form.phone_region}
          onChange={(event) => onChange({ phone_region: event.target.value.toUpperCase() })}
          className="w-28"
        />
      </Field>
    </>
  );
}
