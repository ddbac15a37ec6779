"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef, useState } from "react";
import "swagger-ui-dist/swagger-ui.css";
import "./api-reference.css";

type SwaggerUi = (options: Record<string, unknown>) => unknown;

/** Swagger UI over an OpenAPI document, from our own bundle: nothing is fetched from elsewhere. Follows the theme. */
export function ApiReference({ url }: { url: string }) {
  const container = useRef<HTMLDivElement>(null);
  const { resolvedTheme } = useTheme();
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    const node = container.current;
    if (!node) return;
    let isMounted = true;
    import("swagger-ui-dist/swagger-ui-es-bundle.js")
      .then(({ default: SwaggerUIBundle }: { default: SwaggerUi }) => {
        if (!isMounted) return;
        SwaggerUIBundle({
          domNode: node,
          url,
          deepLinking: true,
          docExpansion: "list",
          defaultModelsExpandDepth: 0,
          persistAuthorization: false,
          validatorUrl: null,
        });
      })
      .catch(() => setHasFailed(true));
    return () => {
      isMounted = false;
      node.replaceChildren();
    };
  }, [url]);

  // Swagger UI's own stylesheet looks for this class on the root element.
  useEffect(() => {
    document.documentElement.classList.toggle("dark-mode", resolvedTheme === "dark");
    return () => document.documentElement.classList.remove("dark-mode");
  }, [resolvedTheme]);

  if (hasFailed) {
    return (
      <p className="px-6 py-8 text-sm" role="alert">
        The reference could not be loaded. Reload the page, or read <a href={url}>{url}</a>.
      </p>
    );
  }
  return <div className="api-reference mx-auto max-w-5xl px-2 pb-16" ref={container} />;
}
