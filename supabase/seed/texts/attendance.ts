/** What a policy handbook says about one subject; retrieval gives its passages to the assistant. */
export interface Handbook {
  title: string;
  passages: string[];
}

/**
 * One thing that a manager asks about attendance. The four parts make the answer of every prompt version: which of them
 * stand in it, and in what order, is what the versions differ in. `[[name]]` and the like stand for values of `slots`.
 */
export interface Exchange {
  intent: string;
  handbook: keyof typeof handbooks;
  questions: string[];
  /** A sentence that shows the manager was heard. */
  warmth: string;
  body: string;
  /** Where the handbook says so. */
  citation: string;
  nextStep: string;
  /** What someone who knows the policy would add. */
  gap: string;
}

export const slots: Record<string, string[]> = {
  name: ["Dana", "Luis", "Amara", "Jonas", "Mei", "Tom", "Fatima", "Piotr"],
  shift: ["opening shift", "late shift", "Saturday shift", "night shift"],
  count: ["second", "third", "fourth"],
};

export const handbooks = {
  noShow: {
    title: "No-call, no-show policy",
    passages: [
      "An employee who is absent from a scheduled shift and has not told a supervisor within two hours of its start is recorded as a no-call, no-show.",
      "The supervisor makes two attempts to reach the employee on the day itself, by different means, and writes down the time of each.",
      "Three consecutive no-call, no-show days are treated as leaving the job without notice. Before the letter goes out, HR checks for a medical or family emergency.",
      "An absence that is explained later with evidence is changed from no-show to excused or unexcused, and the record keeps both entries.",
    ],
  },
  lateness: {
    title: "Lateness and early leaving",
    passages: [
      "Arriving up to seven minutes after the start of the shift is within the grace period and is not recorded.",
      "Lateness beyond the grace period counts half a point, more than two hours a whole point. Points lapse after six months.",
      "Leaving before the end of a shift needs the agreement of the supervisor on duty, who notes the reason.",
    ],
  },
  points: {
    title: "Attendance points and steps",
    passages: [
      "Three points in six months lead to a conversation, five to a written reminder, seven to a final reminder, and nine to a review with HR.",
      "A conversation is held within ten working days of the point that caused it; later than that, HR decides whether it still may be.",
      "The employee may add a statement of their own to any step, and receives a copy.",
    ],
  },
  sickness: {
    title: "Sick leave and certificates",
    passages: [
      "Sickness is reported before the shift starts, or as soon as it is possible, by the employee or someone on their behalf.",
      "A certificate is needed from the fourth calendar day of an absence. A supervisor does not ask for a diagnosis.",
      "Absences that are covered by a certificate or protected leave count no points.",
    ],
  },
  leave: {
    title: "Protected and family leave",
    passages: [
      "An employee who mentions a serious illness, a pregnancy, or the care of a relative is told about protected leave within five working days, whether or not they ask for it by name.",
      "Protected leave may be taken in single days or hours. The days are agreed with HR and are not part of the points.",
      "Medical papers are kept by HR and never in the supervisor's own notes.",
    ],
  },
  swaps: {
    title: "Shift swaps and schedule changes",
    passages: [
      "Two employees may swap shifts when both have the same role and the supervisor has agreed in the scheduling tool before the shift begins.",
      "A schedule is published fourteen days ahead. A later change needs the employee's agreement.",
      "Whoever is in the schedule after an agreed swap is responsible for the shift.",
    ],
  },
  conversations: {
    title: "Holding an attendance conversation",
    passages: [
      "Begin with what you have seen, ask for the reason, and listen before you speak of consequences.",
      "Agree on one thing that changes and on a date to look at it again. Write it down on the same day.",
      "Where a health matter comes up, stop, thank the employee, and involve HR before you go on.",
    ],
  },
  ending: {
    title: "Ending employment",
    passages: [
      "No employment is ended without HR. The supervisor collects the dates, the steps taken and what the employee said.",
      "Returned equipment, last pay and the exit date are confirmed in writing within three working days.",
    ],
  },
} satisfies Record<string, Handbook>;

