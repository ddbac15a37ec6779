"use client";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { isServer, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider, useTheme } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Toaster } from "sonner";
import { LeaveGuardProvider } from "@/components/shell/leave-guard";
import { ShortcutProvider } from "@/components/shell/shortcuts";
import { TooltipProvider } from "@/components/ui/tooltip";

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server rendered is not fetched again while the page comes to life.
        staleTime: 10_000,
        // A refusal stays a refusal; only a server that could not answer is asked again.
        retry: (count, error) => count < 2 && isTransient(error),
      },
    },
  });
}

function isTransient(error: Error): boolean {
  const status = "status" in error ? error.status : 0;
  return status === 0 || status === 503 || status === 429;
}

let browserClient: QueryClient | undefined;

function getQueryClient(): QueryClient {
  if (isServer) return createQueryClient();
  browserClient ??= createQueryClient();
  return browserClient;
}

/** What every page stands in: theme, filters in the URL, queries, shortcuts, messages. `nonce` is the request's for inline tags. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: React.ReactNode }) {
  return (
    <CSPProvider nonce={nonce} disableStyleElements>
      <ThemeProvider
        attribute="class"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        nonce={nonce}
      >
        <NuqsAdapter>
          <QueryClientProvider client={getQueryClient()}>
            <TooltipProvider>
              <LeaveGuardProvider>
                <ShortcutProvider>{children}</ShortcutProvider>
              </LeaveGuardProvider>
            </TooltipProvider>
            <Messages />
          </QueryClientProvider>
        </NuqsAdapter>
      </ThemeProvider>
    </CSPProvider>
  );
}

function Messages() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      // Over the header, between the project and the range, where they cover nothing that is read.
      position="top-center"
      offset={{ top: 2 }}
      mobileOffset={{ top: 2 }}
      closeButton
    />
  );
}
