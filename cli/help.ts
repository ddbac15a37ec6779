const general = `retune - feedback on an LLM application's answers, from the command line

  retune export [file] [options]   download a weighted fine-tuning file
  retune watch [options]           success rate and accuracy, live in this terminal
  retune help [export|watch]       this text, or the options of a command
  retune --version

Settings, from the environment:
  RETUNE_URL       address of the site (default http://127.0.0.1:3000)
  RETUNE_API_KEY   an API key; make one with: npm run -s keys -- create --name cli --scopes read,export
`;

const exportHelp = `retune export [file] - download a weighted fine-tuning file

Without a file: the name that the server gives, in the current directory. The file appears whole or not at all;
an existing one is replaced only when the new one is complete. Needs a key with the scope export.

  --days N               the last N UTC days including today (default 7)
  --start T --end T      instead of --days: a date (UTC) or a time such as 2026-01-31T12:00:00Z;
                         the start is included, the end is not, but a date as the end includes that day
  --project P            only this project; repeat for several
  --model M              only this model; repeat for several
  --intent I             only this intent, "(none)" = votes without one; repeat for several
  --format F             retune (the default), openai-sft, openai-dpo, gemini-sft, gemini-preference,
                         trl-prompt-completion, trl-preference, trl-kto, fireworks-sft, or csv
  --positive-weight W    weight of thumbs-up answers, 0 to 100 (default 2.0)
  --negative-weight W    weight of thumbs-down answers, 0 to 100 (default 0.5; 0 leaves them out)
  --negatives P          thumbs-down answers: keep (the default of retune and csv), replace by their
                         correction (of every other format), or drop
  --system-prompt TEXT   stands before every conversation
  --validation-share S   share of the sessions that are kept for validation, 0 to 0.5
  --split S              which part is written: all (the default), train or validation

Exit codes: 0 written, 1 failed (nothing is left behind), 2 not understood, 130 interrupted.
`;

const watchHelp = `retune watch - success rate and accuracy, live in this terminal

  --interval S    seconds between two looks, 0.5 to 3600 (default 5)
  --days N        the last N UTC days including today (default 7)
  --project P     only this project; repeat for several
  --once          print the figures once and end

Needs a key with the scope read. Ctrl-C ends it. NO_COLOR=1 turns colours off.
`;

/** The help text of the program or of one command. */
export function helpText(topic: "export" | "watch" | undefined): string {
  if (topic === undefined) return general;
  return topic === "export" ? exportHelp : watchHelp;
}
