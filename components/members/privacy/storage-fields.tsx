"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { SettingsForm } from "@/lib/privacy/prepare-settings";

/** Which metadata is kept, how people are stored, and when a conversation is over. */
export function StorageFields({
  form,
  storedUserIds,
  onChange,
  issueOf,
}: {
  form: SettingsForm;
  storedUserIds: SettingsForm["user_ids"];
  onChange: (changes: Partial<SettingsForm>) => void;
  issueOf: (path: string) => string | undefined;
}) {
  return (
    <>
      <div className="grid gap-2">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
        <label className="flex items-center gap-3 text-13 font-medium">
          <Switch
            checked={form.has_metadata_keys}
            onCheckedChange={(has_metadata_keys) => onChange({ has_metadata_keys })}
          />
          Keep only listed keys of metadata
        </label>
        {form.has_metadata_keys ? (
          <Field
            label="Allowed keys"
            hint="One a line, at the first level of metadata. Others are dropped, or refused in mode Refuse; mode Off keeps all. With none listed, none is kept."
            error={issueOf("metadata_keys")}
            className="max-w-md"
          >
            <Textarea
              value={form.metadata_keys}
              onChange={(event) => onChange({ metadata_keys: event.target.value })}
              className="font-mono"
            />
          </Field>
        ) : null}
      </div>
      <div className="grid gap-1.5">
        <p className="text-13 font-medium">Ids of end users</p>
        <ToggleGroup
          label="Ids of end users"
          value={form.user_ids}
          onValueChange={(user_ids) => onChange({ user_ids })}
          options={[
            { value: "plain", label: "As sent" },
            { value: "hmac", label: "One-way (HMAC)" },
          ]}
          className="justify-self-start"
        />
        <p className="text-xs text-muted">
          {form.user_ids === "plain"
            ? "Ids are stored as they are sent; one that is itself personal data, such as an e-mail address, is stored one-way."
            : "Ids are stored in a form that nobody can turn back. Counts and budgets work as before, and a search by the id you sent finds it."}
        </p>
        {form.user_ids === storedUserIds ? null : (
          <p role="status" className="rounded-md bg-warning-subtle p-3 text-13 text-warning">
            People who are stored already get a second id: what they have sent so far stays under the old one,
            and from now on they appear as somebody new in lists, figures and profiles. Filters, exports and
            erasing by the id you sent reach both.
          </p>
        )}
      </div>
      <Field
        label="A conversation ends after idle minutes"
        hint="So many minutes without a message; a later one opens it again."
        error={issueOf("idle_minutes")}
        className="max-w-md"
      >
        <Input
          inputMode="numeric"
          value={form.idle_minutes}
          onChange={(event) => onChange({ idle_minutes: event.target.value })}
          className="w-28"
        />
      </Field>
    </>
  );
}
