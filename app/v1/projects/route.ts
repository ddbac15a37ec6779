import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listProjectsEndpoint } from "@/lib/members/endpoints";
import { listProjects } from "@/lib/members/queries";

// GET /v1/projects - names of the projects the caller may read
export const GET = withRoute(listProjectsEndpoint, async ({ caller }) => ({
  body: { data: await listProjects(caller.client) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
