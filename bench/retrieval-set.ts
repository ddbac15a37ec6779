// Prompts to a data analyst, by what they ask for (task/what), and other ways to ask for it: what retrieval is measured with.
// Written for this purpose. "easy" queries share words with stored prompts, "hard" ones say it in other words.

/** Stored prompts: five or more of each kind. */
export const storedPrompts: Record<string, readonly string[]> = {
  "clean/remove_duplicates": [
    "remove duplicates and create dashboard",
    "drop duplicate rows from the customer list",
    "delete repeated orders, keep the first one",
    "deduplicate the contacts by email",
    "get rid of rows that occur more than once",
  ],
  "clean/drop_empty_rows": [
    "remove empty rows",
    "delete all blank lines from the sheet",
    "drop rows without any values",
    "clean data and throw out rows where everything is missing",
    "strip the empty records from the export",
  ],
  "clean/fill_missing": [
    "fill missing values in age with the median",
    "replace blanks in the price column with 0",
    "impute missing salaries using the department average",
    "fill the gaps in temperature from the previous reading",
    "substitute unknown for null cities",
  ],
  "clean/trim_text": [
    "trim whitespace in all text columns",
    "remove leading and trailing spaces from product names",
    "make country names consistent in upper case",
    "standardize the spelling of city: lower case without extra spaces",
    "clean up messy capitalization in the name field",
  ],
  "clean/convert_types": [
    "convert the order date column to real dates",
    "turn the price text into numbers",
    "parse timestamps in created_at",
    "change the type of quantity from string to integer",
    "strip the dollar sign and cast revenue to float",
  ],
  "clean/outliers": [
    "remove outliers from response time",
    "drop extreme values of salary beyond three standard deviations",
    "cap unusually high prices at the 99th percentile",
    "exclude anomalies in the sensor data using the interquartile range",
    "find and delete impossible ages above 120",
  ],
  "summarize/describe": [
    "summarize the data",
    "give me an overview of this dataset",
    "describe all numeric columns with mean, min and max",
    "show basic statistics for every field",
    "what does this table contain? quick profile please",
  ],
  "summarize/value_counts": [
    "how often does each payment method occur",
    "frequency of every status value",
    "count the distinct values in the category column",
    "show the distribution of ratings",
    "tally the answers to question 3",
  ],
  "summarize/correlation": [
    "correlation between price and demand",
    "is there a relationship between age and spending",
    "show how advertising budget and sales move together",
    "compute the correlation matrix",
    "which columns are most strongly correlated with churn",
  ],
  "filter/threshold": [
    "show only orders over 500 dollars",
    "filter rows where quantity is greater than 10",
    "keep employees with a salary below 40000",
    "list products whose stock is less than 5",
    "only students with grade of at least 90",
  ],
  "filter/text_match": [
    "find customers whose name contains Smith",
    "filter products that start with Pro",
    "show tickets mentioning refund in the comment",
    "keep rows where the email ends with .org",
    "only rows with city equal to Berlin",
  ],
  "filter/date_range": [
    "orders between january and march 2024",
    "filter to the last 30 days",
    "show invoices dated after 1 June",
    "keep only events from this year",
    "transactions that happened before 2020",
  ],
  "filter/top_n": [
    "top 10 customers by revenue",
    "show the five best selling products",
    "which 3 stores have the lowest returns",
    "give me the 20 largest invoices",
    "the ten most visited pages",
  ],
  "group_by/sum": [
    "group by city and sum revenue",
    "total sales per region",
    "add up the hours for each project",
    "revenue by month as a bar chart",
    "sum of cost for every supplier",
  ],
  "group_by/average": [
    "what's the average sales for each region",
    "mean salary by department",
    "average rating per product category",
    "typical delivery time for every carrier",
    "group by class and compute the mean score",
  ],
  "group_by/count": [
    "how many orders per customer",
    "number of employees in each department",
    "count tickets by priority",
    "patients per clinic, counted",
    "group by country and count users",
  ],
  "formula/sum": [
    "what's the sum of all amounts",
    "add up the total column",
    "grand total of expenses",
    "how much did we spend altogether",
    "calculate overall revenue",
  ],
  "formula/average": [
    "what is the average order value",
    "calculate the mean of temperature",
    "average age of all patients",
    "compute the arithmetic mean for the score column",
    "on average how long does a session last",
  ],
  "formula/percentage": [
    "what percentage of orders were returned",
    "share of each product in total sales",
    "conversion rate: purchases divided by visits",
    "percent of employees who work remotely",
    "compute the ratio of defects to produced units",
  ],
  "formula/difference": [
    "add a profit column as revenue minus cost",
    "calculate the difference between planned and actual hours",
    "subtract discount from price to get the net price",
    "how far is the budget from the expenses",
    "new column: end date minus start date in days",
  ],
  "formula/growth": [
    "month over month growth of revenue",
    "percent change of users compared to the previous year",
    "how much did sales increase since last quarter",
    "calculate the growth rate of subscriptions",
    "year on year change in profit",
  ],
  "sort/ascending": [
    "sort by price ascending",
    "order the names alphabetically",
    "arrange tasks from oldest to newest",
    "sort employees by age, youngest first",
    "list products from cheapest to most expensive",
  ],
  "sort/descending": [
    "sort by revenue descending",
    "order customers by spending, highest first",
    "rank the students from best to worst score",
    "newest orders on top",
    "sort the cities by population from large to small",
  ],
  "transform/pivot": [
    "pivot the table with months as columns",
    "create a pivot of region against product",
    "turn the quarters into columns",
    "reshape from long to wide by year",
    "cross tabulate gender and department",
  ],
  "transform/split_column": [
    "split full name into first and last name",
    "separate the address into street and zip code",
    "extract the domain from the email column",
    "divide the code at the dash into two columns",
    "break the date into year, month and day columns",
  ],
  "transform/bins": [
    "put ages into groups of ten years",
    "categorize customers as low, medium or high spenders",
    "bin the prices into four ranges",
    "label scores above 50 as pass and others as fail",
    "classify delivery times into fast, normal and slow",
  ],
};

