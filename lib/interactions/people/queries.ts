import "server-only";
import { z } from "zod";
import { oneWayId } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type UserExportLine, type UserProfileResult, userExportLine, userProfileResult } from "./schemas";

/**
 * What is stored about an end user in the caller's projects, and their profile per project.
 * @throws AppError not_found when nothing is stored; forbidden.
 */
export async function getUserProfile(
  client: Client,
  userId: string,
  { project }: { project?: string[] | undefined } = {},
): Promise<UserProfileResult> {
  return callFunction(
    client,
    "get_user_profile",
    {
      user_id: userId,
      alias: oneWayId(userId),
      ...(project ? { projects: JSON.stringify(project) } : {}),
    },
    userProfileResult,
  );
}

const page = z.object({ data: z.array(userExportLine), next: z.string().nullable(), sections: z.int() });

/**
 * Everything stored about an end user in the caller's projects, in pages that keep memory constant.
 * @throws AppError forbidden.
 */
export async function* exportUser(
  client: Client,
  userId: string,
  signal?: AbortSignal,
): AsyncGenerator<UserExportLine[]> {
  const alias = oneWayId(userId);
  let sections = 1;
  for (let section = 0; section < sections; section += 1) {
    let position: string | undefined;
    do {
      signal?.throwIfAborted();
      const result: z.infer<typeof page> = await callFunction(
        client,
        "export_user_page",
        { user_id: userId, alias, section, ...(position === undefined ? {} : { page_cursor: position }) },
        page,
      );
      sections = result.sections;
      yield result.data;
      position = result.next ?? undefined;
    } while (position !== undefined);
  }
}
