import type { TransactionSql } from "postgres";
import { uuidOf } from "./random";
import { insertVotes, type Vote } from "./votes";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** One session in which somebody voted far more often than people do. */
export const hugeSession = { id: "s-load-test", votes: 120, daysAgo: 9 };

/** What is odd about a vote; the rest of it is ordinary. */
type Oddity = Partial<Vote> & { query: string; response: string };

const longAnswer = [
  "# Moving a service to another region",
  "",
  "The short version: copy the data first, switch the traffic last, keep the way back open until nobody needs it.",
  "",
  ...Array.from({ length: 120 }, (_, step) =>
    [
      `## Step ${step + 1}`,
      "",
      `Check the replication lag of shard ${step + 1}, note it, and go on only when it has stayed below two seconds for ten minutes. Tell the person on call before and after.`,
      "",
    ].join("\n"),
  ),
].join("\n");

const markdown = `Here is a **complete** example:

| step | command | undo |
| ---: | :------ | ---- |
| 1 | \`git fetch\` | – |
| 2 | \`git rebase origin/main\` | \`git rebase --abort\` |

\`\`\`ts
export async function greet(name: string): Promise<string> {
  if (!name.trim()) throw new Error("a name is needed");
  return \`Hello, \${name}!\`;
}
\`\`\`

> Quote: <b>not bold</b>, <script>alert("not run")</script>

- [x] done
- [ ] open [link](https://example.com/a?b=1&c=2)`;

/** Shapes that screens, files and sorting must bear. */
const oddities: Oddity[] = [
  {
    query: "Was kostet die Überführung nach Köln? 🚗💨",
    response: "Für Köln sind es 149 € – die Straße ist frei. 👍🏽 Schöne Grüße!",
    intent: "general",
  },
  {
    query: "👩‍👩‍👧‍👦 family emoji, flags 🇩🇪🇯🇵 and a ⁉️",
    response: "𝒰nicode: ñ é ü ß ø ł 漢字 かな 한국어 Ελληνικά кириллица ไทย हिन्दी",
    intent: "general",
  },
  {
    query: "ما هي عاصمة المغرب؟",
    response: "عاصمة المغرب هي الرباط. أكبر مدينة فيها هي الدار البيضاء (Casablanca).",
    intent: "general",
    comment: "إجابة جيدة",
    rating: 1,
  },
  {
    query: "איך אומרים thank you בעברית?",
    response: "אומרים תודה (toda). תשובה קצרה: «בבקשה».",
    intent: "general",
    rating: 1,
  },
  {
    query: "東京の天気は？",
    response: "申し訳ありません。現在の天気は取得できませんでした。",
    intent: "general",
    rating: -1,
    tools_called: ["weather"],
    comment: "ツールがエラーを返しました",
    corrected_response: "東京は晴れ、最高気温は14度です。",
  },
  {
    query: "How do I move a service to another region? Every step, please.",
    response: longAnswer,
    intent: "reasoning",
    rating: 1,
  },
  {
    query: `Why does this fail?\n\n${"a".repeat(400)}.${"very_long_identifier_".repeat(20)}()`,
    response: "The identifier has no space to break at; most screens will scroll sideways.",
    intent: "code",
    rating: -1,
  },
  {
    query: "Show me a rebase with a table, code and a checklist",
    response: markdown,
    intent: "code",
    rating: 1,
  },
  {
    query: "=SUM(A1:A9)",
    response: '=HYPERLINK("https://example.com","click me")',
    intent: "code",
    comment: "@SUM(1+1)*cmd",
    rating: -1,
  },
  {
    query: "+49 30 901820",
    response: "-2+3\t=A1",
    intent: null,
    comment: "-1",
    rating: -1,
    user_id: "=cmd|' /C calc'!A0",
  },
  {
    query: 'He said "yes", then: a, b; c\r\nnew line',
    response: 'One field, "quoted", with\r\na Windows line end.',
    intent: "general",
    rating: 1,
  },
  {
    query: "<img src=x onerror=alert(1)> what is this?",
    response: "An <em>image</em> tag with a handler. &amp; it is shown as text.",
    intent: "code",
    rating: 1,
  },
  {
    query: "No user, no session, no intent",
    response: "Just a vote.",
    intent: null,
    user_id: null,
    session_id: null,
    response_id: null,
    rating: 1,
  },
  {
    query: "",
    response: "The question was empty: an image was sent.",
    intent: "general",
    metadata: { attachment: "image/png" },
    rating: -1,
  },
  {
    query: "Say nothing",
    response: "",
    intent: "general",
    rating: -1,
    comment: "Empty answer.",
    corrected_response: "There is nothing to say.",
  },
  { query: "   spaces   around   ", response: "\n\n  indented\n\n", intent: "general", rating: 1 },
  {
    query: "Book a table for four and tell everyone",
    response: "Booked for 19:30 and sent three messages.",
    intent: "reasoning",
    rating: 1,
    tools_called: [
      "calendar",
      "restaurant_search",
      "book_table",
      "send_message",
      "send_message",
      "send_message",
      "maps",
      "contacts",
    ],
    memory_used: 0,
  },
  {
    query: "Nested metadata",
    response: "See the metadata.",
    intent: "code",
    rating: 1,
    memory_used: 123456.789,
    metadata: {
      trace: {
        id: "7f3a",
        spans: [
          { name: "retrieve", ms: 41.5 },
          { name: "generate", ms: 830 },
        ],
      },
      "key with spaces": null,
      flags: [true, false],
      ключ: "значение",
    },
  },
  {
    query: "Zalgo t̷̢̛e̸͝x̵̨͠t̶ and a soft\u00adhyphen and zero\u200bwidth",
    response: "Combining marks stack up: a̐éö̲.",
    intent: "general",
    rating: -1,
  },
  { query: "null", response: "undefined", intent: "code", rating: -1, comment: "NaN" },
  {
    query: "Percent %s and %d, backslash \\n and \\u0041, dollar $1",
    response: "Nothing here is replaced: %% \\ $$ {{x}} #{y}",
    intent: "code",
    rating: 1,
  },
];