/** Prompts that no query asks for. */
export const distractors: readonly string[] = [
  "draw a scatter plot of height and weight",
  "make the chart blue and bigger",
  "show a pie chart of the market",
  "line chart of visitors with a legend",
  "rename the column amt to amount",
  "export this as a csv file",
  "save the dashboard as pdf",
  "what can you do",
  "hello, who are you",
  "thanks, that is perfect",
  "undo the last step",
  "send the report to my manager",
  "translate the headers to spanish",
  "hide the id column",
  "freeze the first row",
  "upload a second file",
  "join orders with customers on customer id",
  "append the february sheet to the january sheet",
  "forecast sales for the next six months",
  "cluster the customers into segments",
  "train a model that predicts churn",
  "explain this result to a beginner",
  "why is the chart empty",
  "set the axis to logarithmic",
  "add a title to the dashboard",
  "round all prices to two decimals",
  "convert euros to dollars",
  "show the first rows of the file",
  "which columns are there",
  "histogram of waiting times",
  "map of all stores",
  "is this data confidential",
  "put the logo into the corner",
  "compare my numbers with the industry",
  "write a short text about the results",
  "add a checkbox for each task",
  "create a calendar of deliveries",
  "merge the cells of the header",
  "color negative numbers red",
  "schedule this every monday",
];

export type RetrievalQuery = { kind: string; difficulty: "easy" | "hard"; prompt: string };

