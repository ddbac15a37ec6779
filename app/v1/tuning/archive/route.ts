import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listArchiveEndpoint } from "@/lib/tuning/retention/endpoints";
import { listArchive } from "@/lib/tuning/retention/queries";

// GET /v1/tuning/archive - archived sessions
export const GET = withRoute(listArchiveEndpoint, async ({ caller, query }) => ({
  body: await listArchive(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
