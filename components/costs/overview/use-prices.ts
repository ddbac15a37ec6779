"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { toPriceInput } from "@/lib/costs/prices/prepare-price";
import { deletePrice, priceKeys, putPrice } from "@/lib/costs/prices/query-options";
import type { ModelPrice, PriceInput } from "@/lib/costs/prices/schemas";
import { spendKeys } from "@/lib/costs/spend/query-options";
import type { ApiError } from "@/lib/http/fetch-json";

/** What is unpriced and what-if follow prices; costs themselves stay as they are until they are priced again. */
function refresh(client: QueryClient): void {
  client.invalidateQueries({ queryKey: priceKeys.all });
  client.invalidateQueries({ queryKey: spendKeys.all });
}

/** Sets a price and offers to price again what it concerns. */
export function useSetPrice(onReprice: () => void) {
  const client = useQueryClient();
  return useMutation<ModelPrice, ApiError, PriceInput>({
    mutationFn: putPrice,
    onSuccess: (price) => {
      refresh(client);
      toast.success(`The price of “${price.model}” is set.`, {
        description: "Costs worked out before stay as they are.",
        action: { label: "Price again", onClick: onReprice },
      });
    },
  });
}

/** Deletes a price that a person set, and offers to undo that. */
export function useDeletePrice() {
  const client = useQueryClient();
  const undo = useMutation<ModelPrice, ApiError, ModelPrice>({
    mutationFn: (price) => putPrice(toPriceInput(price)),
    onSuccess: () => refresh(client),
    onError: (error) => toast.error("The price was not set again.", { description: error.message }),
  });
  return useMutation<void, ApiError, ModelPrice>({
    mutationFn: (price) => deletePrice(price.id),
    onSuccess: (_, price) => {
      refresh(client);
      toast(`The price of “${price.model}” is deleted.`, {
        description: "That of the price list holds again, if there is one.",
        action: { label: "Undo", onClick: () => undo.mutate(price) },
      });
    },
    onError: (error) => toast.error("The price was not deleted.", { description: error.message }),
  });
}
