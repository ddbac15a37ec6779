import ReactMarkdown, { type Components } from "react-markdown";
import { cn } from "@/lib/format/cn";

const components: Components = {
  // Headings of a text stand below those of the page, whatever their level in the text.
  h1: ({ children }) => <p className="font-semibold">{children}</p>,
  h2: ({ children }) => <p className="font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-medium">{children}</p>,
  h4: ({ children }) => <p className="font-medium">{children}</p>,
  h5: ({ children }) => <p className="font-medium">{children}</p>,
  h6: ({ children }) => <p className="font-medium">{children}</p>,
  ul: ({ children }) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal pl-5">{children}</ol>,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
      {children}
    </a>
  ),
  // A picture would be fetched from wherever the text says.
  img: ({ alt }) => <span className="text-muted">[{alt || "picture"}]</span>,
  code: ({ children }) => <code className="rounded-[3px] bg-subtle px-1 font-mono text-xs">{children}</code>,
  pre: ({ children }) => <pre className="overflow-x-auto rounded-md bg-subtle p-2">{children}</pre>,
  blockquote: ({ children }) => <blockquote className="border-l-2 pl-3 text-muted">{children}</blockquote>,
};

/** Markdown as text: raw HTML and pictures are left out, and links leave this site without saying where from. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <div dir="auto" className={cn("grid gap-2 text-13 break-words", className)}>
      <ReactMarkdown skipHtml components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
