"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ApiError } from "@/lib/http/fetch-json";
import { personHref } from "@/lib/interactions/people/prepare-profile";
import { userProfileOptions } from "@/lib/interactions/people/query-options";

/** Opens the page of a person whose id is known, whatever the range; says so when nothing is stored about them. */
export function FindPerson() {
  const router = useRouter();
  const client = useQueryClient();
  const [id, setId] = useState("");
  const find = useMutation<unknown, ApiError, string>({
    mutationFn: (userId) => client.fetchQuery(userProfileOptions(userId)),
    onSuccess: (_, userId) => router.push(personHref(userId)),
  });
  const message = find.error?.status === 404 ? "Nothing is stored about this person." : find.error?.message;
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const userId = id.trim();
        if (userId !== "") find.mutate(userId);
      }}
    >
      <Field label="User id" isLabelHidden error={message} className="w-56 max-w-full">
        <Input
          value={id}
          onValueChange={(text) => {
            setId(text);
            find.reset();
          }}
          placeholder="User id, exactly"
          autoComplete="off"
          maxLength={200}
        />
      </Field>
      <Button type="submit" variant="outline" disabled={id.trim() === ""} isPending={find.isPending}>
        Find
      </Button>
    </form>
  );
}