/**
 * The odd shapes, oldest first, spread over the days before `now` (none on the demo's empty day): texts that break
 * screens and files, and one session with hundreds of votes.
 */
export function composeAwkwardVotes(now: Date, projects: readonly string[]): Vote[] {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const projectOf = (index: number) => projects[index % projects.length] ?? "default";
  const odd = oddities.map(
    (oddity, index): Vote => ({
      ...ordinary(`awkward ${today} ${index}`, projectOf(index)),
      ...oddity,
      created_at: new Date(
        today - (1 + (index % 14)) * DAY_MS + (9 * 60 + index * 11) * MINUTE_MS,
      ).toISOString(),
    }),
  );
  const huge = Array.from(
    { length: hugeSession.votes },
    (_, index): Vote => ({
      ...ordinary(`huge ${today} ${index}`, projectOf(0)),
      query: `Load test, question ${index + 1}: what is ${index + 1} × 7?`,
      response: `${index + 1} × 7 = ${(index + 1) * 7}`,
      rating: index % 6 === 5 ? -1 : 1,
      intent: "reasoning",
      user_id: "user-load-test",
      session_id: hugeSession.id,
      created_at: new Date(
        today - hugeSession.daysAgo * DAY_MS + 13 * 60 * MINUTE_MS + index * 4_000,
      ).toISOString(),
    }),
  );
  return [...odd, ...huge].sort((a, b) => a.created_at.localeCompare(b.created_at));
}

function ordinary(name: string, project: string): Vote {
  return {
    id: uuidOf(name),
    query: "",
    response: "",
    model: "gpt-4o-mini",
    rating: 1,
    intent: "general",
    project,
    user_id: "user-7",
    session_id: `s-${uuidOf(`session ${name}`).slice(0, 8)}`,
    response_id: null,
    memory_used: null,
    tools_called: [],
    metadata: {},
    comment: null,
    corrected_response: null,
    created_at: "",
  };
}

/** Loads nothing but the odd shapes, into the project "default". */
export async function loadAwkward(sql: TransactionSql): Promise<void> {
  await insertVotes(sql, composeAwkwardVotes(new Date(), ["default"]));
}