const queries: Record<string, { easy: readonly string[]; hard: readonly string[] }> = {
  "clean/remove_duplicates": {
    easy: ["please remove all duplicate entries", "delete duplicated customers"],
    hard: ["some people are listed twice, leave one of each", "make every row unique"],
  },
  "clean/drop_empty_rows": {
    easy: ["delete the blank rows", "remove rows that are empty"],
    hard: ["there are lines with nothing in them, take them away", "kick out records that hold no data"],
  },
  "clean/fill_missing": {
    easy: ["fill missing ages with the mean", "replace null prices by zero"],
    hard: ["some cells have no number, put in a typical one", "complete the holes in the humidity series"],
  },
  "clean/trim_text": {
    easy: ["remove extra spaces in names", "make all city names lower case"],
    hard: ["the labels have stray blanks around them", "spelling of countries is inconsistent, unify it"],
  },
  "clean/convert_types": {
    easy: ["convert the price column to numbers", "parse the date strings"],
    hard: [
      "amounts were imported as text, I need to calculate with them",
      "the days are not recognized as dates",
    ],
  },
  "clean/outliers": {
    easy: ["drop the outliers in price", "remove extreme salary values"],
    hard: [
      "ignore readings that are far off from the rest",
      "some weights are absurdly large, leave them out",
    ],
  },
  "summarize/describe": {
    easy: ["summarize this dataset", "basic statistics of the table"],
    hard: ["tell me what is in here", "I want to get a first impression of the file"],
  },
  "summarize/value_counts": {
    easy: ["frequency of each category", "distribution of the status values"],
    hard: ["which colors come up and how many times", "how are the replies spread over the options"],
  },
  "summarize/correlation": {
    easy: ["correlation of income and spending", "is there a relationship between price and rating"],
    hard: ["do taller people weigh more", "does rain have an influence on visitors"],
  },
  "filter/threshold": {
    easy: ["only orders greater than 100", "show products with stock below 20"],
    hard: ["I just need the deals worth more than a thousand", "leave only people under thirty"],
  },
  "filter/text_match": {
    easy: ["customers whose city contains Paris", "filter names that start with A"],
    hard: ["everybody called Miller", "complaints that talk about delivery"],
  },
  "filter/date_range": {
    easy: ["orders from the last 7 days", "show events after may 2023"],
    hard: ["what happened in the summer of 2022", "limit it to the recent week"],
  },
  "filter/top_n": {
    easy: ["top 5 products by sales", "the ten largest customers"],
    hard: ["who are our three biggest clients", "name the half dozen items that earn most"],
  },
  "group_by/sum": {
    easy: ["sum of sales for each city", "total cost per project"],
    hard: ["how much did every shop take in", "spending split by team"],
  },
  "group_by/average": {
    easy: ["average price per category", "mean score for each region"],
    hard: ["what does one earn in the different departments usually", "normal waiting time of every doctor"],
  },
  "group_by/count": {
    easy: ["how many users per country", "number of tickets in each status"],
    hard: ["headcount of the teams", "quantity of visits for every page"],
  },
  "formula/sum": {
    easy: ["sum of the cost column", "total of all invoices"],
    hard: ["what does everything cost together", "full amount of the bills"],
  },
  "formula/average": {
    easy: ["what is the average price", "compute the mean of the scores"],
    hard: ["how old are our members typically", "usual length of a call"],
  },
  "formula/percentage": {
    easy: ["what percentage of users churned", "share of returned orders"],
    hard: ["how many out of a hundred tickets were closed", "what fraction of the mails bounced"],
  },
  "formula/difference": {
    easy: ["calculate revenue minus expenses", "difference between target and actual sales"],
    hard: ["what remains after paying the suppliers", "how many days passed from order to delivery"],
  },
  "formula/growth": {
    easy: ["growth of sales compared to last year", "percent change from month to month"],
    hard: ["are we getting bigger every quarter", "by how much did traffic rise"],
  },
  "sort/ascending": {
    easy: ["sort by date ascending", "order the products alphabetically"],
    hard: ["smallest amounts at the top", "put the list in a to z order"],
  },
  "sort/descending": {
    easy: ["sort by score descending", "order by price, highest first"],
    hard: ["biggest earners should come at the beginning", "show the latest entries before the others"],
  },
  "transform/pivot": {
    easy: ["pivot by month", "make a pivot table of product and year"],
    hard: ["I want each region side by side as its own column", "matrix of weekday versus hour"],
  },
  "transform/split_column": {
    easy: ["split the address column", "separate first name and last name"],
    hard: ["take the area code out of the phone number", "I need street and town apart"],
  },
  "transform/bins": {
    easy: ["group ages into ranges", "categorize scores as high or low"],
    hard: ["assign every client to a tier by turnover", "mark temperatures as cold, mild or hot"],
  },
};

export const retrievalQueries: readonly RetrievalQuery[] = Object.entries(queries).flatMap(([kind, ways]) =>
  (["easy", "hard"] as const).flatMap((difficulty) =>
    ways[difficulty].map((prompt) => ({ kind, difficulty, prompt })),
  ),
);
