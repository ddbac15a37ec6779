"use client";

import { useTheme } from "next-themes";
import type React from "react";
import { useEffect, useRef, useState } from "react";
import "swagger-ui-dist/swagger-ui.css";
import "./api-reference.css";

type Part = React.ComponentType<object>;
/** Swagger UI brings a React of its own; what it renders must be made with that one. */
type System = { React: typeof React };

const inRegion =
  (original: Part, { React: { createElement } }: System) =>
  (props: object) =>
    createElement("section", { "aria-label": "About this API" }, createElement(original, props));

const underHeading =
  (original: Part, { React: { createElement } }: System) =>
  (props: object) =>
    createElement(
      "div",
      null,
      createElement("h2", { className: "sr-only" }, "Endpoints"),
      createElement(original, props),
    );

const leaveOut = () => () => null;

/** Swagger UI's own components with what they lack: a landmark, a heading above the operations, and no unlabelled choice of one server. */
const accessibleLayout = {
  wrapComponents: { InfoContainer: inRegion, operations: underHeading, ServersContainer: leaveOut },
};

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
          // A deep link is an anchor inside the button of its operation, which no screen reader can reach.
          deepLinking: false,
          plugins: [accessibleLayout],
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
