"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/**
 * Empties what the browser remembers of the dashboard. Signing out and in again does not load the page anew, and the
 * next person must not see the last one's rows, not even for a moment.
 */
export function ForgetLastPerson() {
  const queries = useQueryClient();
  useEffect(() => queries.clear(), [queries]);
  return null;
}
