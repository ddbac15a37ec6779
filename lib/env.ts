import { z } from "zod";

// The only reader of process.env in the web application.

const baseAddress = (name: string) =>
  z.url({
    protocol: /^https?$/,
    error: `${name} must be the base address of an OpenAI-compatible API, such as https://api.example.com/v1`,
  });

const schema = z
  .object({
    SUPABASE_URL: z.url({
      error: "SUPABASE_URL must be the URL of the Supabase API, such as https://abc.supabase.co",
    }),
    SUPABASE_PUBLISHABLE_KEY: z
      .string({ error: "SUPABASE_PUBLISHABLE_KEY is missing (sb_publishable_…)" })
      .min(1),
    SUPABASE_JWT_SECRET: z
      .string()
      .min(32, "SUPABASE_JWT_SECRET must have at least 32 characters")
      .optional(),
    SUPABASE_SIGNING_JWK: z.string().optional(),
    RETUNE_DEMO: z.enum(["0", "1"]).optional(),
    RETUNE_SITE_URL: z.url().optional(),
    /** 1: webhooks may lead to this machine and to private networks. The jobs read it too. */
    RETUNE_WEBHOOK_ALLOW_PRIVATE: z
      .enum(["0", "1"], "RETUNE_WEBHOOK_ALLOW_PRIVATE must be 0 or 1")
      .optional(),
    ASSISTANT_URL: baseAddress("ASSISTANT_URL").optional(),
    ASSISTANT_KEY: z.string().optional(),
    ASSISTANT_MODEL: z.string().optional(),
    ASSISTANT_PROMPT: z.string().optional(),
    ASSISTANT_PROMPT_VERSION: z.string().max(200).optional(),
    ASSISTANT_TIMEOUT_SECONDS: z.coerce
      .number({ error: "ASSISTANT_TIMEOUT_SECONDS must be a number of seconds" })
      .min(1, "ASSISTANT_TIMEOUT_SECONDS must be at least 1")
      .max(600, "ASSISTANT_TIMEOUT_SECONDS must be at most 600")
      .default(60),
    /** The models that prompts run on: any OpenAI-compatible server, and Gemini. */
    MODEL_URL: baseAddress("MODEL_URL").optional(),
    MODEL_KEY: z.string().optional(),
    MODEL_NAME: z.string().max(200, "MODEL_NAME has at most 200 characters").optional(),
    GEMINI_URL: z
      .url({
        protocol: /^https?$/,
        error:
          "GEMINI_URL must be the base address of the Gemini API, such as https://generativelanguage.googleapis.com/v1beta",
      })
      .optional(),
    GEMINI_KEY: z.string().optional(),
    GEMINI_MODEL: z.string().max(200, "GEMINI_MODEL has at most 200 characters").optional(),
  })
  .refine((env) => env.SUPABASE_JWT_SECRET || env.SUPABASE_SIGNING_JWK, {
    error:
      "SUPABASE_JWT_SECRET (or SUPABASE_SIGNING_JWK, a private ES256 key that was imported into the project) is missing",
  })
  .refine((env) => !env.ASSISTANT_URL || env.ASSISTANT_MODEL, {
    error: "ASSISTANT_MODEL is missing: ASSISTANT_URL needs the name of a model",
  })
  .refine((env) => !env.MODEL_URL || env.MODEL_NAME, {
    error: "MODEL_NAME is missing: MODEL_URL needs the name of a model",
  })
  .refine((env) => !env.GEMINI_KEY || env.GEMINI_MODEL, {
    error: "GEMINI_MODEL is missing: GEMINI_KEY needs the name of a model",
  });

type Env = z.infer<typeof schema>;

let cached: Env | undefined;

/**
 * The validated environment.
 * @throws Error with one sentence that names every missing or malformed variable.
 */
export function env(): Env {
  if (!cached) {
    const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
    const result = schema.safeParse(present);
    if (!result.success) {
      throw new Error(
        `The environment is incomplete: ${result.error.issues.map((issue) => issue.message).join("; ")}.`,
      );
    }
    cached = result.data;
  }
  return cached;
}

/** Whether the Supabase API runs on this machine: e-mails are then printed where it was started, and not sent. */
export function isLocalStack(): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(env().SUPABASE_URL).hostname);
}
