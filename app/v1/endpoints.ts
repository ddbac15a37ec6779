import * as feedback from "@/lib/feedback/endpoints";
import type { Endpoint } from "@/lib/http/endpoint";
import * as system from "@/lib/http/system-endpoints";
import * as members from "@/lib/members/endpoints";
import * as queues from "@/lib/tuning/queues/endpoints";
import * as reviews from "@/lib/tuning/reviews/endpoints";
import * as tuningSessions from "@/lib/tuning/sessions/endpoints";

const tuning = { ...queues, ...reviews, ...sessions };

/** Every endpoint of the public API, areas in this order, by path within each. A route that is not in here fails a test. */
export const endpoints: readonly Endpoint[] = [feedback, tuning, members, system].flatMap((area) =>
  (Object.values(area) as Endpoint[]).sort(
    (a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method),
  ),
);
