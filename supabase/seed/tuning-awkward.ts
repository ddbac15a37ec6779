import type { TransactionSql } from "postgres";
import { uuidOf } from "./random";
import { insertTuning, type TuningRows, type TuningSession, type TuningTurn } from "./tuning-rows";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Turns of the longest session: more than a screen may draw at once. */
export const HUGE_SESSION_TURNS = 1_200;

/** What is odd about a turn; the rest of it is ordinary. */
type Oddity = Partial<TuningTurn> & { user_message: string; era_response: string };

const chunk = (text: string, similarity?: number | null, title?: string | null) => ({
  chunk_text: text,
  ...(similarity === undefined ? {} : { similarity }),
  ...(title === undefined ? {} : { document_title: title }),
});

const oddities: Oddity[] = [
  {
    user_message: "Wie melde ich mich krank? 🤒",
    era_response: "Vor Schichtbeginn, per Anruf. Gute Besserung! 👍🏽",
  },
  {
    user_message: "كيف أبلغ عن غيابي؟",
    era_response: "اتصل بالمشرف قبل بداية الوردية (quoted: “two hours”).",
  },
  { user_message: "איך מדווחים על היעדרות?", era_response: "התקשרו למנהל לפני תחילת המשמרת." },
  { user_message: "欠勤の連絡はどうしますか？", era_response: "勤務開始の前に電話してください。" },
  { user_message: "Say nothing", era_response: "" },
  { user_message: "", era_response: "The question was empty: a picture was sent." },
  { user_message: "   spaces   around   ", era_response: "\n\n  indented\n\n" },
  {
    user_message: `Everything, please. ${"And then? ".repeat(800)}`,
    era_response: Array.from(
      { length: 400 },
      (_, step) => `${step + 1}. Check the record, note it, go on.`,
    ).join("\n"),
  },
  { user_message: "One word without a gap", era_response: "a".repeat(6_000) },
  {
    user_message: "=SUM(A1:A9)",
    era_response: '=HYPERLINK("https://example.com","click")\r\n"quoted", with; separators',
  },
  {
    user_message: "<script>alert(1)</script> and <b>bold</b>",
    era_response: "```md\n# not a heading\n````\n</details>\n[link](javascript:alert(1))",
  },
  { user_message: "No passages were found", era_response: "I do not know.", search_results: { results: [] } },
  { user_message: "Retrieval was not asked", era_response: "Hello!", search_results: null },
  {
    user_message: "Passages without a similarity",
    era_response: "See the policy.",
    search_results: { results: [chunk("A passage nobody scored."), chunk("Another one.", null, null)] },
  },
  {
    user_message: "Odd passages",
    era_response: "Mixed.",
    search_results: {
      results: [
        chunk("", 0, ""),
        chunk(`Long passage. ${"It goes on and on. ".repeat(900)}`, 1, "T".repeat(400)),
        chunk("مقطع بالعربية", -0.4, "سياسة الحضور"),
        ...Array.from({ length: 60 }, (_, index) => chunk(`Passage ${index + 1}`, 0.5, "Handbook")),
      ],
    },
  },
  { user_message: "Instant", era_response: "0 ms", processing_time_ms: 0, confidence_score: 0 },
  { user_message: "Slow", era_response: "Half an hour", processing_time_ms: 1_800_000, confidence_score: 1 },
  {
    user_message: "Template",
    era_response: "From a template",
    template_used: "greeting/v2 (fallback) — “ß”",
  },
];

/** Conversations in shapes that screens, files and sums must bear, all in the project "default". */
export function composeAwkwardTuning(now: Date): TuningRows {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const odd = ordinarySession("odd", today - 3 * DAY_MS, {
    tester_name: "Zoë “Q” <b>Tester</b>",
    tester_email: "zoe+tests@example.com",
    branch_name: "feature/with/slashes,and-commas",
    master_prompt_version: "v1.0 “final” 最終",
    metadata: { nested: { list: [1, null, "x"] } },
  });
  const huge = ordinarySession("huge", today - 2 * DAY_MS, { tester_name: "Load test" });
  const empty = ordinarySession("empty", today - DAY_MS, { tester_name: null, tester_email: null });
  const bare = ordinarySession("bare", today - 4 * DAY_MS, {
    tester_id: null,
    tester_name: null,
    tester_email: null,
    branch_name: null,
    master_prompt_version: null,
  });
  return {
    sessions: [odd, huge, empty, bare],
    turns: [
      ...oddities.map((oddity, index) => ordinaryTurn(odd, index + 1, oddity)),
      // Numbers may have gaps.
      ordinaryTurn(bare, 3, { user_message: "Third", era_response: "The first two were never sent." }),
      ordinaryTurn(bare, 1_000_000, { user_message: "Last", era_response: "The largest number." }),
      ...Array.from({ length: HUGE_SESSION_TURNS }, (_, index) =>
        ordinaryTurn(huge, index + 1, {
          user_message: `Question ${index + 1}`,
          era_response: `Answer ${index + 1}. ${"It has a few lines of text. ".repeat(index % 9)}`,
        }),
      ),
    ],
    reviews: [],
    improvements: [],
  };
}

function ordinarySession(name: string, start: number, oddity: Partial<TuningSession>): TuningSession {
  return {
    id: uuidOf(`awkward session ${name}`),
    project: "default",
    session_start: new Date(start).toISOString(),
    session_end: new Date(start + DAY_MS - MINUTE_MS).toISOString(),
    master_prompt_version: "v1",
    branch_name: "main",
    tester_id: `tester-${name}`,
    tester_email: `${name}@example.com`,
    tester_name: name,
    metadata: {},
    ...oddity,
  };
}

function ordinaryTurn(session: TuningSession, number: number, oddity: Oddity): TuningTurn {
  return {
    id: uuidOf(`awkward turn ${session.id} ${number}`),
    session_id: session.id,
    turn_number: number,
    timestamp: new Date(
      Date.parse(session.session_start) + Math.min(number, 1_400) * MINUTE_MS,
    ).toISOString(),
    intent: null,
    model: null,
    rating: null,
    processing_time_ms: null,
    search_results: null,
    confidence_score: null,
    template_used: null,
    metadata: {},
    better: "",
    gap: "",
    version: "first",
    ...oddity,
  };
}

/** Loads them, with a queue that hands all of them out. */
export async function loadAwkwardTuning(sql: TransactionSql): Promise<void> {
  await sql`insert into public.projects (project) values ('default') on conflict do nothing`;
  await sql`insert into public.review_queues (id, name) values (${uuidOf("awkward queue")}, 'Everything 🔍 <all>')`;
  await insertTuning(sql, composeAwkwardTuning(new Date()));
}
