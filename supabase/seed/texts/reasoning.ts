import type { Topic } from "./topic";

export const reasoningTopics: Topic[] = [
  {
    questions: [
      "A train leaves at [[time]] and takes [[hours]] hours with a 20-minute stop. When does it arrive?",
      "Arrival time: departs [[time]], drives [[hours]] h, stops 20 min",
    ],
    slots: { time: ["08:15", "13:40", "22:05"], hours: ["2", "3", "4"] },
    good: "Driving time is [[hours]] h, the stop adds 20 minutes. Starting at [[time]], add the hours first and the minutes second; past midnight the date changes too. I would show both steps on the timetable so that nobody forgets the stop.",
    bad: "It arrives [[hours]] hours after [[time]].",
    note: "Forgot the 20-minute stop.",
  },
  {
    questions: [
      "We raised the price by [[up]]% and then gave [[up]]% off. Are we where we began?",
      "+[[up]]% then -[[up]]%: same price?",
    ],
    slots: { up: ["10", "20", "25"] },
    good: "No, you are below. The discount is taken from the higher price: 100 → 100 + [[up]] → minus [[up]]% of that. The difference is [[up]]% of [[up]], which is small but never zero.",
    bad: "Yes, the two cancel out.",
    note: "Wrong, and it is the whole point of the question.",
    tools: ["calculator"],
  },
  {
    questions: [
      "Our test has 95% accuracy and [[rate]] of users are fraudulent. How many alarms are false?",
      "Base rate question: [[rate]] fraud, 95% accurate detector",
    ],
    slots: { rate: ["1%", "0.5%", "2%"] },
    good: "Most of them. Take 10,000 users: with [[rate]] fraud only a few are real, and 5% of all the honest ones raise an alarm too. Count both groups before you look at a single alarm.",
    bad: "5% of the alarms are false.",
    note: "Classic base-rate mistake.",
    tools: ["calculator"],
  },
  {
    questions: ["Should we build or buy a [[thing]]?", "Build vs buy: [[thing]]"],
    slots: { thing: ["billing system", "search", "feature flag service", "chat widget"] },
    good: "Ask what would make customers choose you. If it is not the [[thing]], buy it, and spend the saved months on what is. Check three things before signing: can you export your data, what does it cost at ten times today's size, who answers at night.",
    bad: "Building is always cheaper in the long run.",
    note: "No reasoning, just a claim.",
  },
  {
    questions: [
      "Sales fell [[drop]] after the redesign. Did the redesign cause it?",
      "Is the redesign to blame for -[[drop]]?",
    ],
    slots: { drop: ["8%", "15%", "3%"] },
    good: "Not shown yet. Compare with the same weeks of last year and with people who still saw the old design. A drop of [[drop]] may be season, a price change or one broken browser; look at the funnel step where the two groups part.",
    bad: "Yes. Sales fell after the redesign, so it is the cause.",
    note: "After does not mean because.",
    tools: ["sql_query", "chart"],
  },
  {
    questions: [
      "Three people share a bill of [[total]] and one drank nothing. How do we split it?",
      "Fair split of [[total]] between three",
    ],
    slots: { total: ["84 €", "126 €", "57 €"] },
    good: "Split the food by three, the drinks by two. Ask for the drinks total, take it off [[total]], divide the rest by three, and add half of the drinks to each of the two who had them.",
    bad: "Divide [[total]] by 3.",
    note: "Ignores that one person did not drink.",
    tools: ["calculator"],
  },
  {
    questions: ["Which of these is the odd one out: [[list]]?", "Odd one out: [[list]]"],
    slots: { list: ["apple, pear, carrot, plum", "7, 11, 15, 19", "Lima, Quito, Lagos, Bogotá"] },
    good: "It depends on the rule, so I name it: [[list]]. I look for a property that all but one share, and check that no simpler rule picks another one.",
    bad: "The last one, because it is last.",
    note: "That is not a reason.",
  },
  {
    questions: [
      "Estimate how many [[things]] there are in a city of one million",
      "Fermi estimate: [[things]] per million people",
    ],
    slots: { things: ["piano tuners", "dentists", "taxis", "bakeries"] },
    good: "Break it down: how many people need one, how often, and how many visits one of the [[things]] manages in a year. I get a few hundred; the true figure should lie within a factor of three. The most uncertain number is how often people need one.",
    bad: "There are exactly 412 [[things]].",
    note: "Made-up precision.",
  },
  {
    questions: [
      "If all [[a]] are [[b]] and some [[b]] are red, are some [[a]] red?",
      "Logic: all [[a]] are [[b]]; some [[b]] are red",
    ],
    slots: { a: ["cubes", "tulips"], b: ["blocks", "flowers"] },
    good: "It does not follow. The red [[b]] may all be ones that are not [[a]]. A drawing with one circle inside the other and a red spot outside of the inner one settles it.",
    bad: "Yes, since all [[a]] are [[b]].",
    note: "Invalid syllogism.",
  },
  {
    questions: [
      "Our A/B test shows [[lift]] lift with p = 0.04 after [[days]] days. Ship it?",
      "A/B: +[[lift]], p=0.04, [[days]] days",
    ],
    slots: { lift: ["2.1%", "6%", "0.7%"], days: ["3", "9", "14"] },
    good: "Was the length fixed before you looked? If you checked daily and stopped at the first p < 0.05, the real error rate is far above 5%. Let it run whole weeks, look at the interval rather than the p-value, and decide whether its lower end would still be worth shipping.",
    bad: "p < 0.05, so there is a 96% chance that it is better. Ship it.",
    note: "That is not what a p-value says.",
    tools: ["calculator"],
  },
  {
    questions: [
      "What would have to be true for us to reach [[goal]] by summer?",
      "Work backwards from [[goal]]",
    ],
    slots: { goal: ["10,000 users", "break-even", "a team of twelve"] },
    good: "Working backwards from [[goal]]: list the two or three numbers it is made of, write today's value beside each, and see which one must change most. That is the plan; the rest is detail.",
    bad: "Work harder and stay positive.",
    note: "Empty advice.",
  },
  {
    questions: ["Is the median or the mean better for [[metric]]?", "Mean or median for [[metric]]?"],
    slots: { metric: ["salaries", "response times", "order values"] },
    good: "Median, because a few very large values pull the mean of [[metric]] away from what is usual. Report the mean as well when the sum matters, and the 95th percentile when the slow ones are what people complain about.",
    bad: "The mean is more accurate.",
    note: "Not for skewed data.",
  },
  {
    questions: ["Plan the order of these tasks: [[tasks]]", "Dependencies: [[tasks]]. What first?"],
    slots: { tasks: ["paint, sand, prime, clean", "deploy, test, review, write", "pack, sell, move, clean"] },
    good: "Draw an arrow from each task to what needs it. Whatever has no arrow pointing at it can begin now, also side by side. For [[tasks]] there is only one order that never waits for itself.",
    bad: "Do them in the order you wrote them.",
    note: "The order given was exactly what was in question.",
    tools: ["planner"],
  },
  {
    questions: [
      "Two suppliers: one is [[cheap]] cheaper, the other delivers twice as fast. Which?",
      "Cheaper by [[cheap]] or twice as fast?",
    ],
    slots: { cheap: ["12%", "30%", "5%"] },
    good: "Put a price on a day of waiting: lost sales, storage, people who stand idle. If two days cost more than [[cheap]] of the order, speed is the cheaper one. For goods that lie on a shelf it rarely is.",
    bad: "The cheaper one saves [[cheap]].",
    note: "Ignores the cost of waiting.",
  },
  {
    questions: [
      "How likely is at least one [[event]] in 30 days if each day has 2%?",
      "2% a day: chance of one [[event]] in a month?",
    ],
    slots: { event: ["outage", "rainy day", "cancellation"] },
    good: "Turn it round: the chance of no [[event]] on a day is 98%, for 30 days 0.98³⁰ ≈ 55%. So at least one happens with about 45%. Adding 2% thirty times gives 60%, which counts some months twice.",
    bad: "30 × 2% = 60%.",
    note: "Probabilities of this kind do not add up.",
    tools: ["calculator"],
  },
  {
    questions: [
      "Summarise the arguments for and against [[topic]] in one paragraph each",
      "Pros and cons: [[topic]]",
    ],
    slots: { topic: ["a four-day week", "remote work", "open-plan offices"] },
    good: "For: people who tried [[topic]] report fewer sick days and better focus, and hiring gets easier.\n\nAgainst: hand-overs get harder, customers expect five days, and the studies mostly looked at teams that wanted the change.\n\nWhat decides it is whether your work comes in pieces that can wait a day.",
    bad: "[[topic]] is good for everyone.",
    note: "One-sided, asked for both.",
    tools: ["web_search"],
  },
  {
    questions: [
      "What is the flaw in: 'Everyone I know uses [[app]], so it has won the market'?",
      "Find the fallacy ([[app]] version)",
    ],
    slots: { app: ["this app", "that phone", "the new editor"] },
    good: "The sample is made of your friends, who resemble you. People you know are no random draw from people, so it shows that [[app]] is popular in your circle. A survey of strangers, or sales figures, would say more.",
    bad: "There is no flaw, that is good evidence.",
    note: "Missed the sampling bias.",
  },
  {
    questions: ["I have [[h]] hours and five tasks. Which do I drop?", "Prioritise: [[h]] hours, five tasks"],
    slots: { h: ["3", "5", "2"] },
    good: "Write beside each what happens if it is not done today. Do what others wait for first, then what has a deadline, and drop the one whose absence nobody would notice by Friday. [[h]] hours are three tasks, not five.",
    bad: "Do all five faster.",
    note: "Did not answer which one to drop.",
  },
];