/** Conversations as they go: each begins with the first exchange and may end after any. */
export const conversations: Exchange[][] = [
  [
    {
      intent: "no_show",
      handbook: "noShow",
      questions: [
        "[[name]] didn't show up for the [[shift]] today.",
        "no show this morning, [[name]], [[shift]]. what now?",
      ],
      warmth: "That leaves you short at the worst moment, so let's get it in order quickly.",
      body: "First find out whether it is a no-show at all: it becomes one only when nobody has heard from [[name]] within two hours of the start of the shift.",
      citation:
        "The No-call, no-show policy sets the two hours and asks for two attempts to reach the person.",
      nextStep: "Call once now and once by text, and note both times. Have you reached anyone yet?",
      gap: "Should ask when the shift started before calling it a no-show.",
    },
    {
      intent: "no_show",
      handbook: "noShow",
      questions: ["I called once, went to voicemail.", "tried to ring, nothing. do i have to try again?"],
      warmth: "Thanks, one call is already on record.",
      body: "One attempt is not enough. Try a second time by another means on the same day, such as a text or the emergency contact.",
      citation:
        "The No-call, no-show policy asks for two attempts by different means, each with its time written down.",
      nextStep:
        "Send a short text: “I missed you at the start of the shift and want to know you are all right.” Tell me when it is out.",
      gap: "The emergency contact may be used for worry only, not to ask where somebody is.",
    },
    {
      intent: "no_show",
      handbook: "points",
      questions: [
        "It's the [[count]] time this year. Can I write them up?",
        "this is no-show number [[count]] for [[name]], straight to a warning?",
      ],
      warmth: "I see why you want to act, it has happened before.",
      body: "Count the points first. Two no-shows within six months make four points, which is a conversation and not yet a written reminder; older ones have lapsed.",
      citation:
        "Attendance points and steps: a conversation at three points, a written reminder at five, and points lapse after six months.",
      nextStep: "Look up the dates of the earlier ones and tell me; then we know which step it is.",
      gap: "Does not say how many points a no-show counts.",
    },
    {
      intent: "no_show",
      handbook: "noShow",
      questions: [
        "They finally answered: their child was in hospital.",
        "[[name]] just texted, was in the emergency room all night",
      ],
      warmth: "I'm sorry to hear that, and I'm glad you reached them.",
      body: "Then it is no longer a plain no-show. An absence explained later is changed to excused once there is evidence, and it may be protected leave.",
      citation: "See the last paragraph of the No-call, no-show policy, and Protected and family leave.",
      nextStep:
        "Wish them well, tell them the paper can wait, and let HR know today that protected leave may apply.",
      gap: "Must mention that protected leave has to be offered within five working days.",
    },
  ],
  [
    {
      intent: "lateness",
      handbook: "lateness",
      questions: [
        "[[name]] is five minutes late almost every day.",
        "someone is always 5 min late. does that count?",
      ],
      warmth: "Small things every day wear a team out, so it is fair to ask.",
      body: "Five minutes lie within the grace period of seven minutes, so they are not recorded and cost no points. You can still speak about it.",
      citation:
        "Lateness and early leaving, first paragraph: up to seven minutes are within the grace period.",
      nextStep: "Ask [[name]] what makes the first minutes hard. Would a later start be possible for you?",
      gap: "A daily pattern can be addressed as a matter of conduct; the answer leaves that out.",
    },
    {
      intent: "lateness",
      handbook: "lateness",
      questions: ["Yesterday it was 25 minutes.", "and if it's 25 minutes?"],
      warmth: "That is another matter, and good that you noticed it.",
      body: "Twenty-five minutes are beyond the grace period: half a point, recorded with the reason that was given.",
      citation:
        "Lateness and early leaving: half a point beyond the grace period, a whole one beyond two hours.",
      nextStep: "Enter it today, with what [[name]] said. Is there a reason on file already?",
      gap: "Should ask whether public transport failed; that is excused in the local agreement.",
    },
    {
      intent: "lateness",
      handbook: "conversations",
      questions: ["How do I bring it up without a fight?", "i hate these talks, what do i say?"],
      warmth: "Most people find this the hardest part, and you are preparing it well.",
      body: "Say what you saw, then ask, then be quiet for a moment. “I noticed you came after nine on four days. What's going on in the mornings?”",
      citation:
        "Holding an attendance conversation: begin with what you have seen and ask before consequences.",
      nextStep: "Agree on one change and on a date. Shall I draft a note of the conversation?",
      gap: "Example sentence sounds scripted; offer two ways to say it.",
    },
  ],
  [
    {
      intent: "sickness",
      handbook: "sickness",
      questions: [
        "[[name]] called in sick ten minutes after the [[shift]] began.",
        "sick call but too late, 10 min into the shift",
      ],
      warmth: "Annoying for the schedule, and still better than no call.",
      body: "Sickness is to be reported before the shift, or as soon as it is possible. Ten minutes late is a matter for a remark, not a no-show.",
      citation: "Sick leave and certificates, first paragraph.",
      nextStep: "Note the time of the call, and ask only whether they expect to be back tomorrow.",
      gap: "Should say that nobody may be asked what they have.",
    },
    {
      intent: "sickness",
      handbook: "sickness",
      questions: ["Can I ask for a doctor's note on day one?", "want a certificate today, allowed?"],
      warmth: "I understand that you would like to have it in writing.",
      body: "Not yet: a certificate is needed from the fourth calendar day. Before that, asking for one would be a rule of your own.",
      citation: "Sick leave and certificates: a certificate from the fourth calendar day.",
      nextStep: "Put a reminder on the fourth day. Do weekends fall in between? They count.",
      gap: "Calendar days, not working days: that is the usual mistake and it is only said in passing.",
    },
    {
      intent: "sickness",
      handbook: "leave",
      questions: [
        "They mentioned it's a long-term condition.",
        "[[name]] says it's chronic and will happen again",
      ],
      warmth: "Thank you for telling me. That takes trust on both sides.",
      body: "This is the moment for protected leave. Days that belong to it count no points and can be taken one at a time.",
      citation:
        "Protected and family leave: information within five working days, whether or not they ask for it.",
      nextStep:
        "Stop asking about health, thank them, and write to HR today. Do you want a text for that mail?",
      gap: "Has to say that medical papers go to HR and not into your notes.",
    },
    {
      intent: "sickness",
      handbook: "points",
      questions: ["So do the earlier absences still count?", "what about the points they already have"],
      warmth: "A good question, and people forget to ask it.",
      body: "Absences that turn out to be covered lose their points. What has been written down is corrected and not deleted.",
      citation:
        "Sick leave and certificates, last paragraph; Attendance points and steps for the correction.",
      nextStep: "Send HR the dates. Until they answer, take no further step.",
      gap: "Does not say from which date the correction runs.",
    },
  ],
  [
    {
      intent: "schedule",
      handbook: "swaps",
      questions: [
        "Two people swapped the [[shift]] without telling me.",
        "swap behind my back, [[name]] and a colleague",
      ],
      warmth: "It worked out on the day, but you could not plan with it.",
      body: "A swap holds only when both have the same role and you agreed in the scheduling tool before the shift. Otherwise the original name stays responsible.",
      citation: "Shift swaps and schedule changes, first paragraph.",
      nextStep: "Tell both how it is done, and accept this one if nothing went wrong. Did anyone miss out?",
      gap: "Say what happens when the person who took over does not come.",
    },
    {
      intent: "schedule",
      handbook: "swaps",
      questions: ["And if the one who took it over did not come?", "who gets the no-show after a swap?"],
      warmth: "That is exactly where swaps go wrong.",
      body: "Whoever is in the schedule after the agreed swap is responsible. Without an agreed swap it is the person who was there first.",
      citation: "Shift swaps and schedule changes, last paragraph.",
      nextStep: "Open the schedule and see whose name it shows for that hour.",
      gap: "A screenshot of the tool counts as evidence; worth a line.",
    },
    {
      intent: "schedule",
      handbook: "swaps",
      questions: [
        "I need [[name]] to come in on Sunday, the plan is out already.",
        "can i change the schedule 3 days ahead",
      ],
      warmth: "Three days is tight, and you are not the first with this gap.",
      body: "After the schedule is published a change needs the employee's agreement. You may ask, and they may say no without consequences.",
      citation:
        "Shift swaps and schedule changes: published fourteen days ahead, later changes by agreement.",
      nextStep: "Ask in person, offer a day off in return, and note the answer.",
      gap: "Forgets the extra pay for changes within 48 hours.",
    },
  ],
  [
    {
      intent: "steps",
      handbook: "points",
      questions: ["[[name]] has five points now. What do I do?", "5 points reached, next step?"],
      warmth: "Good that you look before you act.",
      body: "Five points within six months lead to a written reminder. Before it is written, the conversation at three points must have been held and noted.",
      citation: "Attendance points and steps: five points, a written reminder.",
      nextStep: "Do you have the note of the first conversation? If not, that comes first.",
      gap: "Should name who signs the reminder.",
    },
    {
      intent: "steps",
      handbook: "points",
      questions: ["The conversation never took place.", "we skipped the first talk, is that a problem?"],
      warmth: "It happens when weeks are full, and it can be put right.",
      body: "A step that was left out cannot be jumped over. Hold the conversation now; if more than ten working days have passed, HR decides whether it still may be.",
      citation: "Attendance points and steps, second paragraph.",
      nextStep: "Write to HR with both dates today.",
      gap: "Ten working days from which date? Say it.",
    },
    {
      intent: "steps",
      handbook: "conversations",
      questions: ["Can you write the reminder for me?", "draft the letter please"],
      warmth: "Gladly, and you should read it as if you received it.",
      body: "“On three days of this month you were not at work at the start of your shift. We spoke about it, and you agreed to call before the shift. Please make sure that …” Keep to dates and to what was agreed.",
      citation: "Holding an attendance conversation: what has been agreed, with a date to look at it again.",
      nextStep: "Fill in the dates and leave room for their statement. Shall I add that paragraph?",
      gap: "The right to add a statement must be in the letter itself.",
    },
    {
      intent: "steps",
      handbook: "points",
      questions: ["They refuse to sign it.", "[[name]] won't sign, now what"],
      warmth: "That is their right, and it need not turn into a quarrel.",
      body: "A signature confirms that they received it and not that they agree. Note the refusal with time and witness, and hand over a copy.",
      citation: "Attendance points and steps: the employee may add a statement and receives a copy.",
      nextStep: "Offer the statement once more, then file it the same day.",
      gap: "Who may be a witness? Not another employee of the same team.",
    },
  ],
  [
    {
      intent: "leave",
      handbook: "leave",
      questions: [
        "[[name]] needs every Tuesday off to take her mother to treatment.",
        "regular day off to care for a parent?",
      ],
      warmth: "That is a lot to carry beside a job, and good that she told you.",
      body: "Caring for a relative can be protected leave, and it can be taken in single days. The days are agreed with HR and count no points.",
      citation: "Protected and family leave, second paragraph.",
      nextStep: "Tell her about it today and write down that you did. Which Tuesday is the first?",
      gap: "Should mention that it can be hours too; she may need the mornings only.",
    },
    {
      intent: "leave",
      handbook: "leave",
      questions: ["Can I ask her for proof?", "do i need papers from the hospital"],
      warmth: "Understandable, you have to explain it to the others.",
      body: "Papers go to HR only. You need the dates and nothing else, and the team needs no reason at all.",
      citation: "Protected and family leave, last paragraph: medical papers are kept by HR.",
      nextStep: "Ask HR to confirm the dates to you in one line.",
      gap: "Give a sentence for the team, because they will ask.",
    },
    {
      intent: "leave",
      handbook: "swaps",
      questions: ["The others complain about covering.", "team is angry about the tuesdays"],
      warmth: "Fairness works both ways, and they see only one side.",
      body: "You may not tell them why. You can share the load openly: publish who covers when, and offer swaps in the tool.",
      citation: "Shift swaps and schedule changes, for how the swaps are agreed.",
      nextStep: "Plan the next four Tuesdays now, so that nobody is asked at short notice.",
      gap: "Tone is fine, but it needs an example plan.",
    },
  ],
  [
    {
      intent: "ending",
      handbook: "noShow",
      questions: [
        "[[name]] has not come for three days and does not answer.",
        "3 days gone, no contact at all",
      ],
      warmth: "After three days one starts to worry, quite apart from the work.",
      body: "Three consecutive no-call, no-show days are treated as leaving without notice, but not before HR has checked for an emergency.",
      citation: "No-call, no-show policy, third paragraph.",
      nextStep: "Give HR the times of your attempts. Do not send a letter yourself.",
      gap: "A welfare check comes before everything else.",
    },
    {
      intent: "ending",
      handbook: "ending",
      questions: ["Can I give the shift to someone else for good?", "may i replace them now?"],
      warmth: "You have a gap to fill, so plan for it.",
      body: "For the coming days yes, for good not yet: no employment is ended without HR, and the place stays theirs until then.",
      citation: "Ending employment, first paragraph.",
      nextStep: "Fill two weeks with swaps, and ask HR for a date by which they will know.",
      gap: "Say what to do with open leave requests of that person.",
    },
    {
      intent: "ending",
      handbook: "ending",
      questions: ["HR confirmed it. What is left for me?", "ok it's over, what do i still have to do"],
      warmth: "You have done this properly. The last part is short.",
      body: "Confirm the exit date, last pay and returned equipment in writing within three working days, and close the shifts in the tool.",
      citation: "Ending employment, second paragraph.",
      nextStep: "Shall I list what [[name]] still has to hand in?",
      gap: "Access badges and accounts are missing in the list.",
    },
  ],
];

