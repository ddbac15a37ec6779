"use client";
import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { LongText } from "@/components/ui/long-text";
import { kindNames, sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { toRowHref } from "@/lib/datasets/examples/prepare-links";
import type { WrittenExample } from "@/lib/datasets/versions/schemas";
import { splitNames } from "@/lib/datasets/versions/vocabulary";
import { lintRules } from "@/lib/datasets/writing/schemas";
import { cn } from "@/lib/format/cn";
import { formatCount, formatDecimal } from "@/lib/format/number";

/** Characters of a text that are shown until it is unfolded. */
const FOLD_AT = 600;

const answerNames = {
  answer: "Answer",
  preferred: "Preferred",
  rejected: "Rejected",
  desirable: "Desirable",
  undesirable: "Undesirable",
} as const;
const answerTones = {
  answer: "border-accent",
  preferred: "border-positive",
  rejected: "border-negative",
  desirable: "border-positive",
  undesirable: "border-negative",
} as const;

/** One example of a file: what its lines say, or the lines as they are written, and where it comes from. */
export function ExampleView({ example, isRaw }: { example: WrittenExample; isRaw: boolean }) {
  const { source, source_id: id, other_id: other } = example;
  const noun = sourceNames[source].one;
  return (
    <article aria-label={`Example ${formatCount(example.position)}`} className="grid min-w-0 gap-2 px-4 py-3">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        <span className="font-medium text-foreground">{formatCount(example.position)}</span>
        <span>{kindNames[example.kind].replace(/s$/, "")}</span>
        <span>
          weight {formatDecimal(example.weight)}
          {example.lines === 1 ? "" : `, ${formatCount(example.lines)} lines`}
        </span>
        {example.split === "validation" ? <Badge tone="accent">{splitNames.validation}</Badge> : null}
        {example.lint.map((rule) => (
          <Badge key={rule} tone={lintRules[rule].severity === "error" ? "negative" : "warning"}>
            {lintRules[rule].label}
          </Badge>
        ))}
        <span className="ml-auto flex gap-3">
          <RowLink href={toRowHref(source, id)}>Open the {noun}</RowLink>
          {other ? <RowLink href={toRowHref(source, other)}>The other {noun}</RowLink> : null}
        </span>
      </header>
      {isRaw ? (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          dir="ltr"
          className="max-h-80 overflow-auto rounded-md bg-subtle p-2 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
        >
          {example.body.replace(/\n$/, "")}
        </pre>
      ) : (
        <dl className="grid gap-2 text-13">
          {example.readable.messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file do not move
            <Said key={index} name={message.role} text={message.content} />
          ))}
          {example.readable.answers.map((answer, index) => (
            <Said
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file do not move
              key={index}
              name={answerNames[answer.label]}
              text={answer.content}
              className={cn("border-l-2 pl-2", answerTones[answer.label])}
            />
          ))}
        </dl>
      )}
    </article>
  );
}

function Said({ name, text, className }: { name: string; text: string; className?: string }) {
  return (
    <div className={cn("min-w-0", className)}>
      <dt className="text-xs text-muted first-letter:uppercase">{name}</dt>
      <dd className="min-w-0">
        <LongText text={text} foldAt={FOLD_AT} />
      </dd>
    </div>
  );
}

function RowLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      target="_blank"
      className="inline-flex items-center gap-0.5 underline-offset-2 hover:text-foreground hover:underline"
    >
      {children}
      <ArrowUpRight aria-hidden className="size-3" />
      <span className="sr-only"> (opens in a new tab)</span>
    </Link>
  );
}
