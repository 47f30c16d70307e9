/** The search of recordings. The family "search" is said by the browser, "pages.search" by the server. */
export const search = {
  "pages.search": "Search recordings",
  "pages.search.field": "Text in commands or output",
  "pages.search.where": "Search in",
  "pages.search.where.all": "Commands and output",
  "pages.search.where.commands": "Commands",
  "pages.search.where.output": "Output",
  "pages.search.words": "Whole words",
  "pages.search.session": "Session",
  "pages.search.request": "Request",
  "search.none": "Find what was typed and printed",
  "search.none.hint":
    "Type a word or any part of a line, such as 2>&1. Lines with all the words are found; put quotes around text to find it exactly.",
  "search.searching": "Searching…",
  "search.failed": "Can't search right now",
  "search.retry": "Try again",
  "search.count":
    "{hits, plural, one {# hit} other {# hits}} in {sessions, plural, one {# session} other {# sessions}}",
  "search.count.more":
    "First {hits, plural, one {hit} other {# hits}} in {sessions, plural, one {# session} other {# sessions}}",
  "search.order": "Commands first, newest first",
  "search.no-match": "No recording contains this",
  "search.no-match.so-far": "Nothing found yet",
  "search.no-match.hint": "Check the filters, or search for a shorter part.",
  "search.back-to": "Searched back to {time}. This search reads a lot of text.",
  "search.further": "Search further back",
  "search.more": "More hits",
  "search.again": "Search again",
  "search.not-covered": "May be incomplete: {what}.",
  "search.not-covered.pending":
    "{count, plural, one {latest output of # active session} other {latest output of # active sessions}}",
  "search.not-covered.failed":
    "{count, plural, one {# recording that can’t be read} other {# recordings that can’t be read}}",
  "search.not-covered.deleted":
    "{count, plural, one {# session whose recording was deleted} other {# sessions whose recordings were deleted}}",
  "search.not-covered.bare":
    "{count, plural, one {# session without a recording} other {# sessions without a recording}}",
  "search.hit.command": "Command",
  "search.hit.output": "Output",
  "search.hit.open": "{kind} at {time}: {text}",
  "search.all": "All hits in this session",
} as const;