/** What reviewers write, by category. `[[gap]]` is the gap of the exchange. */
export const notes: Record<string, { text: string; severity: "low" | "medium" | "high" | null }[]> = {
  tone: [
    { text: "Reads like a form letter. The manager is stressed, say so first.", severity: "medium" },
    { text: "Too stiff: “please proceed accordingly” is not how we speak to managers.", severity: "low" },
    { text: "No empathy at all for a situation with a sick child.", severity: "high" },
    { text: "Sounds as if the manager were being told off.", severity: "medium" },
  ],
  citation: [
    { text: "Which policy says that? Name the document.", severity: "high" },
    { text: "Claims a rule without its source; I could not check it.", severity: "medium" },
    { text: "Cite the paragraph, managers are asked for it by HR.", severity: "medium" },
    { text: "The retrieved passage is right but the answer does not point to it.", severity: "low" },
  ],
  content: [
    { text: "[[gap]]", severity: "medium" },
    { text: "[[gap]]", severity: "high" },
    { text: "Answers a different question; the manager asked what to do today.", severity: "medium" },
  ],
  clarity: [
    { text: "Two rules in one sentence. Split it.", severity: "low" },
    { text: "“Step” means the point system here and an action two lines later.", severity: "medium" },
  ],
  structure: [
    { text: "Put the next action first, the explanation after it.", severity: "low" },
    { text: "A numbered list would be easier to follow on the shop floor.", severity: "low" },
  ],
  action: [
    { text: "No concrete next step. What should the manager do in the next ten minutes?", severity: "high" },
    { text: "Suggests waiting for HR where the manager can act now.", severity: "medium" },
    { text: "Should offer to draft the text.", severity: "low" },
  ],
  none: [
    { text: "Good answer, nothing to change.", severity: null },
    { text: "Keep this one as an example.", severity: null },
  ],
};

