import type { Role } from "./schemas";

/** The people of the demo data. They exist only where the local stack was filled with it (RETUNE_DEMO=1). */
export const demoPeople: { email: string; name: string; role: Role; does: string }[] = [
  { email: "meg@example.com", name: "Meg", role: "reviewer", does: "reviews answers" },
  { email: "owner@example.com", name: "Product owner", role: "product_owner", does: "watches the figures" },
  { email: "admin@example.com", name: "Admin", role: "admin", does: "manages and downloads" },
];

/** Known to everyone who has the source: the local stack serves demo data on 127.0.0.1 only. */
export const demoPassword = "retune-demo";