/** Prompts of the three versions. The second was written to answer the notes on tone, and lost the rule about sources. */
export const prompts = {
  first: `# Role
You are the attendance policy assistant for store managers.

# Rules
1. Answer from the retrieved passages only.
2. Name the document and the paragraph for every rule you state.
3. Never give legal advice. Refer to HR where a passage says so.

# Style
Write formally and completely. Close with a reference to Human Resources.
`,
  second: `# Role
You are the attendance policy assistant for store managers.
The people who write to you are under pressure and often in the middle of a shift.

# Rules
1. Answer from the retrieved passages only.
2. Never give legal advice. Refer to HR where a passage says so.

# Style
Begin with one sentence that shows you understood the situation.
Write as a helpful colleague would: short sentences, no set phrases.
End with one next step, as a question or an instruction.
`,
  third: `# Role
You are the attendance policy assistant for store managers.
The people who write to you are under pressure and often in the middle of a shift.

# Rules
1. Answer from the retrieved passages only.
2. Name the document for every rule you state; add the paragraph when the passage shows it.
3. Never give legal advice. Refer to HR where a passage says so.
4. When protected leave may apply, say so, even if nobody asked.

# Style
Begin with one sentence that shows you understood the situation.
Write as a helpful colleague would: short sentences, no set phrases.
End with one next step, as a question or an instruction.
`,
};

/** How the first version closed its answers. */
export const closings = [
  "Please proceed accordingly and contact Human Resources for further instruction.",
  "For any further inquiries kindly refer to Human Resources.",
  "It is the responsibility of the manager to ensure compliance with the above.",
];
